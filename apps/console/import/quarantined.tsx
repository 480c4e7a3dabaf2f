import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { instantWords } from '../../cli/text/instant.js';
import { counted } from '../../cli/text/lines.js';
import { useWhyNot } from '../alerts/rights.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Trouble } from '../parts/trouble.js';
import { type EndWords, useMarkSeen, useTryAgain } from './quarantine-deeds.js';

interface Props {
  readonly item: Schemas['Quarantined'];
  /** Says what came of it where it can still be read when the item is gone. */
  readonly tell: (end: EndWords) => void;
}

/** One upload that could not be recorded: what it is, why, what was tried, and what can be done. */
export function Quarantined({ item, tell }: Props) {
  const { ticket, state, receivedAt, size, reason, remedy, sha256, seenAt, seenBy, seenNote, tries } = item;
  return (
    <li className="upload">
      <div className="upload-head">
        <strong className="upload-name">
          <Foreign text={nameOf(item)} most={160} />
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
      {seenAt === null ? null : (
        <p className="why">
          Seen {instantWords(seenAt)} by <Brief text={seenBy ?? 'unknown'} most={80} />
          {seenNote === null ? null : (
            <>
              : <Foreign text={seenNote} most={300} />
            </>
          )}
        </p>
      )}
      <Tries tries={tries} />
      <p className="recognised dim">
        ticket <code>{ticket}</code>, SHA-256 <code title={sha256}>{sha256.slice(0, 16)}…</code>
      </p>
      <Deeds item={item} tell={tell} />
    </li>
  );
}

function nameOf({ filename, kind }: Schemas['Quarantined']): string {
  return filename ?? (kind === 'events' ? 'events' : 'a file without a name');
}

function Tries({ tries }: Pick<Schemas['Quarantined'], 'tries'>) {
  if (tries.length === 0) return null;
  return (
    <details>
      <summary>Tried again {counted(tries.length, 'time')}</summary>
      <ul className="results">
        {tries.map(({ again, by, reason }) => (
          <li key={again}>
            {instantWords(again)} by <Brief text={by} most={80} />; before that:{' '}
            <Foreign text={reason ?? 'why is not known'} most={300} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Deeds({ item, tell }: Props) {
  const again = useTryAgain(item.ticket);
  const [isNoted, takeNote] = useState(false);
  const why = useWhyNot();
  const about = <span className="out-of-sight"> {nameOf(item).slice(0, 200)}</span>;
  const may = { disabled: why !== null || again.isPending, title: why ?? undefined };
  if (isNoted) return <MarkSeen item={item} tell={tell} leave={() => takeNote(false)} />;
  return (
    <>
      {again.error === null ? null : <Trouble error={again.error} />}
      <div className="buttons">
        <Button
          size="compact-sm"
          variant="default"
          {...may}
          onClick={() => again.mutate(undefined, { onSuccess: tell })}
        >
          {again.isPending ? 'Being read again …' : 'Try again'}
          {about}
        </Button>
        {item.seenAt === null ? (
          <Button size="compact-sm" variant="default" {...may} onClick={() => takeNote(true)}>
            Mark as seen{about}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function MarkSeen({ item, tell, leave }: Props & { readonly leave: () => void }) {
  const seen = useMarkSeen(item.ticket);
  const [note, setNote] = useState('');
  const saved = () => tell({ words: 'It is marked as seen, and kept.', isGood: true });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        seen.mutate(note, { onSuccess: saved });
      }}
    >
      <TextInput
        label="A word about it, if you like"
        value={note}
        maxLength={1_000}
        onChange={(event) => setNote(event.currentTarget.value)}
        data-autofocus
      />
      {seen.error === null ? null : <Trouble error={seen.error} />}
      <div className="buttons">
        <Button type="submit" size="compact-sm" disabled={seen.isPending}>
          It is seen
        </Button>
        <Button size="compact-sm" variant="default" onClick={leave}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
