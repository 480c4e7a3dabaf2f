import { Link } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { CertificateName } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Outcome } from '../parts/outcome.js';
import type { Lane, Range } from './bars.js';
import type { View } from './view.js';
import type { Facts } from './words.js';

const MOST = 300;

/** The picture in words, for who does not see it, or wants to read it. */
export function LaneTable({
  lanes,
  view,
  facts,
}: {
  readonly lanes: readonly Lane[];
  readonly view: View;
  readonly facts: Facts;
}) {
  const rows = lanes.flatMap((lane) =>
    lane.ranges.filter((range) => isSeen(range, view)).map((range) => ({ lane, range })),
  );
  return (
    <details className="as-table">
      <summary>The same as a table</summary>
      <div className="scrolls" tabIndex={0} role="region" aria-label="Presented certificates as a table">
        <table>
          <caption className="out-of-sight">What each endpoint presented, presents and will present</caption>
          <thead>
            <tr>
              <th scope="col">Endpoint</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">Answer</th>
              <th scope="col">Certificate</th>
              <th scope="col">Rule</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map(({ lane, range }) => (
              <Row key={`${lane.server}\n${lane.endpoint}\n${range.from}`} lane={lane} range={range} facts={facts} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST ? <p className="dim">{rows.length - MOST} more rows: zoom in to see fewer.</p> : null}
      {lanes.some(({ cut }) => cut) ? (
        <p className="doubt">Some endpoints changed more than 200 times: their earliest answers are left out.</p>
      ) : null}
    </details>
  );
}

function isSeen({ from, until }: Range, view: View): boolean {
  return Date.parse(from) < view.to && (until === null || Date.parse(until) > view.from);
}

function Row({ lane, range, facts }: { readonly lane: Lane; readonly range: Range; readonly facts: Facts }) {
  const { server, endpoint } = lane;
  const { from, until, outcome, thumbprint, rule } = range;
  return (
    <tr>
      <th scope="row">
        <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint, asOf: from }} preload={false}>
          <Brief text={`${server.split('.')[0] ?? server} · ${endpointWords(endpoint)}`} most={160} />
        </Link>
      </th>
      <td>
        <Instant at={from} />
      </td>
      <td>{until === null ? <span className="quiet">no end known</span> : <Instant at={until} />}</td>
      <td>
        <Outcome outcome={outcome} />
      </td>
      <td>
        {thumbprint === null ? (
          <span className="quiet">none</span>
        ) : (
          <CertificateName thumbprint={thumbprint} certificate={facts.get(thumbprint)} />
        )}
      </td>
      <td>
        <code className="dim">{rule}</code>
      </td>
    </tr>
  );
}
