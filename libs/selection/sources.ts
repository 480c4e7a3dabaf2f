import type { Source } from './source.js';
import { MICROSOFT } from './sources-of-microsoft.js';
import { OTHERS } from './sources-of-others.js';

/** Every source by its key, as answers and rules name it. */
export const SOURCES: Readonly<Record<string, Source>> = { ...MICROSOFT, ...OTHERS };

const BY_KEY: ReadonlyMap<string, Source> = new Map(Object.entries(SOURCES));

/** What a key stands for; undefined: it is none. */
export function sourceOf(key: string): Source | undefined {
  return BY_KEY.get(key);
}
