import { Button } from '@mantine/core';
import type { Schemas } from '../client/api.js';
import { Foreign } from '../parts/foreign.js';
import { Trouble } from '../parts/trouble.js';
import { useTestChannel } from './deeds.js';
import { useWhyNot } from './rights.js';

type Outcome = Schemas['ChannelTest']['outcome'];

const WORDS: Readonly<Record<Outcome, string>> = {
  delivered: 'Delivered.',
  retry: 'Not taken this time; a message would be tried again.',
  never: 'Not delivered, and no repetition would help.',
  unknown: 'The answer was lost: it may have been taken.',
};
const COLOURS: Readonly<Record<Outcome, string>> = {
  delivered: 'good',
  retry: 'doubt',
  never: 'bad',
  unknown: 'doubt',
};

/** Sends a test message through a channel, and says what came of it. */
export function ChannelTest({ name }: { readonly name: string }) {
  const test = useTestChannel();
  const why = useWhyNot();
  const { data, error, isPending } = test;
  return (
    <div className="channel-test">
      <Button
        size="xs"
        variant="default"
        disabled={isPending || why !== null}
        title={why ?? undefined}
        onClick={() => test.mutate(name)}
      >
        {isPending ? 'Sending …' : 'Send a test'}
        <span className="out-of-sight"> through {name}</span>
      </Button>
      <div role="status">
        {data === undefined ? null : (
          <p className={COLOURS[data.outcome]}>
            <strong>{WORDS[data.outcome]}</strong>{' '}
            {data.detail === null ? null : <Foreign text={data.detail} most={400} />}
          </p>
        )}
      </div>
      {error === null ? null : <Trouble error={error} />}
    </div>
  );
}
