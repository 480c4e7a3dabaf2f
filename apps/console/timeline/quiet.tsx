import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import type { Item } from './told.js';

/** Inventories that told nothing new: one line, and who they were of to who asks. */
export function Quiet({ items }: { readonly items: readonly Item[] }) {
  const servers = new Set(items.map(({ server }) => server));
  return (
    <details className="quiet-entries">
      <summary>
        {servers.size === 1 ? '1 server was' : `${servers.size} servers were`} observed; nothing that is presented
        changed
      </summary>
      <ul>
        {items.map(({ position, occurredAt, server, reportedBy }) => (
          <li key={position}>
            <Instant at={occurredAt} /> <Brief text={server ?? 'the organization'} />{' '}
            <span className="dim">
              #{position} <Brief text={reportedBy ?? ''} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
