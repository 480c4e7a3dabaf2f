import { Link } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { Brief } from '../parts/foreign.js';
import { Outcome } from '../parts/outcome.js';
import { Thumbprint } from '../parts/thumbprint.js';
import type { Item } from './told.js';

type Change = Item['changes'][number];

/** Before and after of what each endpoint presents. The server is named where it is another than the one that is spoken of. */
export function Changes({ changes, server }: { readonly changes: readonly Change[]; readonly server: string | null }) {
  return (
    <ul className="changes">
      {changes.map((change) => (
        <li key={`${change.server}\n${change.endpoint}`}>
          <Link to="/servers/$fqdn/explain" params={{ fqdn: change.server }} search={{ endpoint: change.endpoint }}>
            <Brief
              text={(change.server === server ? '' : `${change.server} · `) + endpointWords(change.endpoint)}
              most={200}
            />
          </Link>
          <span className="sides">
            <Side side={change.before} /> <span aria-label="then">→</span> <Side side={change.after} />
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Side({ side }: { readonly side: Change['before'] }) {
  if (side === null) return <span className="quiet">no such endpoint</span>;
  if (side.thumbprint === null) return <Outcome outcome={side.outcome} />;
  return (
    <span title={side.thumbprint}>
      <Thumbprint thumbprint={side.thumbprint} />
      {side.outcome === 'PRESENTED' ? null : (
        <>
          {' '}
          <Outcome outcome={side.outcome} />
        </>
      )}
    </span>
  );
}
