import { z } from 'zod';
import { NUMBERINGS } from '#libs/fleet/gaps.js';
import { Instant, list, Position, ServerAnswer } from './answers.js';
import { AmbiguityAnswer } from './timeline-answers.js';

const Edge = z.object({ number: z.number().int(), position: Position, occurredAt: Instant });

export const GapAnswer = z
  .object({
    source: z.string(),
    epoch: z.string().nullable(),
    from: z.number().int().describe('The first number that is missing.'),
    to: z.number().int().describe('The last one.'),
    missing: z.number().int(),
    since: Instant.describe('Since when it shows: something that comes after them was recorded then.'),
    before: Edge.describe('The last event before them.'),
    after: Edge.describe('The first one after them.'),
    what: z.string().describe('All that in a sentence.'),
  })
  .meta({ id: 'Gap' });

export const ClockAnswer = z
  .object({
    suspect: z.boolean().describe('Its instants are not to be believed.'),
    what: z.string().nullable().describe('Why, in a sentence.'),
    measured: z
      .object({ offsetMs: z.number().int(), at: Instant, by: z.string().nullable() })
      .nullable()
      .describe('Received minus sent, the last time that a sender said when it sent. Null: unknown.'),
    ahead: z
      .object({ events: z.number().int(), mostMs: z.number().int(), lastAt: Instant })
      .nullable()
      .describe('Events dated more than five minutes later than they were recorded. Null: none.'),
  })
  .meta({ id: 'Clock' });

/** A server, with how far those can be relied on who tell of it. */
export const ReportedServer = ServerAnswer.extend({
  gaps: z.array(GapAnswer).describe('Events of its sources that never came. At most 100.'),
  clock: ClockAnswer,
  ambiguous: z
    .array(AmbiguityAnswer)
    .describe('What nobody can tell: events of the same second, from different sources, say different things.'),
}).meta({ id: 'Server' });

const SourceItem = z
  .object({
    source: z.string(),
    epoch: z.string().nullable(),
    server: z.string().nullable().describe('Null: it speaks for the organization.'),
    numbering: z
      .enum(NUMBERINGS)
      .describe('Whether a hole in its numbers is a missing event: only where it says that it numbers every event.'),
    events: z.number().int(),
    first: z.number().int().nullable(),
    last: z.number().int().nullable(),
    lastRecordedAt: Instant,
    missing: z.number().int().nullable().describe('How many events never came. Null: unknown.'),
    gaps: z.array(GapAnswer).describe('At most 100.'),
  })
  .meta({ id: 'Source' });

export const SourceList = z
  .object({
    ...list(SourceItem, 'SourceItems').shape,
    clocks: z
      .array(ClockAnswer.extend({ server: z.string() }))
      .describe('Of the whole organization: the servers whose clocks are in doubt.'),
  })
  .meta({ id: 'SourceList' });
