import { sourceOf } from '#libs/selection/sources.js';

/** What a source key stands for: its address, or its title where it has none. */
export function sourceWords(key: string): string {
  const source = sourceOf(key);
  return source === undefined ? '' : (source.url ?? source.title);
}
