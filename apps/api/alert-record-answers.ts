import { z } from 'zod';
import { CHANNEL_NAMES } from '#libs/channels/channel.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { Instant, Position } from './answers.js';

const LifeEvent = z
  .object({
    position: Position,
    at: Instant,
    what: z.enum(['fired', 'reopened', 'escalated', 'acknowledged', 'resolved', 'corrected']),
    severity: z.enum(SEVERITIES).nullable().describe('Where it began or got worse.'),
    episode: z.number().int(),
    summary: z.string().nullable().describe('What people were told, where it began or got worse.'),
    by: z.string().nullable(),
    note: z.string().nullable(),
    ticket: z.string().nullable(),
    reason: z.string().nullable().describe('Why it ended, or what contradicts it.'),
  })
  .meta({ id: 'AlertLifeEvent' });

export const AlertLifeAnswer = z
  .object({
    items: z.array(LifeEvent).describe('The newest first.'),
    cutOff: z.boolean().describe('What happened before was not looked at.'),
  })
  .meta({ id: 'AlertLife' });

const ChannelDelivery = z.object({
  alert: z.uuid().nullable().describe('The first of the alerts that it tells of; null: a digest or a change.'),
  title: z.string(),
  messageState: z.string(),
  state: z.enum(['due', 'delivered', 'undelivered']),
  attempts: z.number().int(),
  madeAt: Instant,
  lastTriedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  detail: z.string().nullable().describe('What the receiver said.'),
});

const ChannelRecord = z
  .object({
    channel: z.string(),
    delivered: z.number().int(),
    undelivered: z.number().int(),
    due: z.number().int().describe('Still to be delivered, whenever they were made.'),
    triedInVain: z.number().int().describe('Of those that are due: tried at least once.'),
    lastDeliveredAt: Instant.nullable(),
    last: z.array(ChannelDelivery).describe('The newest, at most five.'),
  })
  .meta({ id: 'ChannelRecord' });

export const ChannelRecordsAnswer = z
  .object({
    since: Instant,
    items: z.array(ChannelRecord).describe('Of channels that have got no message since then there is none.'),
  })
  .meta({ id: 'ChannelRecords' });

const ChannelKind = z
  .object({
    kind: z.enum(CHANNEL_NAMES),
    title: z.string(),
    about: z.string().describe('Markdown, for administrators.'),
    limits: z.string(),
    testing: z.string().describe('How one sees that it works.'),
    isMail: z.boolean().describe('Alerts about mail flow need another way beside it.'),
    secrets: z.array(z.string()).describe('Keys of the settings that are sealed and never shown.'),
    settings: z.looseObject({}).describe('JSON Schema of the settings.'),
  })
  .meta({ id: 'ChannelKind' });
export const ChannelKindsAnswer = z.object({ items: z.array(ChannelKind) }).meta({ id: 'ChannelKinds' });
