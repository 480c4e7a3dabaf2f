import type { Answer, Failure, HttpAnswer } from './answer.js';
import { clean } from './clean.js';
import { delivered, never, retry, unknown, type Outcome } from './outcome.js';
import { retryAfter } from './retry-after.js';

/** What an HTTP answer means where the receiver has no meaning of its own. */
export function judgeHttp(answer: Answer, at: number): Outcome {
  if (answer.kind === 'failed') return judgeFailure(answer);
  return answer.kind === 'http' ? judgeStatus(answer, at) : unknown('the answer is of another kind than the request');
}

export function judgeStatus(answer: HttpAnswer, at: number): Outcome {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return delivered();
  if (status >= 300 && status < 400)
    return never(
      `${said(answer)}: it redirects, and redirects are not followed`,
      'Enter the address that it redirects to, if that is the receiver.',
    );
  const remedy = REMEDIES[status];
  if (remedy !== undefined) return never(said(answer), remedy);
  return retry(said(answer), retryAfter(headers['retry-after'], at));
}

const CREDENTIALS = 'Check the credentials in the settings of the channel, then send a test.';
const REFUSED_FORM = 'Check that the address belongs to a receiver of this kind, then send a test.';

/** The answers that no repetition mends. Everything else may be a matter of minutes: also 404, while a receiver is being replaced. */
const REMEDIES: Readonly<Record<number, string>> = {
  400: REFUSED_FORM,
  401: CREDENTIALS,
  402: 'The receiver wants to be paid.',
  403: CREDENTIALS,
  405: REFUSED_FORM,
  406: REFUSED_FORM,
  410: 'The receiver is gone for good: remove the channel, or enter its new address.',
  411: REFUSED_FORM,
  413: 'The receiver takes smaller messages only: raise its limit.',
  414: REFUSED_FORM,
  415: `The receiver does not take this content type. ${REFUSED_FORM}`,
  422: REFUSED_FORM,
  501: REFUSED_FORM,
};

/** `answered 429: slow down` */
export function said({ status, body }: HttpAnswer): string {
  const words = clean(body.trim(), 200);
  return words === '' ? `answered ${status}` : `answered ${status}: ${words}`;
}

export function judgeFailure({ reason, words, notBefore }: Failure): Outcome {
  switch (reason) {
    case 'not-allowed':
      return never(words, 'Whoever runs Certfleet can allow the address in the egress rules.');
    case 'unwanted':
      return never(words, 'The receiver must agree first: allow the origin there.');
    case 'bad-setting':
      return never(words, 'Correct the settings of the channel, then send a test.');
    case 'not-trusted':
    case 'not-reached':
      return retry(words);
    case 'too-soon':
      return retry(words, notBefore ?? null);
    case 'lost':
      return unknown(words);
  }
}

/** The body as a JSON object; null for everything else. */
export function objectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What several requests of one sending came to. */
export function outcomeOf(outcomes: readonly Outcome[], together: 'all' | 'any'): Outcome {
  const good = outcomes.filter(isDelivered);
  const bad = outcomes.filter((outcome) => !isDelivered(outcome));
  const [first] = bad;
  if (first === undefined) return delivered(receiptOf(good), notes(good));
  if (together === 'any' && good.length > 0) {
    const words = bad.map((outcome) => ('why' in outcome ? outcome.why : '')).join('; ');
    return delivered(receiptOf(good), `${good.length} of ${outcomes.length} took it; ${words}`);
  }
  // What may still succeed decides: a replica that is gone for good does not end the tries of another one.
  return together === 'any' ? (bad.find(({ kind }) => kind !== 'never') ?? first) : first;
}

function isDelivered(outcome: Outcome): outcome is Extract<Outcome, { kind: 'delivered' }> {
  return outcome.kind === 'delivered';
}

function receiptOf(good: readonly { readonly receipt: string | null }[]): string | null {
  return good.find(({ receipt }) => receipt !== null)?.receipt ?? null;
}

function notes(good: readonly { readonly note: string | null }[]): string | null {
  const told = good.flatMap(({ note }) => note ?? []);
  return told.length === 0 ? null : told.join('; ');
}
