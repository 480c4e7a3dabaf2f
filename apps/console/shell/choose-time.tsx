import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Moment } from '../client/moment.js';
import { fieldOf, instantOf, isPosition } from '../session/as-of.js';
import { BeforeTheChange } from './before-the-change.js';

const DAY_MS = 86_400_000;
const QUICK = [
  { name: 'Yesterday', ago: DAY_MS },
  { name: 'A week ago', ago: 7 * DAY_MS },
] as const;

interface Props {
  readonly moment: Moment;
  readonly close: () => void;
}

/** The two axes: when it was so, and how much of it was known. */
export function ChooseTime({ moment, close }: Props) {
  const navigate = useNavigate();
  const go = (asOf: string | undefined, knownAt: string | undefined) => {
    void navigate({ to: '.', search: (before: object) => ({ ...before, asOf, knownAt }) });
    close();
  };
  const known = moment.knownAt === undefined ? undefined : String(moment.knownAt);
  const ago = (ms: number) => new Date(Math.floor((Date.now() - ms) / 60_000) * 60_000).toISOString();
  return (
    <div className="choose">
      <div className="buttons" role="group" aria-label="Quick choices">
        <Button size="xs" variant="default" onClick={() => go(undefined, undefined)}>
          Now
        </Button>
        {QUICK.map(({ name, ago: ms }) => (
          <Button key={name} size="xs" variant="default" onClick={() => go(ago(ms), known)}>
            {name}
          </Button>
        ))}
        <BeforeTheChange moment={moment} go={(instant) => go(instant, known)} />
      </div>
      <Fields moment={moment} go={go} />
    </div>
  );
}

function Fields({
  moment,
  go,
}: {
  readonly moment: Moment;
  readonly go: (asOf: string | undefined, knownAt: string | undefined) => void;
}) {
  const [field, setField] = useState(() => fieldOf(moment.asOf ?? new Date().toISOString()));
  const [position, setPosition] = useState(moment.knownAt === undefined ? '' : String(moment.knownAt));
  const [isTouched, touch] = useState(moment.asOf !== undefined);
  const instant = instantOf(field);
  const isKnown = position === '' || isPosition(position);
  // Who chooses knowledge alone looks at now, as it was known then.
  const asOf = isTouched || position === '' ? (instant ?? undefined) : undefined;
  return (
    <form
      className="choose"
      onSubmit={(event) => {
        event.preventDefault();
        if (instant !== null && isKnown) go(asOf, position === '' ? undefined : position);
      }}
    >
      <TextInput
        type="datetime-local"
        label="As of (UTC)"
        description="What was, or will be, presented then. Servers, findings and timelines follow."
        value={field}
        max="9999-12-31T23:59"
        onChange={(event) => {
          setField(event.currentTarget.value);
          touch(true);
        }}
        error={instant === null ? 'Give a day and a time.' : undefined}
      />
      <TextInput
        inputMode="numeric"
        label="As known at (log position)"
        description="What was believed when the log ended there. Empty: with all that is known. Each event shows its position as #12."
        placeholder="everything"
        value={position}
        onChange={(event) => setPosition(event.currentTarget.value.trim().replace(/^#/, ''))}
        error={isKnown ? undefined : 'A whole number, such as 12.'}
      />
      <div className="buttons">
        <Button type="submit" size="xs" disabled={instant === null || !isKnown}>
          Look at it
        </Button>
      </div>
    </form>
  );
}
