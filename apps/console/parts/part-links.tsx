import { Link, type LinkProps } from '@tanstack/react-router';

export interface PartLink {
  readonly to: NonNullable<LinkProps['to']>;
  readonly name: string;
}

/** The parts of a page that is several: links, so that each has an address. */
export function PartLinks({ label, parts }: { readonly label: string; readonly parts: readonly PartLink[] }) {
  return (
    <nav className="parts" aria-label={label}>
      {parts.map(({ to, name }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
