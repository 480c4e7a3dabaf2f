import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isNow, useMoment } from '../session/moment.js';
import { useToken } from '../session/token.js';
import { follow } from './follow.js';
import { isBehind } from './is-behind.js';
import { effectOn, mayFollow, type News } from './news.js';
import { logHead, projected } from './queries.js';
import { addNews, become, beginAnew, liveState } from './state.js';
import { useIsSeen } from './use-is-seen.js';

/** So long news are gathered before what they concern is asked again. */
const GATHER_MS = 400;
/** Who comes back to a tab after more than this asks everything anew instead of reading all that happened. */
const MOST_MISSED = 500;
/** A list of which more pages were fetched is not asked again by itself. */
const MOST_PAGES = 4;

/** Follows the log while the page is seen and shows now: one connection for the tab. What new events concern is asked again where it stands. */
export function useLive(): void {
  const answers = useQueryClient();
  const moment = useMoment();
  const { organization } = moment;
  const isKnown = useToken() !== null;
  const isSeen = useIsSeen();
  const isOn = isKnown && isSeen && isNow(moment);
  useEffect(() => beginAnew, [organization]);
  useEffect(() => {
    if (!isOn) {
      become({ state: 'off' });
      return undefined;
    }
    const ending = new AbortController();
    void listen(answers, organization, ending.signal);
    return () => ending.abort();
  }, [answers, organization, isOn]);
}

async function listen(answers: QueryClient, organization: string | undefined, signal: AbortSignal): Promise<void> {
  become({ state: 'waiting' });
  const gathering = gather(answers, organization, signal);
  const head = await untilTold(() => logHead(organization, signal), signal);
  if (head === null) return;
  const known = liveState().position;
  if (known !== null && head - known > MOST_MISSED) void answers.invalidateQueries();
  if (known === null || head - known > MOST_MISSED) become({ position: head });
  if (known === null) void catchUp(answers, { organization, head, signal });
  await follow({
    organization,
    signal,
    position: () => liveState().position ?? head,
    connected: () => become({ state: 'live' }),
    lost: () => (signal.aborted ? undefined : become({ state: 'waiting' })),
    tell: (news) => {
      if (signal.aborted || news.length === 0) return;
      addNews(news);
      gathering(news);
    },
  });
}

interface Start {
  readonly organization: string | undefined;
  readonly head: number;
  readonly signal: AbortSignal;
}

/** What was answered before the log was followed, and before it ended where it did then, is asked again: no news will tell of that. */
async function catchUp(answers: QueryClient, { organization, head, signal }: Start): Promise<void> {
  await untilTold(() => projected(organization, head, signal), signal, 3);
  if (signal.aborted) return;
  void answers.invalidateQueries({
    predicate: ({ queryKey, state }) => mayFollow(queryKey) && (state.status === 'error' || isBehind(state.data, head)),
  });
}

/** Gathers news for a moment, waits until the projection has them, and has asked again what they concern. */
function gather(answers: QueryClient, organization: string | undefined, signal: AbortSignal) {
  let gathered: News[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  const ask = async () => {
    timer = undefined;
    const news = gathered;
    gathered = [];
    const last = news.at(-1)?.position ?? 0;
    await untilTold(() => projected(organization, last, signal), signal, 3);
    if (!signal.aborted) askAgain(answers, news);
  };
  return (news: readonly News[]) => {
    gathered.push(...news);
    timer ??= setTimeout(() => void ask(), GATHER_MS);
  };
}

/** What is asked again keeps its place: the old answer stays until the new one is there. */
function askAgain(answers: QueryClient, news: readonly News[]): void {
  const concerned = { 'ask-again': new Set<string>(), stale: new Set<string>() };
  for (const query of answers.getQueryCache().getAll()) {
    const effect = effectOn(query.queryKey, news);
    if (effect === 'none') continue;
    concerned[pagesOf(query.state.data) > MOST_PAGES ? 'stale' : effect].add(query.queryHash);
  }
  const among = (hashes: ReadonlySet<string>) => ({
    predicate: ({ queryHash }: { readonly queryHash: string }) => hashes.has(queryHash),
  });
  void answers.invalidateQueries({ ...among(concerned.stale), refetchType: 'none' });
  void answers.invalidateQueries({ ...among(concerned['ask-again']), refetchType: 'active' }, { cancelRefetch: false });
}

function pagesOf(data: unknown): number {
  if (typeof data !== 'object' || data === null || !('pages' in data)) return 0;
  return Array.isArray(data.pages) ? data.pages.length : 0;
}

/** Tries again, later and later; null where it was told to end or did not come about. */
async function untilTold<T>(ask: () => Promise<T>, signal: AbortSignal, tries = 1_000): Promise<T | null> {
  for (let i = 0, pause = 1_000; i < tries && !signal.aborted; i += 1, pause = Math.min(pause * 2, 30_000)) {
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : pause));
    }
  }
  return null;
}
