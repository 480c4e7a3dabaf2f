import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Foreign } from '../parts/foreign.js';
import { Heading } from '../parts/page.js';
import { useMoment } from '../session/moment.js';

const TABS = [
  { to: '/alerts', name: 'Alerts' },
  { to: '/alerts/silences', name: 'Silences' },
  { to: '/alerts/rules', name: 'Rules' },
  { to: '/alerts/channels', name: 'Channels' },
  { to: '/alerts/digest', name: 'Digest' },
] as const;

interface AlertHeadingProps {
  readonly title: string;
  /** Which of them this page belongs to, where its address does not say it. */
  readonly below?: (typeof TABS)[number]['to'];
  readonly children?: ReactNode;
}

/** The heading of a page about alerts, and the way to the others. */
export function AlertHeading({ title, below, children }: AlertHeadingProps) {
  const { asOf } = useMoment();
  return (
    <>
      <Heading title={title}>{children}</Heading>
      <nav className="parts" aria-label="Pages about alerts">
        {TABS.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === '/alerts', includeSearch: false }}
            className={to === below ? 'current' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {asOf === undefined ? null : (
        <p className="doubt">Alerts are told as they are now, whatever other time is looked at.</p>
      )}
    </>
  );
}

/** What keeps people from being told, and where that is mended. */
export function Warnings({
  warnings,
  isMendedHere = false,
}: {
  readonly warnings: readonly string[];
  readonly isMendedHere?: boolean;
}) {
  if (warnings.length === 0) return null;
  return (
    <div className="warned" role="note" aria-label="Warning">
      {warnings.map((warning) => (
        <p key={warning}>
          <span aria-hidden="true">⚠</span> <Foreign text={warning} most={600} />{' '}
          {isMendedHere ? null : <Link to="/alerts/channels">Channels</Link>}
        </p>
      ))}
    </div>
  );
}
