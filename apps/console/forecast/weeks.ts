import type { Schemas } from '../client/api.js';

export type Coming = Schemas['ForecastItem'];
export type Kind = Coming['kind'];

/** The worst first. */
export const KINDS = ['stops', 'expires', 'unknown', 'switches', 'starts'] as const satisfies readonly Kind[];

export interface KindWords {
  readonly mark: string;
  readonly words: string;
  readonly colour: 'bad' | 'doubt' | 'change' | 'good';
}

export const KIND_WORDS: Readonly<Record<Kind, KindWords>> = {
  stops: { mark: '✗', words: 'stops offering TLS', colour: 'bad' },
  expires: { mark: '!', words: 'presents an expired certificate', colour: 'bad' },
  unknown: { mark: '?', words: 'cannot be told any more', colour: 'doubt' },
  switches: { mark: '~', words: 'presents another certificate', colour: 'change' },
  starts: { mark: '+', words: 'begins to offer TLS', colour: 'good' },
};

const DAY_MS = 86_400_000;
/** 5 January 1970 was a Monday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** The Monday of an instant's week, UTC: `2026-11-23`. */
export function weekOf(instant: string): string {
  const at = Date.parse(instant);
  return dayOf(Math.floor((at - FIRST_MONDAY) / (7 * DAY_MS)) * 7 * DAY_MS + FIRST_MONDAY);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export interface Week {
  /** Its Monday. */
  readonly monday: string;
  readonly items: readonly Coming[];
}

/** Every week from that of an instant on, so many days, with what comes in it; also those in which nothing does. */
export function weeksFrom(from: string, days: number, items: readonly Coming[]): readonly Week[] {
  const byWeek = new Map<string, Coming[]>();
  for (const item of items) {
    const monday = weekOf(item.at);
    const there = byWeek.get(monday);
    if (there === undefined) byWeek.set(monday, [item]);
    else there.push(item);
  }
  const first = Date.parse(`${weekOf(from)}T00:00:00Z`);
  const count = Math.floor((Date.parse(from) + days * DAY_MS - first) / (7 * DAY_MS)) + 1;
  return Array.from({ length: count }, (_, i) => {
    const monday = dayOf(first + i * 7 * DAY_MS);
    return { monday, items: byWeek.get(monday) ?? [] };
  });
}

/** The same thing at several endpoints of a server at one instant. */
export interface Same {
  readonly key: string;
  readonly first: Coming;
  readonly endpoints: readonly string[];
}

/** What comes, where the same happens at several endpoints of a server together. */
export function together(items: readonly Coming[]): readonly Same[] {
  const groups = new Map<string, { first: Coming; endpoints: string[] }>();
  for (const item of items) {
    const key = JSON.stringify([item.at, item.server, item.kind, item.before.thumbprint, item.after.thumbprint]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: item, endpoints: [item.endpoint] });
    else group.endpoints.push(item.endpoint);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}
