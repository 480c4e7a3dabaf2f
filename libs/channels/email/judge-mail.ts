import type { Answer, MailAnswer, MailRefusal } from '../answer.js';
import { clean } from '../clean.js';
import { judgeFailure } from '../judge.js';
import { delivered, never, retry, unknown, type Outcome } from '../outcome.js';

/** 4xx: later. 5xx: not at all, except where only a part of the recipients was refused: the others have it, and it is not sent again. */
export function judgeMail(answer: Answer): Outcome {
  if (answer.kind === 'failed') return judgeFailure(answer);
  if (answer.kind !== 'mail') return unknown('the answer is of another kind than the message');
  return answer.reply === null ? judgeRecipients(answer) : judgeReply(answer, answer.reply);
}

function judgeReply(
  { accepted, rejected }: MailAnswer,
  { code, text }: { readonly code: number; readonly text: string },
): Outcome {
  const words = `answered ${code} ${clean(text, 200)}`.trim();
  if (code >= 500) return never(words, remedyOf(code));
  if (code >= 400) return retry(words);
  return delivered(
    clean(text, 200) || null,
    rejected.length === 0
      ? null
      : `${accepted.length} of ${accepted.length + rejected.length} recipients; ${refused(rejected)}`,
  );
}

function judgeRecipients({ rejected }: MailAnswer): Outcome {
  const passing = rejected.some(({ code }) => code < 500);
  return passing
    ? retry(refused(rejected))
    : never(refused(rejected), 'Correct the recipients, or let the relay accept them.');
}

function refused(rejected: readonly MailRefusal[]): string {
  const shown = rejected
    .slice(0, 5)
    .map(({ recipient, code, text }) => `${clean(recipient, 100)}: ${code} ${clean(text, 100)}`.trim());
  return rejected.length > 5 ? `${shown.join('; ')}; and ${rejected.length - 5} more` : shown.join('; ');
}

const CREDENTIALS: ReadonlySet<number> = new Set([530, 534, 535, 538]);

function remedyOf(code: number): string {
  if (CREDENTIALS.has(code)) return 'Check user name and password of the relay, then send a test.';
  if (code >= 500 && code <= 504)
    return 'The relay does not know what the settings ask for: check port, tls, and whether it knows a login.';
  if (code === 552) return 'The relay takes smaller messages only: raise its limit.';
  return 'Let the relay accept mail from this sender, then send a test.';
}
