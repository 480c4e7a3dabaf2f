import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Trouble } from '../parts/trouble.js';
import { useAcknowledge } from './deeds.js';
import type { Alert } from './groups.js';
import { Deciding } from './rights.js';
import { SilenceForm } from './silence-form.js';

type Chosen = 'acknowledge' | 'accept' | 'silence' | null;

/** What may be decided about an alert: each opens a form that says what comes of it. */
export function Act({ alert }: { readonly alert: Alert }) {
  const [chosen, choose] = useState<Chosen>(null);
  const [told, tell] = useState('');
  const isOver = alert.state === 'resolved';
  const finish = (words: string) => {
    choose(null);
    tell(words);
  };
  const open = (one: Chosen) => {
    tell('');
    choose(one === chosen ? null : one);
  };
  return (
    <section className="sheet">
      <h2>Decide</h2>
      {isOver ? <p>It is over: there is nothing to take care of any more.</p> : null}
      <Deciding>
        <div className="buttons">
          {isOver ? null : (
            <>
              <Choice
                name="Acknowledge"
                is="acknowledge"
                chosen={chosen}
                open={open}
                disabled={alert.state !== 'firing'}
              />
              <Choice name="Accept" is="accept" chosen={chosen} open={open} />
            </>
          )}
          <Choice name="Silence" is="silence" chosen={chosen} open={open} />
        </div>
        {chosen === 'acknowledge' || chosen === 'accept' ? (
          <Say key={chosen} id={alert.id} accept={chosen === 'accept'} finish={finish} />
        ) : null}
        {chosen === 'silence' ? (
          <SilenceForm
            matches={{ rule: alert.rule, server: alert.server ?? '', endpoint: alert.endpoint ?? '' }}
            finish={finish}
          />
        ) : null}
      </Deciding>
      <p role="status" className="good told">
        {told}
      </p>
    </section>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly is: Exclude<Chosen, null>;
  readonly chosen: Chosen;
  readonly open: (one: Chosen) => void;
  readonly disabled?: boolean;
}

function Choice({ name, is, chosen, open, disabled = false }: ChoiceProps) {
  return (
    <Button size="xs" variant="default" aria-expanded={is === chosen} disabled={disabled} onClick={() => open(is)}>
      {name}
    </Button>
  );
}

interface SayProps {
  readonly id: string;
  readonly accept: boolean;
  readonly finish: (words: string) => void;
}

/** A note and a ticket, and the button that means it. */
function Say({ id, accept, finish }: SayProps) {
  const [note, setNote] = useState('');
  const [ticket, setTicket] = useState('');
  const say = useAcknowledge(id);
  const verb = accept ? 'Accept it' : 'Acknowledge it';
  return (
    <form
      className="deed"
      aria-label={verb}
      onSubmit={(event) => {
        event.preventDefault();
        say.mutate(
          { note, ticket, accept },
          { onSuccess: () => finish(accept ? 'Accepted: the alert has ended.' : 'Acknowledged: you take care of it.') },
        );
      }}
    >
      <p className="dim">
        {accept
          ? 'What is presented now is right so, from now on: the alert ends, and whoever was told is told of the end.'
          : 'You take care of it. It stays open until what it tells of is over, and fires again if it gets worse.'}
      </p>
      <TextInput label="Note" maxLength={1_000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <TextInput
        label="Ticket"
        placeholder="CHG-4711"
        maxLength={255}
        value={ticket}
        onChange={(event) => setTicket(event.currentTarget.value)}
      />
      {say.error === null ? null : <Trouble error={say.error} />}
      <Button type="submit" size="xs" disabled={say.isPending}>
        {verb}
      </Button>
    </form>
  );
}
