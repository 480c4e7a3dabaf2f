import { readFileSync } from 'node:fs';

/** Which sources this program was built from, as `scripts/build.mjs` notes it; `unknown` when it was built otherwise. */
export function buildStamp(): string {
  try {
    return readFileSync(new URL('../../.sources', import.meta.url), 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
