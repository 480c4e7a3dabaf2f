import { z } from 'zod';
import { parseJson } from '#libs/formats/json/parse.js';
import { LISTS } from '#libs/query/lists.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { CHANNEL_NAMES } from '#libs/channels/channel.js';
import { refusedContent } from './intake.js';
import { Instant } from './params.js';
import { bytesOf } from './read-body.js';
import { Refused } from './refused.js';
import { refusedParameters } from './refused-parameters.js';

const LARGEST = 64 * 1024;

/** The body of a request in this shape; an empty one is `{}`. @throws Refused when it is none. */
export function readBody<T>(body: unknown, shape: z.ZodType<T>): T {
  const bytes = bytesOf(body);
  if (bytes.byteLength > LARGEST) throw new Refused('too-large', `This request takes at most ${LARGEST} bytes.`);
  const text = new TextDecoder().decode(bytes).trim();
  const json = parseJson(text === '' ? '{}' : text);
  if (!json.ok) throw refusedContent(json.refusal);
  const read = shape.safeParse(json.value);
  if (!read.success) throw refusedParameters(read.error.issues);
  return read.data;
}

const Text = z.string().regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'a text on one line');
export const Note = Text.max(1_000)
  .nullish()
  .transform((note) => note ?? null);
const Ticket = Text.max(255)
  .nullish()
  .transform((ticket) => ticket ?? null);

export const Acknowledgement = z.strictObject({
  note: Note,
  ticket: Ticket,
  accept: z.boolean().default(false).describe('What is presented is right so from now on: the alert ends.'),
});

const Pattern = Text.min(1).max(255);
export const SilenceRequest = z.strictObject({
  matches: z
    .strictObject({
      alert: z.uuid().optional(),
      rule: Pattern.optional(),
      server: Pattern.optional(),
      endpoint: Text.min(1).max(1_024).optional(),
    })
    .refine((matches) => Object.values(matches).some((one) => one !== undefined), 'say what it covers'),
  from: Instant.nullish().transform((from) => from ?? null),
  until: Instant,
  reason: Text.min(1).max(1_000),
  ticket: Ticket,
});

const where = Text.max(4_096)
  .nullish()
  .transform((query) => query ?? null);
const Condition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('risk'),
    severities: z.array(z.enum(SEVERITIES)).min(1).max(4),
    introduced: z.boolean().default(false),
    rules: z
      .array(z.string().regex(/^RO-\d\d$/))
      .max(100)
      .nullish()
      .transform((rules) => rules ?? null),
  }),
  z.strictObject({ kind: z.literal('query'), list: z.enum(LISTS), where: Text.min(1).max(4_096) }),
  z.strictObject({ kind: z.literal('default-smtp-overwritten'), edge: z.boolean().default(true), where }),
  z.strictObject({ kind: z.literal('went-dark'), where }),
  z.strictObject({ kind: z.literal('presented-changed'), where }),
  z.strictObject({
    kind: z.literal('presented-expires'),
    days: z
      .array(z.number().positive().max(400))
      .min(1)
      .max(10)
      .refine((days) => days.every((day, i) => i === 0 || day < (days[i - 1] ?? 0)), 'days before the end, falling'),
    where,
  }),
  z.strictObject({ kind: z.literal('forecast-switch'), days: z.number().int().min(1).max(400), where }),
  z.strictObject({ kind: z.literal('collector-silent'), hours: z.number().int().min(1).max(8_760) }),
  z.strictObject({ kind: z.literal('inventory-shrank'), share: z.number().min(0.01).max(1) }),
  z.strictObject({ kind: z.literal('drift') }),
  z.strictObject({ kind: z.literal('probe-mismatch') }),
  z.strictObject({ kind: z.literal('source-gap') }),
  z.strictObject({ kind: z.literal('conflict') }),
]);

export const RuleRequest = z.strictObject({
  name: Text.min(1).max(120),
  about: Text.max(1_000).default(''),
  severity: z
    .enum(SEVERITIES)
    .nullish()
    .transform((severity) => severity ?? null),
  enabled: z.boolean().default(true),
  condition: Condition,
  owner: Text.max(255)
    .nullish()
    .transform((owner) => owner ?? null),
  channels: z
    .array(Text.max(64))
    .max(100)
    .nullish()
    .transform((channels) => channels ?? null),
  robots: z.enum(['told', 'expected']).default('told'),
});

export const BackTestRequest = z.strictObject({
  rule: RuleRequest.optional(),
  days: z.number().int().min(1).max(3_660).default(90),
});

export const ChannelRequest = z.strictObject({
  kind: z.enum(CHANNEL_NAMES),
  settings: z.record(z.string().max(64), z.unknown()),
  enabled: z.boolean().default(true),
  leastSeverity: z.enum(SEVERITIES).default('low'),
  digest: z.boolean().default(true),
});

export const DigestRequest = z.strictObject({ hour: z.number().int().min(0).max(23).nullable() });
