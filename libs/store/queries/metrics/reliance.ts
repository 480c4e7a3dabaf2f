import { gapsBetween } from '#libs/fleet/gaps.js';
import type { Transaction } from '../../database.js';
import { suspectClocks } from '../clocks.js';
import { countedRanges, isCountable } from '../counts.js';
import { heads } from './log-counts.js';

/** How far those can be relied on who tell of an organization. */
export interface Reliance {
  readonly organization: string;
  /** Null: too many events are numbered to go through them here. */
  readonly missing: number | null;
  readonly gaps: number | null;
  readonly suspectClocks: number;
}

export async function relianceOfAll(db: Transaction, organization: string | null, now: Date): Promise<Reliance[]> {
  const all: Reliance[] = [];
  for (const { organization: one } of await heads(db, organization)) {
    const gaps = (await isCountable(db, one)) ? gapsBetween(await countedRanges(db, one, {}), now.toISOString()) : null;
    const missing = gaps?.reduce((sum, gap) => sum + gap.missing, 0) ?? null;
    const clocks = await suspectClocks(db, one);
    all.push({ organization: one, missing, gaps: gaps?.length ?? null, suspectClocks: clocks.length });
  }
  return all;
}
