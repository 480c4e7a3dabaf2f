import { maybeSameActor } from './actor.js';
import { purposeOf } from './robots.js';
import { believedAt, type ToldChange, type ToldItem } from './timeline-item.js';

/** An overwrite of the default SMTP certificate that was taken back within a minute. */
export interface FoldedPair {
  readonly title: string;
  readonly server: string;
  readonly seconds: number;
  /** Of the overwrite and of the restoration. */
  readonly positions: readonly [number, number];
  /** What the default was, and is again. */
  readonly restored: string;
  /** What it was between. */
  readonly between: string | null;
}

/** No person overwrites and restores in less; a script that knows what it does needs seconds. @cite CSS-Exchange, MonitorExchangeAuthCertificate */
const LONGEST_MS = 60_000;
const DEFAULT_SMTP = 'internal-transport';

/** The pairs in a timeline, in order of time. Between the two nothing else may have changed the default of that server. */
export function foldedPairs(items: readonly ToldItem[]): readonly FoldedPair[] {
  const inOrder = items.toSorted((one, other) => believedAt(one) - believedAt(other) || one.position - other.position);
  const open = new Map<string, { readonly item: ToldItem; readonly change: ToldChange }>();
  const pairs: FoldedPair[] = [];
  for (const item of inOrder) {
    for (const change of item.changes) {
      if (change.endpoint !== DEFAULT_SMTP) continue;
      const before = open.get(change.server);
      const pair = before === undefined ? null : pairOf(before, { item, change });
      if (pair === null) open.set(change.server, { item, change });
      else {
        pairs.push(pair);
        open.delete(change.server);
      }
    }
  }
  return pairs;
}

function whatFor({ robot }: ToldItem): string | null {
  return purposeOf(robot?.id);
}

/** Where it is told: the effect may stand with another witness than the first. */
function lineOf({ position, witnessOf }: ToldItem): number {
  return witnessOf ?? position;
}

interface Step {
  readonly item: ToldItem;
  readonly change: ToldChange;
}

function pairOf(overwrite: Step, restoration: Step): FoldedPair | null {
  const apart = believedAt(restoration.item) - believedAt(overwrite.item);
  const restored = overwrite.change.before?.thumbprint ?? null;
  if (apart > LONGEST_MS || restored === null || !isTakenBack(overwrite.change, restoration.change)) return null;
  if (!maybeSameActor(overwrite.item.actor, restoration.item.actor)) return null;
  const seconds = Math.ceil(apart / 1000);
  const purpose = whatFor(restoration.item) ?? whatFor(overwrite.item);
  return {
    title: `default SMTP certificate overwritten and restored within ${seconds} s${purpose === null ? '' : ` (${purpose})`}`,
    server: overwrite.change.server,
    seconds,
    positions: [lineOf(overwrite.item), lineOf(restoration.item)],
    restored,
    between: overwrite.change.after?.thumbprint ?? null,
  };
}

function isTakenBack({ before, after: between }: ToldChange, restoration: ToldChange): boolean {
  return isSame(before, restoration.after) && between?.thumbprint === restoration.before?.thumbprint;
}

function isSame(one: ToldChange['before'], other: ToldChange['after']): boolean {
  return one?.outcome === other?.outcome && one?.thumbprint === other?.thumbprint;
}
