import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Certificate } from '#libs/certificates/certificate.js';
import { cmdletThatTells } from '../../cli/words/missing.js';
import { Outcome } from '../parts/outcome.js';
import type { Explained } from './explanation.js';
import { Named } from './named.js';
import { Switch } from './switch.js';
import { type WhatIf, whatWouldChange } from './what-if.js';

/** What would make another answer of this one: time, a missing fact, a step on the server. Each step was tried on what is known. */
export function WouldChange({ selection, server, asOf }: Explained) {
  const store = server.certificates ?? [];
  const tries = useMemo(() => whatWouldChange(server, selection, asOf), [server, selection, asOf]);
  const cmdlet = selection.outcome === 'INDETERMINATE' ? cmdletThatTells(selection) : null;
  return (
    <section className="sheet would-change">
      <h2>What would change this</h2>
      <h3>Time</h3>
      <p>
        <Switch selection={selection} store={store} asOf={asOf} />
      </p>
      {cmdlet === null ? null : (
        <>
          <h3>The missing fact</h3>
          <p>
            An export of <code>{cmdlet}</code>, <Link to="/import">imported</Link>, tells it.
          </p>
        </>
      )}
      {tries.length === 0 ? null : <h3>A step on the server</h3>}
      <ul>
        {tries.map((one) => (
          <li key={one.what + one.thumbprint}>
            <Tried one={one} store={store} server={server.fqdn} />
          </li>
        ))}
      </ul>
      {selection.healthierCandidate === null ? null : (
        <>
          <h3>Healthier</h3>
          <p>
            <Named thumbprint={selection.healthierCandidate} store={store} /> is there and would work.
          </p>
        </>
      )}
    </section>
  );
}

function Tried({
  one: { what, thumbprint, service, then },
  store,
  server,
}: {
  readonly one: WhatIf;
  readonly store: readonly Certificate[];
  readonly server: string;
}) {
  const command =
    what === 'removed'
      ? `Remove-ExchangeCertificate -Server ${server} -Thumbprint ${thumbprint}`
      : `Enable-ExchangeCertificate -Server ${server} -Thumbprint ${thumbprint} -Services ${service}`;
  return (
    <>
      Were <Named thumbprint={thumbprint} store={store} />{' '}
      <strong>{what === 'removed' ? 'removed' : `enabled for ${service}`}</strong>: <Outcome outcome={then.outcome} />
      {then.thumbprint === null || (what === 'enabled' && then.thumbprint === thumbprint) ? null : (
        <>
          {' '}
          <Named thumbprint={then.thumbprint} store={store} />
        </>
      )}
      {what === 'enabled' && then.thumbprint === thumbprint ? ' itself' : ''}.{' '}
      <Link to="/plan" search={{ commands: command }}>
        What else that would do
      </Link>
    </>
  );
}
