import type { Failure, FailureReason } from '#libs/channels/answer.js';

export function failure(reason: FailureReason, words: string): Failure {
  return { kind: 'failed', reason, words };
}

/** What an error says, short: `ECONNREFUSED`, or its sentence. */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code === null ? error.message : `${error.message.split('\n')[0] ?? ''} (${code})`;
}
