import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { distanceWords } from '../../cli/text/instant.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { useUnsilence } from './deeds.js';
import { silences } from './queries.js';
import { Deciding, useWhyNot } from './rights.js';
import { SilenceForm } from './silence-form.js';
import { AlertHeading } from './tabs.js';

type Silence = Schemas['Silence'];

/** Times in which some alerts are not told: those that are not over, those that are, and a new one. */
export function SilencesPage() {
  const { rule = '', server = '', endpoint = '' } = useSearch({ from: '/alerts/silences' });
  const [told, tell] = useState('');
  return (
    <>
      <AlertHeading title="Silences" />
      <p>
        A silence is a maintenance window: what begins in it is told to nobody before it is over, and then only if it
        still holds. What ends is told all the same.
      </p>
      <div className="alert-page">
        <div>
          <Listed state="current" title="Now, and to come" nothing="Nothing is silenced." tell={tell} />
          <Listed state="past" title="Over" nothing="No silence is over yet." tell={tell} />
        </div>
        <section className="sheet beside-alert">
          <h2>A new silence</h2>
          <Deciding>
            <SilenceForm
              key={`${rule}\n${server}\n${endpoint}\n${told}`}
              matches={{ rule, server, endpoint }}
              finish={tell}
            />
          </Deciding>
          <p role="status" className="good told">
            {told}
          </p>
        </section>
      </div>
    </>
  );
}

interface ListedProps {
  readonly state: 'current' | 'past';
  readonly title: string;
  readonly nothing: string;
  readonly tell: (words: string) => void;
}

function Listed({ state, title, nothing, tell }: ListedProps) {
  const { data, error, isPending, refetch } = useQuery(silences(useMoment(), state));
  return (
    <section className="sheet">
      <h2>{title}</h2>
      {isPending ? <Waiting what="Asking for the silences" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : data.items.length === 0 ? (
        <p className="dim">{nothing}</p>
      ) : (
        <ul className="silences">
          {data.items.map((silence) => (
            <li key={silence.id}>
              <One silence={silence} isOver={state === 'past'} tell={tell} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface OneProps {
  readonly silence: Silence;
  readonly isOver: boolean;
  readonly tell: (words: string) => void;
}

function One({ silence, isOver, tell }: OneProps) {
  const { matches, from, until, by, reason, ticket } = silence;
  const now = new Date().toISOString();
  const isToCome = from > now;
  return (
    <article>
      <p>
        <strong>
          <Foreign text={reason} most={300} />
        </strong>
        {ticket === null ? null : (
          <>
            {' '}
            <span className="mark">
              <Brief text={ticket} most={80} />
            </span>
          </>
        )}
      </p>
      <p>
        <Covers matches={matches} />
      </p>
      <p className="dim">
        <Instant at={from} /> to <Instant at={until} />
        {isOver ? '' : isToCome ? `, begins ${distanceWords(now, from)}` : `, ends ${distanceWords(now, until)}`}, by{' '}
        <Brief text={by} most={80} />
      </p>
      {isOver ? null : <End id={silence.id} tell={tell} />}
    </article>
  );
}

function Covers({ matches }: { readonly matches: Silence['matches'] }) {
  const parts = Object.entries(matches).flatMap(([key, value]) => (typeof value === 'string' ? [{ key, value }] : []));
  return (
    <>
      {parts.map(({ key, value }, i) => (
        <span key={key}>
          {i === 0 ? '' : ' and '}
          {key}{' '}
          {key === 'alert' ? (
            <Link to="/alerts/$id" params={{ id: value }}>
              {value.slice(0, 8)}
            </Link>
          ) : (
            <code>
              <Brief text={value} most={160} />
            </code>
          )}
        </span>
      ))}
    </>
  );
}

/** Asks once more: what is due then is told at once. */
function End({ id, tell }: { readonly id: string; readonly tell: (words: string) => void }) {
  const [isSure, beSure] = useState(false);
  const unsilence = useUnsilence();
  const why = useWhyNot();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isSure)
          unsilence.mutate(id, { onSuccess: () => tell('The silence has ended: what it held back is told.') });
        else beSure(true);
      }}
    >
      {unsilence.error === null ? null : <Trouble error={unsilence.error} />}
      <div className="buttons">
        <Button
          type="submit"
          size="compact-sm"
          variant={isSure ? 'filled' : 'default'}
          disabled={why !== null || unsilence.isPending}
          title={why ?? undefined}
        >
          {isSure ? 'Yes, end it now' : 'End it'}
        </Button>
        {isSure ? (
          <Button size="compact-sm" variant="default" onClick={() => beSure(false)}>
            Keep it
          </Button>
        ) : null}
      </div>
    </form>
  );
}
