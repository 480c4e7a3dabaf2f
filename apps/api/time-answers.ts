import { z } from 'zod';
import { Certificate, FindingItem, Instant, list, Position, selection, Side, Thumbprint } from './answers.js';

/** The shapes of answers about two instants, and about those to come. */
const DiffSide = z.object({ at: Instant, server: z.string().nullable() });
const PlainFinding = FindingItem.pick({
  id: true,
  severity: true,
  server: true,
  endpoint: true,
  summary: true,
  evidence: true,
  remediation: true,
  sources: true,
}).meta({ id: 'PlainFinding' });

export const DiffAnswer = z
  .object({
    from: DiffSide,
    to: DiffSide,
    changes: z.array(
      z.object({ server: z.string(), endpoint: z.string(), before: Side, after: Side, rule: z.string() }),
    ),
    unchanged: z.number().int(),
    searched: z.object({ servers: z.number().int(), endpoints: z.number().int() }),
    certificates: z.array(Certificate).describe('Those that the changes name.'),
    findings: z
      .object({ introduced: z.array(PlainFinding), resolved: z.array(PlainFinding) })
      .nullable()
      .describe(
        'Between instants: which stand at the end and did not at the beginning, and the other way round. Null: the fleet is too large to be judged at another time.',
      ),
    events: z
      .record(z.string(), z.number().int())
      .describe('Between instants: how many events of each type lie between.'),
    position: Position,
    asOf: Instant,
  })
  .meta({ id: 'Diff' });

const ForecastSide = z.object({
  outcome: selection.outcome,
  thumbprint: Thumbprint.nullable(),
  certificate: Certificate.nullable(),
});

export const ForecastItem = z
  .object({
    at: Instant,
    server: z.string(),
    endpoint: z.string(),
    kind: z
      .enum(['stops', 'expires', 'switches', 'starts', 'unknown'])
      .describe(
        '`stops`: no certificate is offered any more, or handshakes fail; `expires`: an expired one is presented; `switches`: another one.',
      ),
    what: z.string().describe('To be read after the name of the endpoint.'),
    before: ForecastSide,
    after: ForecastSide,
    rule: z.string(),
    certainty: selection.certainty,
    events: z.array(z.number().int()).describe('Windows events that the server logs from then on.'),
  })
  .meta({ id: 'ForecastItem' });

export const ForecastAnswer = list(ForecastItem, 'ForecastList');

const PresentedRange = z
  .object({
    from: Instant,
    until: Instant.nullable().describe('Null: no end is known.'),
    outcome: selection.outcome,
    thumbprint: Thumbprint.nullable(),
    rule: z.string(),
    certainty: selection.certainty,
  })
  .meta({ id: 'PresentedRange' });

const PresentedLane = z
  .object({
    server: z.string(),
    endpoint: z.string(),
    ranges: z
      .array(PresentedRange)
      .describe(
        'The earliest first, whole, even where they begin or end outside of the time. Where there is nothing between two, there was no such endpoint, or nothing was known.',
      ),
    cut: z.boolean().describe('There are more than 200 ranges; the earliest are left out.'),
  })
  .meta({ id: 'PresentedLane' });

export const HistoryAnswer = z
  .object({
    ...list(PresentedLane, 'HistoryItems').shape,
    from: Instant,
    to: Instant,
    certificates: z.array(Certificate).describe('Those that the ranges name, as far as anything is known of them.'),
  })
  .meta({ id: 'History' });
