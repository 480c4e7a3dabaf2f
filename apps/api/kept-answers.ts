import { createHash } from 'node:crypto';
import type { Progress } from '#libs/store/queries/progress.js';

/** What an answer of the present was read from. */
export type Standing = Pick<Progress, 'version' | 'now'> & { readonly organization: string };

interface Kept<T> {
  readonly version: string;
  readonly from: Date;
  /** When time alone may change it; null: never. */
  readonly until: Date | null;
  readonly answer: T;
  readonly size: number;
}

/** Answers that were worked out before and are still right. */
export interface KeptAnswers<T> {
  /** The answer to a question: the one that is kept, or the one that `ask` finds now. */
  readonly answer: (
    standing: Standing,
    question: readonly unknown[],
    ask: () => Promise<{ readonly answer: T; readonly until: Date | null }>,
  ) => Promise<T>;
  /** How much is kept, in the measure of `sizeOf`. */
  readonly size: () => number;
}

/**
 * Keeps answers for as long as the projection is the same and no range of it begins or ends. Only a question that is the same to the last value is
 * answered again: one whose times count from now is another one each time.
 *
 * @param most so much is kept, what was asked for last.
 */
export function keptAnswers<T>(most: number, sizeOf: (answer: T) => number = () => 1): KeptAnswers<T> {
  const kept = new Map<string, Kept<T>>();
  let size = 0;
  const forget = (key: string) => {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, one: Kept<T>) => {
    forget(key);
    kept.set(key, one);
    size += one.size;
    for (const oldest of kept.keys()) {
      if (size <= most) return;
      forget(oldest);
    }
  };
  return {
    size: () => size,
    async answer({ organization, version, now }, question, ask) {
      const key = keyOf([organization, ...question]);
      const before = kept.get(key);
      if (before !== undefined && isRight(before, version, now)) {
        keep(key, before);
        return before.answer;
      }
      const { answer, until } = await ask();
      if (version !== null) keep(key, { version, from: now, until, answer, size: sizeOf(answer) });
      return answer;
    },
  };
}

function isRight<T>({ version, from, until }: Kept<T>, asked: string | null, now: Date): boolean {
  return version === asked && from <= now && (until === null || now < until);
}

function keyOf(question: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64');
}
