import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { EX01 } from '../../test/support/events.js';
import { canonical } from './canonical.js';
import { describe as sentenceOf } from './describe.js';
import { EVENT_TYPES, type FleetEvent } from './event.js';
import { eventIdOf } from './event-id.js';
import { evolveOrganization, evolveServer } from './evolve.js';
import { streamOf } from './source.js';
import { unknownOrganization, unknownServer } from './state.js';

/**
 * One event of each type as it was first written, with what it means. Logs hold events like these for ever: a sample may be added, but
 * none may change.
 */
const FOLDER = join(import.meta.dirname, '../../test/samples/events');

const Sample = z.object({
  event: z.custom<FleetEvent>((value) => typeof value === 'object'),
  eventId: z.string(),
  stream: z.string(),
  sentence: z.string(),
  leaves: z.unknown(),
});

const samples = readdirSync(FOLDER).map((file) => ({
  file,
  sample: Sample.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))),
}));

describe('sample events', () => {
  test('there is one of each type', () => {
    expect(new Set(samples.map(({ sample }) => sample.event.type))).toEqual(new Set(EVENT_TYPES));
  });

  test.each(samples)('$file means what it always meant', ({ sample: { event, eventId, stream, sentence, leaves } }) => {
    expect(eventIdOf(event)).toBe(eventId);
    expect(streamOf(event)).toEqual({ ok: true, stream });
    expect(sentenceOf(event)).toBe(sentence);
    const state =
      stream === 'organization'
        ? evolveOrganization(unknownOrganization(), event)
        : evolveServer(unknownServer(EX01), event);
    expect(canonical(state)).toEqual(leaves);
  });
});
