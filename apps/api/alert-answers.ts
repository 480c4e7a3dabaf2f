import { z } from 'zod';
import { CHANNEL_NAMES } from '#libs/channels/channel.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { Instant, list, Position, Thumbprint } from './answers.js';

const Side = z
  .object({ outcome: z.string(), thumbprint: Thumbprint.nullable(), text: z.string() })
  .nullable()
  .describe('Null: it was not there, or the alert is not about what is presented.');

const DeliveryResult = z
  .object({
    channel: z.string(),
    messageState: z.string().describe('What was told: firing, acknowledged, resolved, corrected.'),
    state: z.enum(['due', 'delivered', 'undelivered']),
    attempts: z.number().int(),
    madeAt: Instant,
    lastTriedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    nextTryAt: Instant.nullable(),
    detail: z.string().nullable().describe('What the receiver said.'),
  })
  .meta({ id: 'DeliveryResult' });

export const AlertAnswer = z
  .object({
    id: z.uuid().describe('The same for ever for this rule and subject.'),
    state: z.enum(['firing', 'acknowledged', 'resolved']),
    rule: z.string(),
    severity: z.enum(SEVERITIES),
    server: z.string().nullable(),
    endpoint: z.string().nullable(),
    title: z.string(),
    headline: z.string().describe('What is the matter, without the place.'),
    summary: z.string(),
    before: Side,
    after: Side,
    evidence: z.array(z.object({ name: z.string(), value: z.string() })),
    remedy: z.array(z.string()).describe('What to type or do, in this order; the way back first where there is one.'),
    cause: z
      .object({
        what: z.string(),
        occurredAt: Instant,
        recordedAt: Instant,
        actor: z.string().nullable(),
        tool: z.string().nullable(),
        position: Position,
        lateBySeconds: z.number().int().nullable(),
      })
      .nullable()
      .describe('The change behind it. Null: time alone, or nobody knows.'),
    episode: z.number().int().describe('How often it fired.'),
    firedAt: Instant,
    changedAt: Instant,
    position: Position,
    acknowledged: z
      .object({ at: Instant, by: z.string(), note: z.string().nullable(), ticket: z.string().nullable() })
      .nullable(),
    resolved: z
      .object({ at: Instant, reason: z.string(), by: z.string().nullable(), note: z.string().nullable() })
      .nullable(),
    corrected: z.string().nullable().describe('Why what was told turned out to be otherwise.'),
    owner: z.string().nullable(),
    group: z.uuid().nullable().describe('Alerts with the same one are told in one message.'),
    heldBack: z.string().nullable().describe('Why nobody is told.'),
    deliveries: z.array(DeliveryResult),
    links: z.object({ timeline: z.string().nullable(), explain: z.string().nullable() }),
  })
  .meta({ id: 'Alert' });

const warnings = z.array(z.string()).describe('What keeps people from being told.');

export const AlertList = z.object({ ...list(AlertAnswer, 'Alerts').shape, warnings }).meta({ id: 'AlertList' });

const RuleAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    about: z.string(),
    severity: z.enum(SEVERITIES).nullable(),
    enabled: z.boolean(),
    condition: z.looseObject({ kind: z.string() }),
    owner: z.string().nullable(),
    channels: z.array(z.string()).nullable().describe('Null: every channel.'),
    robots: z.enum(['told', 'expected']),
    builtIn: z.boolean(),
    savedAt: Instant.nullable(),
    savedBy: z.string().nullable(),
  })
  .meta({ id: 'AlertRule' });
export const RuleList = z.object({ items: z.array(RuleAnswer) }).meta({ id: 'AlertRules' });

export const BackTestAnswer = z
  .object({
    rule: z.string(),
    from: Instant,
    until: Instant,
    hits: z.number().int(),
    withoutConditions: z.number().int().nullable(),
    items: z.array(z.object({ at: Instant, server: z.string().nullable(), what: z.string() })),
    over: z.enum(['changes', 'findings', 'now']),
    cutOff: z.boolean(),
  })
  .meta({ id: 'BackTest' });

export const ChannelAnswer = z
  .object({
    name: z.string(),
    kind: z.enum(CHANNEL_NAMES),
    settings: z.record(z.string(), z.unknown()).describe('Secrets are shown as `…`; sent so, they stay as they are.'),
    enabled: z.boolean(),
    leastSeverity: z.enum(SEVERITIES),
    digest: z.boolean(),
    savedAt: Instant,
    savedBy: z.string().nullable(),
  })
  .meta({ id: 'AlertChannel' });
export const ChannelList = z.object({ items: z.array(ChannelAnswer), warnings }).meta({ id: 'AlertChannels' });
export const ChannelTest = z
  .object({ outcome: z.enum(['delivered', 'retry', 'never', 'unknown']), detail: z.string().nullable() })
  .meta({ id: 'ChannelTest' });

export const SilenceAnswer = z
  .object({
    id: z.uuid(),
    matches: z.looseObject({}),
    from: Instant,
    until: Instant,
    by: z.string(),
    reason: z.string(),
    ticket: z.string().nullable(),
  })
  .meta({ id: 'Silence' });
export const SilenceList = z.object({ items: z.array(SilenceAnswer) }).meta({ id: 'Silences' });

export const DigestAnswer = z
  .object({
    hour: z.number().int().nullable().describe('Of each day, UTC; null: no digest is sent.'),
    title: z.string(),
    summary: z.string(),
    lines: z.array(z.object({ name: z.string(), value: z.string() })),
  })
  .meta({ id: 'Digest' });
