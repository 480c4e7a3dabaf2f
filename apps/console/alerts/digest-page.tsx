import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { useDigestHour } from './deeds.js';
import { channels, digest } from './queries.js';
import { Deciding } from './rights.js';
import { AlertHeading } from './tabs.js';

/** The daily digest: when it goes out, through what, and what it would say now. */
export function DigestPage() {
  const { data, error, isPending, refetch } = useQuery(digest(useMoment()));
  return (
    <>
      <AlertHeading title="Digest" />
      <p>
        Once a day, in one message: what changed, what harms nobody, and what is still open. It ends with the head of
        the log, so that a log rewritten later would show.
      </p>
      {isPending ? <Waiting what="Asking for the last 24 hours" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <div className="alert-page">
          <section className="sheet">
            <h2>The last 24 hours, as it would tell them</h2>
            <p>
              <strong>
                <Foreign text={data.title} />
              </strong>
            </p>
            <p>
              <Foreign text={data.summary} most={1_000} />
            </p>
            <Lines lines={data.lines} />
          </section>
          <section className="sheet beside-alert">
            <h2>When it goes out</h2>
            <Hour key={data.hour} hour={data.hour} />
            <Through />
          </section>
        </div>
      )}
    </>
  );
}

function Lines({ lines }: { readonly lines: Schemas['Digest']['lines'] }) {
  if (lines.length === 0) return <p className="dim">Nothing happened.</p>;
  return (
    <ul className="digest-lines">
      {lines.map(({ name, value }, i) => (
        <li key={i}>
          <span className="dim">
            <Brief text={name} most={80} />
          </span>{' '}
          <Foreign text={value} most={240} />
        </li>
      ))}
    </ul>
  );
}

const HOURS = [
  { value: '', label: 'never' },
  ...[...Array(24).keys()].map((hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00 UTC` })),
];

function Hour({ hour }: { readonly hour: number | null }) {
  const [chosen, choose] = useState(hour === null ? '' : String(hour));
  const save = useDigestHour();
  return (
    <Deciding>
      <form
        className="deed"
        aria-label="When the digest goes out"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(chosen === '' ? null : Number(chosen));
        }}
      >
        <NativeSelect
          label="Each day at"
          value={chosen}
          data={HOURS}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {save.error === null ? null : <Trouble error={save.error} />}
        <Button type="submit" size="xs" disabled={save.isPending || chosen === (hour === null ? '' : String(hour))}>
          Save
        </Button>
      </form>
      <p className="dim" role="status">
        {hour === null ? 'No digest is sent.' : `It goes out each day at ${String(hour).padStart(2, '0')}:00 UTC.`}
      </p>
    </Deciding>
  );
}

function Through() {
  const { data } = useQuery(channels(useMoment()));
  if (data === undefined) return null;
  const carrying = data.items.filter(({ enabled, digest: carries }) => enabled && carries);
  return carrying.length === 0 ? (
    <p className="doubt">
      No channel carries it. <Link to="/alerts/channels">Channels</Link>
    </p>
  ) : (
    <p>
      Through{' '}
      {carrying.map(({ name }, i) => (
        <span key={name}>
          {i === 0 ? '' : ', '}
          <Link to="/alerts/channels/$name" params={{ name }}>
            <Brief text={name} most={63} />
          </Link>
        </span>
      ))}
    </p>
  );
}
