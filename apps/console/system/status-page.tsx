import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../client/api.js';
import { Instant } from '../parts/instant.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { SystemPage } from './parts.js';
import { Pipe } from './pipe.js';
import { status } from './queries.js';
import { Verify } from './verify.js';

type Status = Schemas['Status'];

/** How far everything has come, from what was sent to who was told; and the proof that the log is whole. */
export function StatusPage() {
  const { data, error, isPending, refetch } = useQuery(status(useMoment()));
  return (
    <SystemPage title="System">
      {isPending ? <Waiting what="Asking how it is" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <Verdict status={data} />
          <Pipe status={data} />
          <Verify head={data.log} />
          <p className="dim">
            Certfleet {data.version}, as of <Instant at={data.asOf} />, asked again every five seconds.
          </p>
        </>
      )}
    </SystemPage>
  );
}

const VERDICTS: Readonly<Record<Status['state'], { readonly colour: string; readonly words: string }>> = {
  well: { colour: 'good', words: '✓ Everything that was sent is in the answers.' },
  busy: { colour: '', words: '… Something came a moment ago and is being worked on.' },
  stuck: { colour: 'bad', words: '✗ Something stands still.' },
};

function Verdict({ status: { state, wrong } }: { readonly status: Status }) {
  const { colour, words } = VERDICTS[state];
  return (
    <div role="status">
      <p className={`verdict ${colour}`}>{words}</p>
      {wrong.map((text) => (
        <p key={text} className="bad">
          {text}
        </p>
      ))}
    </div>
  );
}
