import { Link } from '@tanstack/react-router';
import { instantWords } from '../../cli/text/instant.js';
import { counted } from '../../cli/text/lines.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';

const WORDS = {
  recorded: ['good', 'recorded'],
  known: ['quiet', 'known already'],
  nothing: ['quiet', 'holds nothing to record'],
  skipped: ['quiet', 'skipped'],
  refused: ['bad', 'refused'],
  conflict: ['bad', 'in conflict'],
} as const;

const MOST = 50;

/** What became of something that was sent, file by file. */
export function Finished({
  ticket,
  servers,
}: {
  readonly ticket: Schemas['Ticket'];
  /** The full names of the servers that it spoke of. */
  readonly servers: readonly string[];
}) {
  const { files, error, outcome } = ticket;
  const isQuarantined = outcome === 'quarantined' || outcome === 'conflict';
  return (
    <>
      <ul className="results">
        {files.slice(0, MOST).map((one, i) => (
          <Result key={String(i) + String(one.file)} result={one} isOnly={files.length === 1} />
        ))}
        {files.length > MOST ? <li>and {files.length - MOST} more</li> : null}
        {files.length === 0 ? <li>{error ?? outcome}</li> : null}
      </ul>
      <p className="recognised onwards">
        {isQuarantined ? <Link to="/import/quarantine">In the quarantine</Link> : null}
        {servers.map((fqdn) => (
          <Link key={fqdn} to="/servers/$fqdn" params={{ fqdn }}>
            <Brief text={fqdn} most={80} />
          </Link>
        ))}
        {ticket.events > 0 ? (
          <Link to="/timeline" search={servers.length === 1 ? { server: servers[0] } : {}}>
            What it changed
          </Link>
        ) : null}
      </p>
    </>
  );
}

function Result({ result, isOnly }: { readonly result: Schemas['FileResult']; readonly isOnly: boolean }) {
  const { file, outcome, events, known, first, last, warnings, reason, remedy } = result;
  const [colour, word] = WORDS[outcome];
  const told = Object.entries(events).map(([type, n]) => `${n} × ${type}`);
  return (
    <li>
      <span className={colour}>{word}</span>
      {isOnly || file === null ? null : (
        <>
          {' '}
          <Brief text={file} />
        </>
      )}
      {told.length === 0 ? null : `: ${told.join(', ')}`}
      {known === 0 ? null : <span className="dim">, {counted(known, 'event')} known before</span>}
      {first === null ? null : (
        <span className="dim">
          , of {instantWords(first)}
          {last === null || last === first ? '' : ` to ${instantWords(last)}`}
        </span>
      )}
      {warnings.length === 0 ? null : <span className="doubt">, {counted(warnings.length, 'warning')}</span>}
      {reason === null ? null : (
        <>
          {' '}
          <Foreign text={reason} most={600} /> <span className="dim">{remedy}</span>
        </>
      )}
    </li>
  );
}
