import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import { channel } from '../channel.js';
import { judgeHttp } from '../judge.js';
import { messageData } from '../message-data.js';
import { perMinute } from '../rate.js';
import { WebUrl, webSettings } from '../settings.js';
import { fitting } from '../shorten.js';
import { messageType } from '../webhook/webhook.js';
import { signatureHeaders, SigningSecrets } from '../webhook/signature.js';

const CloudEvents = z.strictObject({
  url: WebUrl.describe('where to'),
  mode: z
    .enum(['structured', 'binary'])
    .default('structured')
    .describe('`structured`: all in the body, `application/cloudevents+json`; `binary`: attributes in `ce-` headers'),
  handshake: z
    .boolean()
    .default(true)
    .describe(
      'ask the receiver with OPTIONS before the first event; `false` only for receivers of your own that do not know it',
    ),
  token: z
    .string()
    .min(1)
    .max(4000)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks')
    .nullable()
    .default(null)
    .describe('bearer token'),
  secrets: SigningSecrets.default([]).describe('what signs, as for the signed webhook; none: it is not signed'),
  ...webSettings,
});
type CloudEvents = z.infer<typeof CloudEvents>;

const SPACE = { bytes: 60_000, subjects: 200 };
const RATES = [{ sendings: 60, withinMs: 60_000 }];

export const cloudevents = channel<CloudEvents>({
  name: 'cloudevents',
  title: 'CloudEvents webhook',
  about:
    'A [CloudEvent 1.0](https://github.com/cloudevents/spec) over HTTP. `source` and `id` are the same for each try, so a repetition is told by them; `sequence` is the position in the organization’s log. Before the first event, and once a day, the receiver is asked with `OPTIONS` and `WebHook-Request-Origin` as the [webhook specification](https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md) says: without `WebHook-Allowed-Origin` nothing is sent.',
  limitWords:
    'An event has at most 60 kB, which every consumer must take (64 kB). Subjects and evidence are left out first, from the end; `data.left` says how many.',
  testing: 'The test message has the type `certfleet.test.v1`; the handshake is made anew.',
  Settings: CloudEvents,
  secrets: ['token', 'secrets'],
  addressed: ['url', 'ca'],
  sampleSettings: { url: 'https://events.example.com/in', token: 'sample-token' },
  space: SPACE,
  rates: RATES,
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, { sendingId, at }) => {
    const attributes = attributesOf(message, sendingId);
    const { headers, body } =
      settings.mode === 'binary' ? binary(message, attributes) : structured(message, attributes);
    const signed = settings.secrets.length === 0 ? {} : signatureHeaders({ id: sendingId, at, body }, settings.secrets);
    const token = settings.token === null ? {} : { authorization: `Bearer ${settings.token}` };
    return [
      {
        kind: 'http',
        url: settings.url,
        headers: { ...headers, ...token, ...signed },
        body,
        ca: settings.ca,
        handshake: settings.handshake ? { ratePerMinute: perMinute(RATES) } : null,
      },
    ];
  },
  judge: judgeHttp,
});

type Attributes = Readonly<Record<string, string | number>>;

function attributesOf(message: AlertMessage, sendingId: string): Attributes {
  const { organization, id, position, cause, severity } = message;
  const occurred = message.endsAt ?? cause?.occurredAt ?? message.startsAt;
  return {
    specversion: '1.0',
    id: sendingId,
    type: `${messageType(message)}.v1`,
    source: `/organizations/${encodeURIComponent(organization)}/alerts`,
    subject: id,
    ...(occurred === null ? {} : { time: occurred }),
    ...(cause === null ? {} : { recordedtime: cause.recordedAt }),
    sequence: String(position).padStart(16, '0'),
    partitionkey: encodeURIComponent(organization),
    ...(severity === null ? {} : SEVERITIES[severity]),
    datacontenttype: 'application/json',
  };
}

/** The CloudEvents severity extension, which numbers as OpenTelemetry does. */
const SEVERITIES = {
  critical: { severitytext: 'FATAL', severitynumber: 21 },
  high: { severitytext: 'ERROR', severitynumber: 17 },
  medium: { severitytext: 'WARN', severitynumber: 13 },
  low: { severitytext: 'INFO', severitynumber: 9 },
} as const;

function structured(message: AlertMessage, attributes: Attributes) {
  const body = fitting(message, SPACE, (shortened) => JSON.stringify({ ...attributes, data: messageData(shortened) }));
  return { body, headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } };
}

function binary(message: AlertMessage, { datacontenttype, ...attributes }: Attributes) {
  const body = fitting(message, SPACE, (shortened) => JSON.stringify(messageData(shortened)));
  const names = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, inHeader(String(value))]);
  return { body, headers: { ...Object.fromEntries(names), 'content-type': String(datacontenttype) } };
}

/** Blanks, quotes, percent signs and everything beyond printable ASCII are percent-encoded UTF-8. CloudEvents HTTP binding, 3.1.3.2. */
function inHeader(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
