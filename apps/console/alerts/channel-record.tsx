import { Link } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { resultWords } from './deliveries.js';

type Record = Schemas['ChannelRecord'];

/** How a channel does: by the messages of the last 30 days. Nothing sent is no sign of health. */
export function Health({ record }: { readonly record: Record | undefined }) {
  if (record === undefined || record.delivered + record.undelivered + record.due === 0)
    return <span className="doubt">nothing was sent in 30 days: whether it works is unknown</span>;
  const { delivered, undelivered, due, triedInVain, lastDeliveredAt } = record;
  const colour = triedInVain > 0 || isFailing(record) ? 'bad' : undelivered > 0 ? 'doubt' : 'good';
  return (
    <>
      <strong className={colour}>{wordsOf(record)}</strong>;{' '}
      <span className="dim">
        {delivered} delivered, {undelivered} undelivered{due === 0 ? '' : `, ${due} due`} in 30 days
        {lastDeliveredAt === null ? null : (
          <>
            ; last <Instant at={lastDeliveredAt} />
          </>
        )}
      </span>
    </>
  );
}

function isFailing({ last }: Record): boolean {
  return last.find(({ state }) => state !== 'due')?.state === 'undelivered';
}

function wordsOf(record: Record): string {
  if (record.triedInVain > 0) return 'messages wait: it was tried in vain';
  if (isFailing(record)) return 'the last message did not arrive';
  if (record.undelivered > 0) return 'works again';
  return record.delivered > 0 ? 'works' : 'about to be sent';
}

const COLOURS = { delivered: 'good', undelivered: 'bad', due: 'doubt' } as const;

/** The newest messages through it, each with what the receiver said. */
export function LastDeliveries({ record }: { readonly record: Record | undefined }) {
  if (record === undefined || record.last.length === 0) return null;
  return (
    <ul className="last-deliveries">
      {record.last.map((one, i) => (
        <li key={i}>
          <span className="dim">
            <Instant at={one.finishedAt ?? one.lastTriedAt ?? one.madeAt} />
          </span>{' '}
          <span className={COLOURS[one.state]}>{resultWords(one.state, one.attempts)}</span>{' '}
          {one.alert === null ? (
            <Brief text={one.title} most={100} />
          ) : (
            <Link to="/alerts/$id" params={{ id: one.alert }}>
              <Brief text={one.title} most={100} />
            </Link>
          )}{' '}
          <span className="dim">({one.messageState})</span>
          {one.detail === null ? null : (
            <p className="dim">
              <Foreign text={one.detail} most={160} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
