import { Link } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import type { Alert } from './groups.js';

type Result = Schemas['DeliveryResult'];

const COLOURS: Readonly<Record<Result['state'], string>> = { delivered: 'good', undelivered: 'bad', due: 'doubt' };

/** Who was told what, through which channel, and what the receiver said. */
export function Deliveries({ alert: { deliveries, heldBack, state } }: { readonly alert: Alert }) {
  return (
    <section className="sheet">
      <h2>Who was told</h2>
      {deliveries.length === 0 ? (
        <p>
          {state === 'resolved' ? 'Nobody.' : 'Nobody yet.'}
          {heldBack === null ? null : (
            <>
              {' '}
              <span className="doubt">
                <Foreign text={heldBack} />
              </span>
            </>
          )}
        </p>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label="Who was told">
          <table>
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Told</th>
                <th scope="col">Result</th>
                <th scope="col">When</th>
                <th scope="col">What the receiver said</th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((one, i) => (
                <Row key={i} result={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ result }: { readonly result: Result }) {
  const { channel, messageState, state, attempts, detail } = result;
  const at = result.finishedAt ?? result.lastTriedAt ?? result.madeAt;
  return (
    <tr>
      <td>
        <Link to="/alerts/channels/$name" params={{ name: channel }}>
          <Brief text={channel} most={63} />
        </Link>
      </td>
      <td>{messageState}</td>
      <td className={COLOURS[state]}>
        {resultWords(state, attempts)}
        {result.nextTryAt === null || attempts === 0 ? null : (
          <>
            , again <Instant at={result.nextTryAt} />
          </>
        )}
      </td>
      <td>
        <Instant at={at} />
      </td>
      <td>{detail === null ? <span className="quiet">nothing</span> : <Foreign text={detail} most={160} />}</td>
    </tr>
  );
}

export function resultWords(state: Result['state'], attempts: number): string {
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  if (state !== 'due') return `${state}${tries}`;
  return attempts === 0 ? 'about to be sent' : `tried in vain${tries}`;
}
