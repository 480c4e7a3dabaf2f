import { z } from 'zod';
import { Instant, list, Position, selection, Side, Thumbprint } from './answers.js';

const Comparison = z
  .object({
    verdict: z.enum(['agrees', 'disagrees', 'cannot-tell']),
    seen: Thumbprint.nullable().describe('Null: no certificate was presented, or it is not told by its thumbprint.'),
    inStore: z.boolean().nullable().describe('Whether the server is known to hold what was seen. Null: unknown.'),
    predicted: z
      .object({
        outcome: selection.outcome,
        thumbprint: Thumbprint.nullable(),
        certainty: selection.certainty,
        rule: z.string(),
      })
      .nullable()
      .describe('Null: the endpoint is not known of this server.'),
    version: z.string().nullable().describe('Of Exchange. Null: unknown.'),
  })
  .meta({ id: 'Comparison' });

const Change = z.object({
  server: z.string(),
  endpoint: z.string(),
  before: Side,
  after: Side,
  rule: z.string().nullable(),
});

const RobotSeen = z
  .object({
    id: z.string(),
    name: z.string(),
    certainty: z.enum(['high', 'medium', 'low']),
    orElse: z.array(z.string()).describe('Others that the traces fit as well.'),
    because: z.string().describe('The traces, in a sentence.'),
    runs: z.number().int().describe('How often it ran on this server.'),
    nextRun: z
      .object({ last: Instant, expected: Instant, earliest: Instant, latest: Instant })
      .nullable()
      .describe('By the intervals so far; null below three runs.'),
  })
  .meta({ id: 'RobotSeen' });

const Witness = z
  .object({
    position: Position,
    occurredAt: Instant,
    type: z.string(),
    source: z.string(),
    reportedBy: z.string().nullable(),
    tool: z.string().nullable(),
  })
  .meta({ id: 'Witness' });

const NoteBeside = z
  .object({
    position: Position,
    occurredAt: Instant,
    actor: z.string().nullable(),
    text: z.string(),
    ticket: z.string().nullable(),
  })
  .meta({ id: 'NoteBeside' });

export const AmbiguityAnswer = z
  .object({
    path: z.string().describe('`internalTransportCertificate`, `iisBindings/<address>`, …'),
    at: Instant,
    positions: z.array(Position).describe('The events of that second, in the order in which they were taken.'),
    candidates: z.array(z.unknown()).describe('What it may have become; the first one was taken.'),
  })
  .meta({ id: 'Ambiguity' });

export const TimelineItem = z
  .object({
    position: Position,
    occurredAt: Instant,
    recordedAt: Instant,
    type: z.string(),
    server: z.string().nullable().describe('Null: it concerns the whole organization.'),
    what: z.string(),
    changes: z.array(Change),
    effect: z.string(),
    comparison: Comparison.nullable().describe(
      'What was seen beside what was predicted for that instant; null for events that tell of nothing that was seen.',
    ),
    actor: z.string().nullable(),
    tool: z.string().nullable(),
    source: z.string(),
    reportedBy: z.string().nullable().describe('Which file or sender told it.'),
    correlationId: z.string().nullable(),
    certificate: z
      .object({ thumbprint: Thumbprint.nullable(), name: z.string().nullable(), renewal: z.boolean() })
      .nullable()
      .describe('The certificate that it is about; `renewal`: an older one of its name is known.'),
    switchUsed: z.string().nullable().describe('How the overwrite question was answered, where it is known.'),
    witnesses: z.array(Witness).describe('Other records of this very change; they are items, too.'),
    witnessOf: Position.nullable().describe('Position of the record that this one is another witness of.'),
    robot: RobotSeen.nullable().describe('The known robot behind it, as far as its traces tell: docs/robots.md.'),
    notes: z.array(NoteBeside).describe('Notes that refer to it.'),
    clockAhead: z.boolean().describe('It was dated later than it was recorded, and counts as of then.'),
    drift: z
      .array(z.object({ path: z.string(), since: Instant.nullable(), until: Instant }))
      .describe('What an inventory shows and no recorded event explains: changed by unknown, between these instants.'),
    ambiguous: z.array(AmbiguityAnswer).describe('What nobody can tell, for it happened in the same second as others.'),
  })
  .meta({ id: 'TimelineItem' });

const Fold = z
  .object({
    title: z.string(),
    server: z.string(),
    seconds: z.number().int(),
    positions: z.array(Position).length(2).describe('Of the overwrite and of the restoration.'),
    restored: Thumbprint,
    between: Thumbprint.nullable(),
  })
  .meta({ id: 'FoldedPair' });

const Group = z
  .object({
    title: z.string(),
    positions: z.array(Position).describe('Its items of this page, newest first.'),
    events: z.number().int().describe('Several records of one change count once.'),
    firstAt: Instant,
    lastAt: Instant,
    servers: z.array(z.string()),
    actor: z.string().nullable(),
    tool: z.string().nullable(),
    robot: RobotSeen.nullable(),
    changes: z.array(Change).describe('Before and after all of it; what was taken back is left out.'),
    folds: z.array(Fold).describe('Overwrites of the default SMTP certificate that were taken back within a minute.'),
  })
  .meta({ id: 'TimelineGroup' });

export const TimelineList = z
  .object({
    ...list(TimelineItem, 'TimelineItems').shape,
    groups: z.array(Group).describe('The items of this page by their cause, the newest first.'),
  })
  .meta({ id: 'TimelineList' });
