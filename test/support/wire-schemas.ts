import { z } from 'zod';

/** What receivers take, written from their public documentation; strict, so that a key they do not know is seen. */

const Text = z.string().min(1);
const Instant = z.iso.datetime();
const Link = z.string().regex(/^https?:\/\/[\x21-\x7e]+$/);

// https://www.standardwebhooks.com/ and libs/alerts/message.ts
const Side = z.strictObject({ outcome: Text, thumbprint: z.string().nullable(), text: z.string() }).nullable();
const Links = z.strictObject({ alert: Link, timeline: Link.nullable(), explain: Link.nullable() }).nullable();
export const MessageData = z.strictObject({
  id: Text.max(120),
  kind: z.enum(['alert', 'change', 'digest', 'test']),
  state: z.enum(['firing', 'acknowledged', 'resolved', 'corrected']),
  organization: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']).nullable(),
  rule: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  title: z.string(),
  summary: z.string(),
  subjects: z.array(
    z.strictObject({ server: z.string().nullable(), endpoint: z.string().nullable(), before: Side, after: Side }),
  ),
  subjectCount: z.int(),
  cause: z
    .strictObject({
      what: z.string(),
      occurredAt: Instant,
      recordedAt: Instant,
      actor: z.string().nullable(),
      tool: z.string().nullable(),
      position: z.int(),
      lateBySeconds: z.number().nullable(),
    })
    .nullable(),
  evidence: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  remedy: z.array(z.string()),
  links: Links,
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  position: z.int(),
  owner: z.string().nullable(),
  left: z.strictObject({ subjects: z.int(), evidence: z.int(), remedy: z.int() }).optional(),
});

export const WebhookBody = z.strictObject({
  type: z.string().regex(/^certfleet(?:\.[a-z]+){1,2}$/),
  timestamp: Instant.nullable(),
  data: MessageData,
});

export const ProgramInput = z.strictObject({ id: Text, type: Text, data: MessageData });

// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and its extensions
export const CloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: Text,
  type: z.string().regex(/^certfleet\.[a-z.]+\.v1$/),
  source: z.string().regex(/^\/organizations\/[\x21-\x7e]*\/alerts$/),
  subject: Text,
  time: Instant.optional(),
  recordedtime: Instant.optional(),
  sequence: z.string().regex(/^\d{16}$/),
  partitionkey: z.string(),
  severitytext: z.enum(['FATAL', 'ERROR', 'WARN', 'INFO']).optional(),
  severitynumber: z.int().min(1).max(24).optional(),
  datacontenttype: z.literal('application/json'),
  data: MessageData,
});

// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, postableAlerts
const Labels = z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string());
export const PostableAlerts = z
  .array(
    z.strictObject({
      labels: Labels.refine((labels) => 'alertname' in labels),
      annotations: Labels,
      startsAt: Instant,
      endsAt: Instant,
      generatorURL: Link.optional(),
    }),
  )
  .min(1);

// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
export const AlertmanagerWebhook = z.strictObject({
  version: z.literal('4'),
  groupKey: Text,
  truncatedAlerts: z.int(),
  status: z.enum(['firing', 'resolved']),
  receiver: Text,
  groupLabels: Labels,
  commonLabels: Labels,
  commonAnnotations: Labels,
  externalURL: z.string(),
  alerts: z.array(
    z.strictObject({
      status: z.enum(['firing', 'resolved']),
      labels: Labels,
      annotations: Labels,
      startsAt: Instant,
      endsAt: Instant,
      generatorURL: z.string(),
      fingerprint: Text,
    }),
  ),
});

