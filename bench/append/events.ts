import type { NewEvent } from '#libs/store/event-row.js';
import { sourceOf } from '#libs/fleet/source.js';

const STREAMS = 500;

/** What the events of the benchmarks belong to. */
export const BENCH = 'bench';

/** Events of about 560 bytes over 500 servers, without end, the same for the same seed, and all of them new to each other. */
export function benchEvents(seed: number): (count: number) => NewEvent[] {
  const random = randomOf(seed);
  let number = 0;
  return (count) => Array.from({ length: count }, () => eventOf(seed, number++, random));
}

function eventOf(seed: number, number: number, random: () => number): NewEvent {
  const index = Math.floor(random() * STREAMS);
  const name = `bx${String(index).padStart(5, '0')}.corp.contoso.com`;
  return {
    stream: `server:${name}`,
    source: sourceOf({ organization: BENCH, server: name }),
    id: `${seed.toString(16)}-${number.toString(16).padStart(8, '0')}`,
    occurredAt: new Date(Date.UTC(2026, 5, 1) + number * 1000).toISOString(),
    type: 'presentation.observed',
    actor: 'CONTOSO\\svc-probe',
    reportedBy: 'bench',
    data: {
      endpoint: `receive:Default Frontend BX${String(index).padStart(5, '0')}:starttls`,
      chain: [hexOf(random), hexOf(random), hexOf(random)],
      observedFrom: 'probe01.corp.contoso.com',
      outcome: 'PRESENTED',
      line: '250-STARTTLS',
      protocol: 'smtp',
      port: 25,
      serverName: `mail.site${Math.floor(index / 50)}.contoso.com`,
    },
  };
}

function hexOf(random: () => number): string {
  let text = '';
  while (text.length < 40)
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return text.toUpperCase();
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
