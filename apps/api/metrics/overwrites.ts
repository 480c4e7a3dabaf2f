import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { OverwriteEvent } from '#libs/store/queries/metrics/log-counts.js';

/** How the default SMTP certificate came to be overwritten. */
export interface OverwriteKind {
  /** `true`: without the question, by -Force or in the admin center; `false`: the question was answered with yes; `unknown`: nobody told. */
  readonly forced: 'true' | 'false' | 'unknown';
  /** The rule that the event alone is a case of: RO-11. What else it breaks hangs on the fleet of that time, and findings tell it. */
  readonly risk: 'RO-11' | 'not-judged';
}

export const OVERWRITE_KINDS: readonly OverwriteKind[] = [
  { forced: 'true', risk: 'RO-11' },
  { forced: 'false', risk: 'not-judged' },
  { forced: 'unknown', risk: 'not-judged' },
];

/** What an event tells of an overwrite; null: it tells of none, or of one that was told before. */
export function overwriteOf(event: OverwriteEvent): OverwriteKind | null {
  if (event.type === 'enabled') return byEnabling(event.data);
  const { current } = event.data;
  if (current === null) return null;
  const known = event.enabled.some(
    (enabled) =>
      normalizeThumbprint(enabled.thumbprint) === normalizeThumbprint(current) && byEnabling(enabled) !== null,
  );
  return known ? null : { forced: 'unknown', risk: 'not-judged' };
}

function byEnabling({
  services,
  answer,
  surface,
}: Extract<OverwriteEvent, { type: 'enabled' }>['data']): OverwriteKind | null {
  if (!services.includes('SMTP')) return null;
  if (answer === 'force') return { forced: 'true', risk: 'RO-11' };
  if (answer !== 'yes') return null;
  return surface === 'eac' ? { forced: 'true', risk: 'RO-11' } : { forced: 'false', risk: 'not-judged' };
}
