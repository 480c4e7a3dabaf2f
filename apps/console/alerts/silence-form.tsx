import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Brief } from '../parts/foreign.js';
import { Trouble } from '../parts/trouble.js';
import { fieldOf } from '../session/as-of.js';
import { useMoment } from '../session/moment.js';
import { useSilence } from './deeds.js';
import { alertList } from './queries.js';
import { isCovered, type Matches, matchesOf, spanOf, type Time } from './silence-draft.js';

const LENGTHS = [
  { value: '1', label: '1 hour' },
  { value: '4', label: '4 hours' },
  { value: '8', label: '8 hours' },
  { value: '24', label: '1 day' },
  { value: '72', label: '3 days' },
  { value: '168', label: '1 week' },
  { value: 'until', label: 'until …' },
];

/** What a silence covers, for how long, and why; with the alerts that it would cover now. */
export function SilenceForm({
  matches: first,
  finish,
}: {
  readonly matches: Matches;
  readonly finish: (words: string) => void;
}) {
  const [matches, setMatches] = useState(first);
  const [time, setTime] = useState({ hours: '4', from: '', until: fieldOf(new Date().toISOString()) });
  const [reason, setReason] = useState('');
  const [ticket, setTicket] = useState('');
  const silence = useSilence();
  const covering = matchesOf(matches);
  const isEmpty = Object.keys(covering).length === 0;
  const put = (key: keyof Matches) => (value: string) => setMatches({ ...matches, [key]: value });
  return (
    <form
      className="deed"
      aria-label="Silence alerts"
      onSubmit={(event) => {
        event.preventDefault();
        const span = spanOf(time, Date.now());
        silence.mutate(
          { matches: covering, ...span, reason: reason.trim(), ticket: ticket.trim() === '' ? null : ticket.trim() },
          { onSuccess: ({ until }) => finish(`Silenced until ${fieldOf(until).replace('T', ' ')}Z.`) },
        );
      }}
    >
      <p className="dim">
        Nobody is told of what begins meanwhile. What is left empty is not asked; * stands for any text. An end is told
        all the same.
      </p>
      <Pattern name="Rule" value={matches.rule} put={put('rule')} />
      <Pattern name="Server" value={matches.server} put={put('server')} />
      <Pattern name="Endpoint" value={matches.endpoint} put={put('endpoint')} />
      <Covered matches={covering} />
      <Span time={time} setTime={setTime} />
      <TextInput
        label="Reason"
        required
        maxLength={1_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label="Ticket"
        placeholder="CHG-4711"
        maxLength={255}
        value={ticket}
        onChange={(event) => setTicket(event.currentTarget.value)}
      />
      {silence.error === null ? null : <Trouble error={silence.error} />}
      <Button type="submit" size="xs" disabled={silence.isPending || reason.trim() === '' || isEmpty}>
        Silence them
      </Button>
    </form>
  );
}

function Span({ time, setTime }: { readonly time: Time; readonly setTime: (time: Time) => void }) {
  return (
    <>
      <TextInput
        type="datetime-local"
        label="From (UTC)"
        description="Empty: from now on"
        max="9999-12-31T23:59"
        value={time.from}
        onChange={(event) => setTime({ ...time, from: event.currentTarget.value })}
      />
      <NativeSelect
        label="For"
        value={time.hours}
        data={LENGTHS}
        onChange={(event) => setTime({ ...time, hours: event.currentTarget.value })}
      />
      {time.hours === 'until' ? (
        <TextInput
          type="datetime-local"
          label="Until (UTC)"
          max="9999-12-31T23:59"
          value={time.until}
          onChange={(event) => setTime({ ...time, until: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

function Pattern({
  name,
  value,
  put,
}: {
  readonly name: string;
  readonly value: string;
  readonly put: (value: string) => void;
}) {
  return (
    <TextInput
      label={name}
      value={value}
      maxLength={1_024}
      placeholder="any"
      spellCheck={false}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}

/** The open alerts that it would cover, as they are known here. */
function Covered({ matches }: { readonly matches: Readonly<Record<string, string>> }) {
  const { data } = useQuery(alertList(useMoment(), { state: 'open' }));
  if (data === undefined) return null;
  const covered = Object.keys(matches).length === 0 ? [] : data.items.filter((alert) => isCovered(alert, matches));
  const [first] = covered;
  return (
    <p role="status">
      Covers{' '}
      <strong>
        {covered.length} of {data.items.length}
      </strong>{' '}
      open alerts
      {first === undefined ? '.' : ': '}
      {first === undefined ? null : <Brief text={first.title} most={100} />}
      {covered.length > 1 ? ' …' : ''}
    </p>
  );
}
