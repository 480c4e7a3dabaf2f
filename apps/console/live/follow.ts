import { refuseToken, token } from '../session/token.js';
import { readMessages } from './messages.js';
import { type News, newsOf } from './news.js';

const BACK_OFF = { first: 1_000, most: 30_000 };
/** The server says something every 15 seconds; who hears nothing for so long has lost it. */
const SILENCE_MS = 40_000;

export interface Following {
  readonly organization: string | undefined;
  /** The position that is known already. */
  readonly position: () => number;
  readonly connected: () => void;
  readonly lost: () => void;
  readonly tell: (news: readonly News[]) => void;
  readonly signal: AbortSignal;
}

/** Follows the log until it is told to end: one connection, taken up again behind the last position that was heard, later and later where that fails. */
export async function follow(following: Following): Promise<void> {
  const { signal } = following;
  let pause = BACK_OFF.first;
  while (!signal.aborted) {
    const began = performance.now();
    const answer = await once(following).catch(() => 'lost' as const);
    if (signal.aborted || answer === 'refused') return;
    // What held for a while ended by itself: streams do, every half hour.
    if (answer === 'ended' && performance.now() - began > BACK_OFF.most) pause = BACK_OFF.first;
    following.lost();
    await sleep(pause * (0.75 + Math.random() / 2), signal);
    pause = Math.min(pause * 2, BACK_OFF.most);
  }
}

async function once(following: Following): Promise<'ended' | 'refused' | 'lost'> {
  const { organization, position, signal, connected, tell } = following;
  const kept = token();
  if (kept === null) return 'refused';
  const query = new URLSearchParams(organization === undefined ? {} : { organization });
  const gone = new AbortController();
  const either = AbortSignal.any([signal, gone.signal]);
  // EventSource could not send the header, and a token in the address would stand in logs.
  const response = await fetch(`/api/v1/stream?${query}`, {
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${kept}`,
      'last-event-id': String(position()),
    },
    signal: either,
    cache: 'no-store',
  });
  if (response.status === 401) {
    refuseToken();
    return 'refused';
  }
  if (!response.ok || response.body === null) return 'lost';
  connected();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const watch = setTimeout(() => gone.abort(), SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(watch));
    if (done) return 'ended';
    const read = readMessages(rest, value);
    rest = read.rest;
    tell(read.messages.flatMap(({ id, data }) => newsOf(id, data) ?? []));
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
