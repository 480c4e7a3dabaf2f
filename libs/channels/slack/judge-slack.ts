import type { Answer } from '../answer.js';
import { clean } from '../clean.js';
import { judgeHttp, objectIn } from '../judge.js';
import { delivered, never, retry, type Outcome } from '../outcome.js';
import { retryAfter } from '../retry-after.js';

/** An incoming webhook says no with a status; the Web API says it with 200 and `{"ok":false,"error":…}`. */
export function judgeSlack(answer: Answer, at: number): Outcome {
  const general = judgeHttp(answer, at);
  if (answer.kind !== 'http') return general;
  if (answer.status === 404) return never(`answered 404: ${clean(answer.body, 100)}`, HOOK_GONE);
  if (general.kind !== 'delivered') return general;
  const said = objectIn(answer.body);
  if (said === null) return general;
  if (said['ok'] === true) return delivered(receiptOf(said));
  const error = clean(String(said['error'] ?? 'no error named'), 100);
  if (UNCHANGEABLE.has(error)) return delivered(null, `the first message could not be rewritten: ${error}`);
  return PASSING.has(error)
    ? retry(`answered ${error}`, retryAfter(answer.headers['retry-after'], at))
    : never(`answered ${error}`, REMEDIES[error] ?? 'Check token and conversation, then send a test.');
}

const HOOK_GONE = 'The incoming webhook is gone, or its app was removed: make a new one and enter its address.';

const PASSING: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'accesslimited',
]);

/** What only `chat.update` answers: the message in the thread says the same. */
const UNCHANGEABLE: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'update_failed',
]);

const REMEDIES: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite the bot to the conversation.',
  channel_not_found: 'Check the id of the conversation, and invite the bot to it.',
  is_archived: 'The conversation is archived: enter another one.',
  invalid_auth: 'The token is not valid: install the app again and enter its token.',
  token_revoked: 'The token was revoked: install the app again and enter its token.',
  account_inactive: 'The bot or its workspace was deactivated.',
  missing_scope: 'The bot needs the scope chat:write.',
};

function receiptOf({ channel, ts }: Readonly<Record<string, unknown>>): string | null {
  return typeof channel === 'string' && typeof ts === 'string' ? clean(`${channel}/${ts}`, 60) : null;
}
