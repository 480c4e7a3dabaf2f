import type { Failure, FailureReason } from '#libs/channels/answer.js';

export function failure(reason: FailureReason, words: string): Failure {
  return { kind: 'failed', reason, words };
}

/** What an error says, short: `connect ECONNREFUSED 10.0.0.1:443`. */
export function errorWords(error: unknown): string {
  const message = textIn(error, 'message') ?? String(error);
  const code = textIn(error, 'code');
  const [line = ''] = message.split('\n');
  return code === null || line.includes(code) ? line : `${line} (${code})`;
}

/** A text that an error carries; null: it carries none. Errors of Node need not be of this realm's `Error`. */
export function textIn(error: unknown, key: string): string | null {
  const value = valueIn(error, key);
  return typeof value === 'string' ? value : null;
}

export function valueIn(error: unknown, key: string): unknown {
  return typeof error === 'object' && error !== null && key in error ? Reflect.get(error, key) : undefined;
}
