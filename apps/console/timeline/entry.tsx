import { Link } from '@tanstack/react-router';
import { comparisonWords } from '../../cli/words/comparison.js';
import { shortThumbprint } from '../parts/short-thumbprint.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Changes } from './changes.js';
import type { Item } from './told.js';

const LATE_MS = 60_000;

/** One event of the log: what was done, who told it, and what it changed of what is presented. */
export function Entry({ item }: { readonly item: Item }) {
  const { occurredAt, recordedAt, server, position, what, actor, tool } = item;
  const isLate = Date.parse(recordedAt) - Date.parse(occurredAt) > LATE_MS;
  return (
    <div className="entry">
      <p className="when">
        <Instant at={occurredAt} />{' '}
        {server === null ? (
          'organization'
        ) : (
          <Link to="/servers/$fqdn" params={{ fqdn: server }}>
            <Brief text={server} />
          </Link>
        )}{' '}
        <span className="dim">#{position}</span>
      </p>
      <p>
        <Foreign text={what} most={600} />
      </p>
      <Effect item={item} />
      <p className="dim">
        {actor === null ? null : (
          <>
            by <Brief text={actor} />{' '}
          </>
        )}
        {tool === null ? null : (
          <>
            with <Brief text={tool} />{' '}
          </>
        )}
        <Witnesses item={item} />
        {isLate ? (
          <>
            {' '}
            recorded <Instant at={recordedAt} />:{' '}
            <Link
              to="."
              search={(before: object) => ({ ...before, asOf: occurredAt, knownAt: String(position - 1) })}
              title={`What was so then, as it was known at #${position - 1}`}
              preload={false}
            >
              what was believed before
            </Link>
          </>
        ) : null}
      </p>
      {item.notes.map((note) => (
        <p key={note.position} className="note">
          Note #{note.position}
          {note.ticket === null ? '' : ' on '}
          {note.ticket === null ? null : <Brief text={note.ticket} />}: <Foreign text={note.text} />
        </p>
      ))}
    </div>
  );
}

function Witnesses({ item: { witnesses, reportedBy } }: { readonly item: Item }) {
  const told = [reportedBy, ...witnesses.map((witness) => witness.reportedBy)].filter((one) => one !== null);
  if (told.length === 0) return null;
  return (
    <>
      told by <Brief text={[...new Set(told)].join(', ')} />
    </>
  );
}

const VERDICTS = { agrees: 'good', disagrees: 'bad', 'cannot-tell': 'doubt' } as const;

/** A change without effect says so. */
function Effect({ item: { comparison, changes, effect, server } }: { readonly item: Item }) {
  if (comparison !== null)
    return (
      <p className={VERDICTS[comparison.verdict]}>
        <Foreign text={comparisonWords(comparison, shortThumbprint)} />
      </p>
    );
  if (changes.length > 0) return <Changes changes={changes} server={server} />;
  return (
    <p className="dim">
      = <Foreign text={effect} />
    </p>
  );
}
