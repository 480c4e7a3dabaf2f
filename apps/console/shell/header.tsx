import { Link } from '@tanstack/react-router';
import mark from '../mark.svg';
import { AsOf } from './as-of.js';
import { Organization } from './organization.js';
import { Session } from './session.js';

const PAGES = [
  { to: '/', name: 'Fleet' },
  { to: '/findings', name: 'Findings' },
  { to: '/timeline', name: 'Timeline' },
  { to: '/plan', name: 'Should I overwrite?' },
  { to: '/import', name: 'Import' },
  { to: '/system', name: 'System' },
] as const;

export function Header() {
  return (
    <header>
      <Link to="/" className="brand">
        <img src={mark} alt="" width={24} height={24} />
        Certfleet
      </Link>
      <nav aria-label="Pages">
        {PAGES.map(({ to, name }) => (
          <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
            {name}
          </Link>
        ))}
      </nav>
      <div className="settings">
        <Organization />
        <AsOf />
        <Session />
      </div>
    </header>
  );
}
