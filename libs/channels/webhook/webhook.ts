import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import { channel, type Occasion } from '../channel.js';
import { judgeHttp } from '../judge.js';
import { messageData } from '../message-data.js';
import { HeaderValue, WebUrl, webSettings } from '../settings.js';
import { fitting } from '../shorten.js';
import { alertmanagerBody } from './alertmanager-body.js';
import { signatureHeaders, SigningSecrets } from './signature.js';

const HeaderName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header')
  .refine(
    (name) =>
      !/^(?:host|content-.*|connection|transfer-encoding|webhook-.*|expect|upgrade|te|trailer|user-agent)$/i.test(name),
    'is a header that Certfleet sets itself',
  );

const Webhook = z.strictObject({
  url: WebUrl.describe('where to'),
  secrets: SigningSecrets.min(1).describe('what signs: `whsec_` and base64; two while one is being replaced'),
  body: z
    .enum(['certfleet', 'alertmanager'])
    .default('certfleet')
    .describe('`certfleet`, or the body of an Alertmanager webhook, version 4, for receivers that know that one'),
  headers: z
    .record(HeaderName, HeaderValue)
    .default({})
    .describe('further headers, e.g. `Authorization`; their values are kept secret'),
  ...webSettings,
});
type Webhook = z.infer<typeof Webhook>;

const SPACE = { bytes: 256_000, subjects: 1000 };

export const webhook = channel<Webhook>({
  name: 'webhook',
  title: 'Signed webhook',
  about:
    'A POST with JSON, signed as [Standard Webhooks](https://www.standardwebhooks.com/) says: `webhook-id` is the same for each try of a message, `webhook-timestamp` is the second of this try, `webhook-signature` is HMAC-SHA256 over `id.timestamp.body`. The receiver checks the signature over the body as it came, refuses timestamps that are more than five minutes off, and ignores an id that it has seen.',
  limitWords:
    'A body has at most 256 kB. Subjects and evidence are left out first, from the end; `data.left` says how many.',
  testing: 'The test message has the type `certfleet.test`.',
  Settings: Webhook,
  secrets: ['secrets', 'headers'],
  addressed: ['url', 'ca'],
  sampleSettings: {
    url: 'https://hooks.example.com/certfleet',
    secrets: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
  },
  space: SPACE,
  rates: [{ sendings: 60, withinMs: 60_000 }],
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, occasion) => {
    const body = settings.body === 'certfleet' ? ownBody(message) : alertmanagerBody(message, SPACE);
    return [
      {
        kind: 'http',
        url: settings.url,
        headers: { ...settings.headers, 'content-type': 'application/json', ...signed(body, settings, occasion) },
        body,
        ca: settings.ca,
        handshake: null,
      },
    ];
  },
  judge: judgeHttp,
});

function signed(body: string, { secrets }: Webhook, { sendingId, at }: Occasion): Readonly<Record<string, string>> {
  return signatureHeaders({ id: sendingId, at, body }, secrets);
}

/** Nothing in it depends on the try: the same sending has the same body. */
function ownBody(message: AlertMessage): string {
  return fitting(message, SPACE, (shortened) =>
    JSON.stringify({
      type: messageType(message),
      timestamp: message.endsAt ?? message.cause?.occurredAt ?? message.startsAt,
      data: messageData(shortened),
    }),
  );
}

/** `certfleet.alert.firing`, `certfleet.change`, `certfleet.test` */
export function messageType({ kind, state }: AlertMessage): string {
  return kind === 'alert' ? `certfleet.alert.${state}` : `certfleet.${kind}`;
}