// https://docs.slack.dev/reference/block-kit/blocks
const PlainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: Text.max(most), emoji: z.literal(false) });
const RichText = z.strictObject({
  type: z.literal('text'),
  text: Text,
  style: z.strictObject({ bold: z.boolean() }).optional(),
});
const RichSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(RichText).min(1) });
const RichElement = z.union([
  RichSection,
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(RichText).min(1) }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.literal('bullet'),
    elements: z.array(RichSection).min(1),
  }),
]);
const SlackBlock = z.union([
  z.strictObject({ type: z.literal('header'), text: PlainText(150) }),
  z.strictObject({ type: z.literal('section'), text: PlainText(3000) }),
  z.strictObject({ type: z.literal('context'), elements: z.array(PlainText(2000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(RichElement).min(1) }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(z.strictObject({ type: z.literal('button'), text: PlainText(75), url: Link.max(3000) }))
      .min(1)
      .max(25),
  }),
]);
const SlackContent = {
  text: z
    .string()
    .max(4000)
    .regex(/^(?:[^<>&]|&(?:amp|lt|gt);)*$/),
  blocks: z.array(SlackBlock).min(1).max(50),
  mrkdwn: z.literal(false),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
};
export const SlackWebhook = z.strictObject(SlackContent);
export const SlackPost = z.strictObject({
  ...SlackContent,
  channel: z.string().regex(/^[A-Z0-9]+$/),
  thread_ts: z.string().optional(),
});
export const SlackUpdate = z.strictObject({ ...SlackContent, channel: Text, ts: Text });

// https://adaptivecards.io/explorer/, everything of version 1.2 or before
const Colour = z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']);
const TextRun = z.strictObject({
  type: z.literal('TextRun'),
  text: Text.regex(/^(?!.*\{\{)/s),
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  color: Colour.optional(),
  isSubtle: z.boolean().optional(),
  fontType: z.enum(['Default', 'Monospace']).optional(),
});
const RichTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']),
  inlines: z.array(TextRun).min(1),
});
const Column = z.strictObject({ type: z.literal('Column'), width: Text, items: z.array(RichTextBlock).min(1) });
const ColumnSet = z.strictObject({ type: z.literal('ColumnSet'), spacing: Text, columns: z.array(Column).min(1) });
export const TeamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.2'),
          fallbackText: Text,
          msteams: z.strictObject({ width: z.literal('full') }),
          body: z.array(z.union([RichTextBlock, ColumnSet])).min(1),
          actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: Text, url: Link })).max(6),
        }),
      }),
    )
    .length(1),
});

// https://developer.pagerduty.com/docs/events-api-v2-overview
const RoutingKey = z.string().length(32);
const PagerLinks = z.array(z.strictObject({ href: Link, text: Text }));
export const PagerDutyAlert = z.strictObject({
  routing_key: RoutingKey,
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: Text.max(255),
  client: Text,
  client_url: Link.optional(),
  links: PagerLinks,
  payload: z.strictObject({
    summary: Text.max(1024),
    source: Text,
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: Instant.optional(),
    component: z.string().optional(),
    group: z.string().optional(),
    class: z.string().optional(),
    custom_details: z.record(z.string(), z.unknown()),
  }),
});
export const PagerDutyChange = z.strictObject({
  routing_key: RoutingKey,
  payload: z.strictObject({
    summary: Text.max(1024),
    source: Text,
    timestamp: Instant,
    custom_details: z.record(z.string(), z.unknown()),
  }),
  links: PagerLinks,
});

// https://www.elastic.co/docs/reference/ecs/ecs-field-reference
const EcsInstant = Instant;
export const EcsRecord = z.strictObject({
  '@timestamp': EcsInstant,
  ecs: z.strictObject({ version: Text }),
  message: z.string(),
  event: z.strictObject({
    kind: z.enum(['alert', 'event']),
    category: z.array(z.literal('configuration')),
    type: z.array(z.enum(['change', 'info'])),
    action: z.string(),
    code: z.string().optional(),
    id: Text,
    sequence: z.int(),
    created: EcsInstant,
    start: EcsInstant.optional(),
    end: EcsInstant.optional(),
    severity: z.int().optional(),
    reason: z.string(),
    url: Link.optional(),
    module: Text,
    dataset: Text,
  }),
  log: z.strictObject({ level: Text }),
  organization: z.strictObject({ name: z.string() }),
  host: z.strictObject({ name: z.string() }).optional(),
  user: z.strictObject({ name: z.string() }).optional(),
  rule: z.strictObject({ id: z.string(), name: z.string(), ruleset: z.literal('certfleet') }).optional(),
  tls: z.strictObject({ server: z.strictObject({ hash: z.strictObject({ sha1: z.string() }) }) }).optional(),
  certfleet: z.record(z.string(), z.unknown()),
});

export interface SyslogRecord {
  readonly facility: number;
  readonly severity: number;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly msgId: string;
  readonly sdId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Reads a record as the grammar of RFC 5424, 6 has it; throws where it is none. */
export function readSyslog(record: string): SyslogRecord {
  const header =
    /^<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) - ([\x21-\x7e]{1,32}) \[([^ ="\]]{1,32})((?: [^ ="\]]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\] ([^\r\n]*)$/;
  const found = header.exec(record);
  if (found === null || !/^[\x20-\x7e]*$/.test(record))
    throw new Error(`No record of RFC 5424: ${record.slice(0, 300)}`);
  const [, pri, timestamp = '', hostname = '', appName = '', msgId = '', sdId = '', sd = '', text = ''] = found;
  const parameters = [...sd.matchAll(/ ([^ =]+)="((?:[^"\\\]]|\\["\\\]])*)"/g)].map(([, name, value]) => [
    name,
    value?.replace(/\\(["\\\]])/g, '$1'),
  ]);
  return {
    facility: Number(pri) >> 3,
    severity: Number(pri) & 7,
    timestamp,
    hostname,
    appName,
    msgId,
    sdId,
    parameters: Object.fromEntries(parameters),
    text,
  };
}
