import { ownTime, type PostgresTime } from './processor-time.js';
import type { Slice } from './statistics.js';

/** One way of doing something. */
export interface Side {
  readonly name: string;
  /** Makes what the next step needs, which is not measured. The step does it, and tells how many items that was. */
  readonly next: () => (() => Promise<number> | number) | Promise<() => Promise<number> | number>;
}

export interface Alternation {
  readonly rounds: number;
  /** How long one side goes on at a time. */
  readonly sliceSeconds: number;
  /** Absent: no database is at work. */
  readonly postgres?: PostgresTime;
}

/**
 * Measures sides against each other: A B C, then C B A, so many times, a slice each, after one slice that does not count. What slows the machine
 * down for longer than a round meets all of them.
 *
 * @returns the slices of each side, by its name, in the order of the rounds.
 */
export async function alternate(
  sides: readonly Side[],
  alternation: Alternation,
): Promise<ReadonlyMap<string, readonly Slice[]>> {
  const measured = new Map<string, Slice[]>(sides.map(({ name }) => [name, []]));
  if (measured.size !== sides.length) throw new Error('Two sides have the same name.');
  for (const side of sides) await sliceOf(side, alternation);
  for (let round = 0; round < alternation.rounds; round += 1)
    for (const side of round % 2 === 0 ? sides : sides.toReversed())
      measured.get(side.name)?.push(await sliceOf(side, alternation));
  return measured;
}

async function sliceOf({ next }: Side, { sliceSeconds, postgres }: Alternation): Promise<Slice> {
  let items = 0;
  let seconds = 0;
  let own = 0;
  const before = postgres?.() ?? 0;
  while (seconds < sliceSeconds) {
    const step = await next();
    const [started, used] = [performance.now(), ownTime()];
    items += await step();
    seconds += (performance.now() - started) / 1000;
    own += ownTime() - used;
  }
  const after = postgres === undefined ? 0 : postgres();
  return { items, seconds, processorSeconds: after === null || before === null ? null : own + after - before };
}
