import { Link } from '@tanstack/react-router';
import mark from '../mark.svg';
import { LiveMark } from '../live/mark.js';
import { Organization } from './organization.js';
import { Session } from './session.js';
import { Time } from './time.js';

const PAGES = [
  { to: '/', name: 'Fleet' },
  { to: '/findings', name: 'Findings' },
  { to: '/alerts', name: 'Alerts' },
  { to: '/timeline', name: 'Timeline' },
  { to: '/forecast', name: 'Forecast' },
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
        <LiveMark />
        <Organization />
        <Time />
        <Session />
      </div>
    </header>
  );
}
