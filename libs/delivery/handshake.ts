import type { Failure } from '#libs/channels/answer.js';
import { nextSendingAt } from '#libs/channels/rate.js';
import type { HttpWire } from '#libs/channels/wire.js';
import { failure } from './failure.js';
import { exchange } from './http.js';
import type { Agreement, Means } from './means.js';

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

/**
 * Whether a receiver wants events of ours, as it said when it was asked with OPTIONS, and how many. Null: it does, and one may go now.
 * @cite CloudEvents, HTTP 1.1 Web Hooks for Event Delivery, 4
 */
export async function disagreement(wire: HttpWire, means: Means, stop: AbortSignal): Promise<Failure | null> {
  if (wire.handshake === null) return null;
  const known = means.handshakes.get(wire.url);
  const agreed = known !== undefined && known.until > means.now() ? known : await asked(wire, means, stop);
  if ('kind' in agreed) return agreed;
  means.handshakes.set(wire.url, agreed);
  return tooSoon(agreed, means.now());
}

function tooSoon({ ratePerMinute, sent }: Agreement, now: number): Failure | null {
  const window = { sendings: ratePerMinute ?? Infinity, withinMs: MINUTE };
  const at = ratePerMinute === null ? now : nextSendingAt([window], sent, now);
  if (at > now)
    return {
      ...failure('too-soon', `it takes ${ratePerMinute} requests a minute`),
      notBefore: new Date(at).toISOString(),
    };
  sent.push(now);
  while (sent.length > 1000 || (sent[0] ?? now) < now - MINUTE) sent.shift();
  return null;
}

async function asked(
  { url, headers, ca, handshake }: HttpWire,
  means: Means,
  stop: AbortSignal,
): Promise<Agreement | Failure> {
  const { authorization } = headers;
  const answer = await exchange(
    {
      method: 'OPTIONS',
      url,
      headers: {
        'webhook-request-origin': means.origin,
        'webhook-request-rate': String(handshake?.ratePerMinute ?? 1),
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: '',
      ca,
    },
    means,
    stop,
  );
  if (answer.kind === 'failed')
    // Nothing was sent but the question.
    return answer.reason === 'lost' ? failure('not-reached', `asked whether it wants events: ${answer.words}`) : answer;
  if (answer.status >= 500 || answer.status === 429)
    return failure('not-reached', `asked whether it wants events, it answered ${answer.status}`);
  const origins = (answer.headers['webhook-allowed-origin'] ?? '').split(',').map((one) => one.trim().toLowerCase());
  if (answer.status >= 300 || !origins.some((one) => one === '*' || one === means.origin.toLowerCase()))
    return failure(
      'unwanted',
      `asked whether it wants events of ${means.origin}, it did not agree (status ${answer.status})`,
    );
  return { until: means.now() + DAY, ratePerMinute: rateOf(answer.headers['webhook-allowed-rate']), sent: [] };
}

function rateOf(header: string | undefined): number | null {
  return header !== undefined && /^\s*[1-9]\d{0,6}\s*$/.test(header) ? Number(header) : null;
}
