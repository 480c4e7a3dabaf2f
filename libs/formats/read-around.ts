import type { Warning } from './report.js';

/** What was read around in a long file, by reason: how often, and where first. A file may have a million bad lines; its warnings stay few. */
export type ReadAround<Reason extends string> = Map<Reason, { readonly count: number; readonly first: string }>;

/** Notes that something was read around. */
export function readAround<Reason extends string>(found: ReadAround<Reason>, reason: Reason, place: string): void {
  const before = found.get(reason);
  found.set(reason, before === undefined ? { count: 1, first: place } : { ...before, count: before.count + 1 });
}

/** One warning a reason, at the first place, with the number. */
export function warningsOf<Reason extends string>(
  found: ReadAround<Reason>,
  words: Readonly<Record<Reason, (count: number) => string>>,
): readonly Warning[] {
  return [...found].map(([reason, { count, first }]) => ({ place: first, message: words[reason](count) }));
}

/** `1 line`, `3 lines`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
