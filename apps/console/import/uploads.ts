import type { Schemas } from '../client/api.js';
import type { Problem } from '../client/problem.js';
import type { Picked } from './picked.js';
import type { Seen } from './seen.js';
import type { Accepted, Given } from './send.js';

/** How far a file is on its way. */
export type Stage =
  | { readonly at: 'looking' }
  | { readonly at: 'seen'; readonly seen: Seen }
  | { readonly at: 'sending'; readonly seen: Seen; readonly part: number }
  | { readonly at: 'failed'; readonly seen: Seen; readonly problem: Problem }
  | { readonly at: 'queued'; readonly seen: Seen; readonly accepted: Accepted }
  | { readonly at: 'finished'; readonly seen: Seen; readonly ticket: Schemas['Ticket'] };

export interface Upload extends Picked {
  readonly id: number;
  readonly stage: Stage;
  /** The server that was named for it. */
  readonly server: string;
}

/** Where the instant of files comes from that do not say it. */
export type When =
  { readonly from: 'nobody' } | { readonly from: 'name' } | { readonly from: 'given'; readonly at: string };

export type Change =
  | { readonly what: 'added'; readonly uploads: readonly Upload[] }
  | { readonly what: 'stage'; readonly id: number; readonly stage: Stage }
  | { readonly what: 'server'; readonly id: number; readonly server: string }
  | { readonly what: 'removed'; readonly id: number }
  | { readonly what: 'cleared' };

export function changed(uploads: readonly Upload[], change: Change): readonly Upload[] {
  switch (change.what) {
    case 'added':
      return [...uploads, ...change.uploads];
    case 'stage':
      return uploads.map((one) => (one.id === change.id ? { ...one, stage: change.stage } : one));
    case 'server':
      return uploads.map((one) => (one.id === change.id ? { ...one, server: change.server } : one));
    case 'removed':
      return uploads.filter(({ id }) => id !== change.id);
    case 'cleared':
      return [];
  }
}

/** What a file still lacks before it can be sent; null: it is not to be sent at all. */
export function lacking({ stage, server }: Upload, when: When): readonly ('server' | 'observedAt')[] | null {
  if (stage.at === 'looking' || !stage.seen.ok) return null;
  const { lacks, lacksWithNames } = stage.seen;
  const left =
    when.from === 'name' ? lacksWithNames : when.from === 'given' ? lacks.filter((one) => one !== 'observedAt') : lacks;
  return server === '' ? left : left.filter((one) => one !== 'server');
}

/** May be sent now: looked at, in order, not sent yet. */
export function isReady(upload: Upload, when: When): boolean {
  const mayGo = upload.stage.at === 'seen' || upload.stage.at === 'failed';
  return mayGo && lacking(upload, when)?.length === 0;
}

/** What is told beside a file. */
export function givenFor({ stage, server }: Upload, when: When): Given {
  if (stage.at === 'looking' || !stage.seen.ok || stage.seen.lacks.length === 0) return {};
  const needsInstant = stage.seen.lacks.includes('observedAt');
  return {
    ...(server !== '' && { server }),
    ...(needsInstant && when.from === 'name' && { observedAtFrom: 'name' as const }),
    ...(needsInstant && when.from === 'given' && { observedAt: when.at }),
  };
}
