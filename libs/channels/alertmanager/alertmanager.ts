import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import { channel, type Occasion } from '../channel.js';
import { encodeBase64 } from '#libs/certificates/base64.js';
import { judgeHttp } from '../judge.js';
import { WebUrl, webSettings } from '../settings.js';
import { fitting } from '../shorten.js';
import { isOver } from '../words.js';
import { annotationsOf, labelsOf } from './labels.js';

const Alertmanager = z.strictObject({
  urls: z
    .array(WebUrl)
    .min(1)
    .max(10)
    .describe(
      'the base address of each replica, e.g. `https://alertmanager-1.example.com:9093`; every one is told, never a load balancer',
    ),
  labels: z
    .record(
      z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, 'must be the name of a label'),
      z.string().min(1).max(200),
    )
    .default({})
    .describe('labels that every alert gets, e.g. `{ "team": "messaging" }`'),
  user: z.string().min(1).max(200).nullable().default(null).describe('user name for Basic authentication'),
  password: z
    .string()
    .min(1)
    .max(4000)
    .regex(/^[^\x00-\x1f\x7f]+$/, 'must not hold control characters')
    .nullable()
    .default(null)
    .describe('its password; without a user name a bearer token'),
  ...webSettings,
});
type Alertmanager = z.infer<typeof Alertmanager>;

const SPACE = { bytes: 64_000, subjects: 100 };
const MINUTE = 60_000;
/** Told every minute; when it was not told for five minutes it ends there by itself. */
const RESEND = { everyMs: MINUTE, afterEndMs: 5 * MINUTE };

export const alertmanager = channel<Alertmanager>({
  name: 'alertmanager',
  title: 'Prometheus Alertmanager',
  about:
    '`POST /api/v2/alerts` on every replica. Labels are what an alert is: they hold the rule, the organization, the severity, and server and endpoint where it is about one; never a thumbprint, a time or a number. A firing alert is told every minute with an `endsAt` five minutes ahead, so that it ends by itself if Certfleet falls silent; a resolved one is told for five minutes more. Grouping, silences and inhibition are Alertmanager’s: with `equal: [organization, server]` a silent collector may silence the expiry of its server.',
  limitWords:
    'At most 64 kB. It takes alerts and tests; changes and digests are no state, so they are not sent. Subjects and evidence are left out first. It counts as delivered when one replica took it; the others are named in the result.',
  testing: 'The test message is an alert `CertfleetTest` that ends after five minutes.',
  Settings: Alertmanager,
  secrets: ['password'],
  addressed: ['urls', 'ca'],
  sampleSettings: {
    urls: ['https://alertmanager-1.example.com:9093', 'https://alertmanager-2.example.com:9093'],
    labels: { team: 'messaging' },
  },
  space: SPACE,
  rates: [{ sendings: 600, withinMs: MINUTE }],
  isMail: false,
  resend: RESEND,
  together: 'any',
  carries: ({ kind }) => kind === 'alert' || kind === 'test',
  form: (message, settings, occasion) => {
    const body = alertsBody(message, settings, occasion);
    return settings.urls.map((url) => ({
      kind: 'http',
      url: `${url.replace(/\/+$/, '')}/api/v2/alerts`,
      headers: { 'content-type': 'application/json', ...credentials(settings) },
      body,
      ca: settings.ca,
      handshake: null,
    }));
  },
  judge: judgeHttp,
});

function alertsBody(message: AlertMessage, { labels }: Alertmanager, { at }: Occasion): string {
  const startsAt = message.startsAt ?? at;
  const endsAt = isOver(message) ? (message.endsAt ?? at) : new Date(Date.parse(at) + RESEND.afterEndMs).toISOString();
  return fitting(message, SPACE, (shortened) => {
    const link = shortened.message.links?.alert;
    return JSON.stringify([
      {
        labels: labelsOf(message, labels),
        annotations: annotationsOf(shortened),
        startsAt: startsAt < endsAt ? startsAt : endsAt,
        endsAt,
        ...(link === undefined ? {} : { generatorURL: link }),
      },
    ]);
  });
}

function credentials({ user, password }: Alertmanager): Readonly<Record<string, string>> {
  if (user === null) return password === null ? {} : { authorization: `Bearer ${password}` };
  return { authorization: `Basic ${encodeBase64(new TextEncoder().encode(`${user}:${password ?? ''}`))}` };
}
