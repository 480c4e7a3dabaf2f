import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { instantWords } from '../../cli/text/instant.js';
import { counted } from '../../cli/text/lines.js';
import { Foreign } from '../parts/foreign.js';
import { Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { quarantined } from './queries.js';

/** What was accepted and could not be recorded, with the reason and what helps. */
export function QuarantinePage() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(quarantined(useMoment()));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <>
      <p className="crumbs">
        <Link to="/import">Import</Link> /
      </p>
      <Heading title="Quarantine" />
      <p>
        What was taken and could not be recorded as it came. Its bytes are kept as they are and change nothing that is
        shown. Mend the file and send it again; what stands here stays as evidence.
      </p>
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {isPending ? <Waiting what="Asking what is in quarantine" /> : null}
      {data === undefined ? null : items.length === 0 ? (
        <p className="nothing">Nothing is in quarantine: all that was accepted is recorded.</p>
      ) : (
        <section className="sheet">
          <p>{counted(total, 'thing')} in quarantine, the newest first.</p>
          <ul className="uploads">
            {items.map(({ ticket, state, kind, filename, receivedAt, size, reason, remedy, sha256 }) => (
              <li key={ticket} className="upload">
                <div className="upload-head">
                  <strong className="upload-name">
                    <Foreign text={filename ?? (kind === 'events' ? 'events' : 'a file without a name')} most={160} />
                  </strong>
                  <span className={state === 'conflict' ? 'doubt' : 'bad'}>
                    {state === 'conflict' ? 'conflict: the rest is recorded' : 'quarantined'}
                  </span>
                  <span className="dim">
                    {instantWords(receivedAt)}, {counted(size, 'byte')}
                  </span>
                </div>
                <p className="why">
                  <Foreign text={reason ?? 'Why is not known.'} most={1_000} />{' '}
                  {remedy === null ? null : (
                    <span className="dim">
                      <Foreign text={remedy} most={1_000} />
                    </span>
                  )}
                </p>
                <p className="recognised dim">
                  ticket <code>{ticket}</code>, SHA-256 <code title={sha256}>{sha256.slice(0, 16)}…</code>
                </p>
              </li>
            ))}
          </ul>
          {hasNextPage ? (
            <Button size="xs" variant="default" onClick={() => void fetchNextPage()}>
              More
            </Button>
          ) : null}
        </section>
      )}
    </>
  );
}
