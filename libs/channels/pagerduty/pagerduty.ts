import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Answer } from '../answer.js';
import { channel } from '../channel.js';
import { clean, cut } from '../clean.js';
import { judgeHttp, objectIn } from '../judge.js';
import { delivered, type Outcome } from '../outcome.js';
import { WebUrl, webSettings } from '../settings.js';
import { fitting, type Shortened } from '../shorten.js';
import { factsOf, effectWords, leftWords, linksOf, moreWords, subjectName } from '../words.js';
import type { HttpWire } from '../wire.js';

const RoutingKey = z.string().regex(/^[A-Za-z0-9]{32}$/, 'must be the integration key, 32 letters and digits');

const PagerDuty = z.strictObject({
  routingKey: RoutingKey.describe('integration key of the service, “Events API v2”: alerts page through it'),
  changeRoutingKey: RoutingKey.nullable()
    .default(null)
    .describe('integration key for harmless changes and digests, which never page; `null`: the same'),
  url: WebUrl.default('https://events.pagerduty.com').describe(
    '`https://events.eu.pagerduty.com` for the service region EU',
  ),
  ...webSettings,
});
type PagerDuty = z.infer<typeof PagerDuty>;

/** PagerDuty takes 512 kB. */
const SPACE = { bytes: 100_000, subjects: 100 };
const SUMMARY = 1024;

export const pagerduty = channel<PagerDuty>({
  name: 'pagerduty',
  title: 'PagerDuty',
  about:
    'Events API v2. Alerts trigger, acknowledge and resolve one incident: `dedup_key` is the id of the alert. Harmless changes and digests become **change events**: nobody is paged, and they stand beside the incidents for 90 days.',
  limitWords:
    'At most 100 kB (512 kB are allowed), a summary of 1,024 characters, a `dedup_key` of 255. PagerDuty drops what exceeds about 120 events a minute and key: Certfleet sends 100. Subjects and evidence are left out first, from the end; `custom_details` says how many.',
  testing: 'The test triggers an alert of severity `info` and resolves it at once; see the activity of the service.',
  Settings: PagerDuty,
  secrets: ['routingKey', 'changeRoutingKey'],
  addressed: ['url', 'ca'],
  sampleSettings: { routingKey: '0123456789abcdef0123456789abcdef' },
  space: SPACE,
  rates: [{ sendings: 100, withinMs: 60_000 }],
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, { at }) => {
    if (message.kind === 'change' || message.kind === 'digest')
      return [post(settings, 'change/', changeEvent(message, settings, at))];
    const actions = message.kind === 'test' ? (['trigger', 'resolve'] as const) : [ACTIONS[message.state]];
    return actions.map((action) => post(settings, '', alertEvent(message, settings, action)));
  },
  judge: judgePagerDuty,
});

type Action = 'trigger' | 'acknowledge' | 'resolve';
const ACTIONS = {
  firing: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
  corrected: 'resolve',
} as const satisfies Readonly<Record<AlertMessage['state'], Action>>;

const SEVERITIES = { critical: 'critical', high: 'error', medium: 'warning', low: 'info' } as const;

function alertEvent(message: AlertMessage, { routingKey }: PagerDuty, action: Action): string {
  return fitting(message, SPACE, (shortened) => {
    const { rule, severity, startsAt } = message;
    const [first] = shortened.message.subjects;
    const links = linksOf(shortened.message);
    return JSON.stringify({
      routing_key: routingKey,
      event_action: action,
      dedup_key: message.id,
      client: 'Certfleet',
      ...(links[0] === undefined ? {} : { client_url: links[0].url }),
      links: links.map(({ title, url }) => ({ href: url, text: title })),
      payload: {
        summary: cut(shortened.message.title || 'Certfleet', SUMMARY),
        source: sourceOf(shortened.message),
        severity: severity === null ? 'info' : SEVERITIES[severity],
        ...(startsAt === null ? {} : { timestamp: startsAt }),
        ...(first?.endpoint == null ? {} : { component: first.endpoint }),
        group: shortened.message.organization,
        ...(rule === null ? {} : { class: shortened.message.rule?.id }),
        custom_details: detailsOf(shortened),
      },
    });
  });
}

function changeEvent(message: AlertMessage, { routingKey, changeRoutingKey }: PagerDuty, at: string): string {
  return fitting(message, SPACE, (shortened) =>
    JSON.stringify({
      routing_key: changeRoutingKey ?? routingKey,
      payload: {
        summary: cut(shortened.message.title || 'Certfleet', SUMMARY),
        source: sourceOf(shortened.message),
        timestamp: message.cause?.occurredAt ?? message.startsAt ?? at,
        custom_details: detailsOf(shortened),
      },
      links: linksOf(shortened.message).map(({ title, url }) => ({ href: url, text: title })),
    }),
  );
}

/** The server that it is about, where it is one. */
function sourceOf({ subjects, subjectCount, organization }: AlertMessage): string {
  return (subjectCount === 1 ? subjects[0]?.server : null) ?? (organization || 'Certfleet');
}

function detailsOf({ message, left }: Shortened): Readonly<Record<string, unknown>> {
  const more = moreWords(left.subjects, message);
  const out = leftWords(left);
  return {
    // First, so that no evidence takes the place of what follows.
    ...Object.fromEntries([...factsOf(message), ...message.evidence].map(({ name, value }) => [name, value])),
    summary: message.summary,
    subjects: message.subjects.map((subject) => `${subjectName(subject)}: ${effectWords(subject) ?? 'concerned'}`),
    ...(more === null ? {} : { more }),
    what_to_do: message.remedy,
    log_position: message.position,
    ...(out === null ? {} : { left_out: out }),
  };
}

function post({ url, ca }: PagerDuty, path: 'change/' | '', body: string): HttpWire {
  return {
    kind: 'http',
    url: `${url.replace(/\/+$/, '')}/v2/${path}enqueue`,
    headers: { 'content-type': 'application/json' },
    body,
    ca,
    handshake: null,
  };
}

function judgePagerDuty(answer: Answer, at: number): Outcome {
  const outcome = judgeHttp(answer, at);
  if (outcome.kind !== 'delivered' || answer.kind !== 'http') return outcome;
  const key = objectIn(answer.body)?.['dedup_key'];
  return delivered(typeof key === 'string' ? clean(key, 255) : null);
}
