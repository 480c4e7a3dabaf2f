import { Link } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Thumbprint } from '../parts/thumbprint.js';
import { type Coming, KIND_WORDS } from './weeks.js';

const MOST = 500;

/** The same, a line for each endpoint. */
export function ComingTable({ items }: { readonly items: readonly Coming[] }) {
  return (
    <details className="as-table">
      <summary>The same as a table</summary>
      <div className="scrolls" tabIndex={0} role="region" aria-label="Coming changes as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Server</th>
              <th scope="col">Endpoint</th>
              <th scope="col">What</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
              <th scope="col">Rule</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, MOST).map((item) => (
              <Row key={JSON.stringify([item.at, item.server, item.endpoint, item.kind])} item={item} />
            ))}
          </tbody>
        </table>
      </div>
      {items.length > MOST ? <p className="dim">{items.length - MOST} more: choose a week to see fewer.</p> : null}
    </details>
  );
}

function Row({ item: { at, server, endpoint, kind, before, after, rule } }: { readonly item: Coming }) {
  return (
    <tr>
      <td>
        <Instant at={at} />
      </td>
      <td>
        <Link to="/servers/$fqdn" params={{ fqdn: server }}>
          <Brief text={server} />
        </Link>
      </td>
      <td>
        <Brief text={endpointWords(endpoint)} most={160} />
      </td>
      <td className={KIND_WORDS[kind].colour}>{KIND_WORDS[kind].words}</td>
      <td>{before.thumbprint === null ? NONE : <Thumbprint thumbprint={before.thumbprint} />}</td>
      <td>{after.thumbprint === null ? NONE : <Thumbprint thumbprint={after.thumbprint} />}</td>
      <td>
        <code className="dim">{rule}</code>
      </td>
    </tr>
  );
}

const NONE = <span className="quiet">none</span>;
