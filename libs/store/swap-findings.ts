import { canonicalText } from '#libs/fleet/canonical.js';
import type { FindingRange } from '#libs/views/finding-ranges.js';
import { type KeptFinding, reconcileFindings, type Reconciled } from '#libs/views/reconcile-findings.js';
import { clock } from './clock.js';
import type { Transaction } from './database.js';
import { keptFindings, serversWithFindings, writeFindings } from './kept-findings.js';
import { inShadow } from './shadow.js';

/** Servers whose findings are held in memory at once. */
const CHUNK = 100;

/**
 * Reconciles the findings of an organization with those that a rebuild has found, as if they had just been found: what stands keeps since
 * when it was seen. Nothing is judged here, and a finding that is the same is not written.
 */
export async function takeOverFindings(db: Transaction, organization: string, position: number): Promise<void> {
  const now = await clock(db); // under the lock of the checkpoint
  const shadow = inShadow(db);
  const servers = [await serversWithFindings(db, organization), await serversWithFindings(shadow, organization)];
  const names = [...new Set(servers.flat())];
  for (let start = 0; start < names.length; start += CHUNK) {
    const chunk = names.slice(start, start + CHUNK);
    const kept = await keptFindings(db, organization, chunk, now);
    const made = await keptFindings(shadow, organization, chunk, now);
    const reconciled = chunk.map((server) => {
      const before = kept.get(server) ?? [];
      const found = (made.get(server) ?? []).flatMap((finding) => rangeFrom(finding, now));
      return [server, withoutSame(before, reconcileFindings(before, found, now))] as const;
    });
    await writeFindings(db, organization, new Map(reconciled), position);
  }
}

/** The part of a range that is now or ahead. */
function rangeFrom({ finding, subject, standsFrom, standsUntil, resolved }: KeptFinding, now: string): FindingRange[] {
  if (resolved !== null || (standsUntil !== null && standsUntil <= now)) return [];
  return [{ finding, subject, standsFrom: standsFrom < now ? now : standsFrom, standsUntil }];
}

function withoutSame(before: readonly KeptFinding[], { write, remove }: Reconciled): Reconciled {
  const known = new Set(before.map(textOf));
  return { write: write.filter((row) => !known.has(textOf(row))), remove };
}

/** Without when it was last looked for. */
function textOf({ lastSeen: _, ...row }: KeptFinding): string {
  return canonicalText(row);
}
