import { useSyncExternalStore } from 'react';
import type { News } from './news.js';

export interface Live {
  /** `waiting`: it tries again; `off`: another time is looked at, the tab is hidden, or there is no token. */
  readonly state: 'off' | 'waiting' | 'live';
  /** Where the log ended when we last heard; null before that. */
  readonly position: number | null;
  /** When the last event was recorded; null: none came while this page was open. */
  readonly at: string | null;
  /** What came while this page was open, the newest last, at most 500. */
  readonly news: readonly News[];
}

const MOST_NEWS = 500;
const NOTHING: Live = { state: 'off', position: null, at: null, news: [] };

let now = NOTHING;
const heard = new Set<() => void>();

export function useLiveState(): Live {
  return useSyncExternalStore(
    (hear) => {
      heard.add(hear);
      return () => heard.delete(hear);
    },
    () => now,
  );
}

export function liveState(): Live {
  return now;
}

export function become(change: Partial<Live>): void {
  now = { ...now, ...change };
  heard.forEach((hear) => hear());
}

/** Another organization or another credential: nothing of before counts. */
export function beginAnew(): void {
  become(NOTHING);
}

export function addNews(news: readonly News[]): void {
  const last = news.at(-1);
  if (last === undefined) return;
  become({
    state: 'live',
    position: last.position,
    at: last.recordedAt ?? now.at,
    news: [...now.news, ...news].slice(-MOST_NEWS),
  });
}
