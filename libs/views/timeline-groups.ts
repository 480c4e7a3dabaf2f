import { maybeSameActor, maybeSameTool, scriptOf, shortActor } from './actor.js';
import { foldedPairs, type FoldedPair } from './folded-pairs.js';
import { groupTitle } from './group-title.js';
import type { RobotSeen } from './robot-runs.js';
import { believedAt, type ToldChange, type ToldItem } from './timeline-item.js';

/** Entries of a timeline that have one cause. */
export interface TimelineGroup {
  readonly title: string;
  /** Of all its entries, in the order of the timeline. */
  readonly positions: readonly number[];
  /** How many changes and observations that is; several records of one count once. */
  readonly events: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly servers: readonly string[];
  readonly actor: string | null;
  readonly tool: string | null;
  /** The best recognised of its entries. */
  readonly robot: RobotSeen | null;
  /** What each endpoint presented before all of it, and presents after; what was taken back is left out. */
  readonly changes: readonly ToldChange[];
  readonly folds: readonly FoldedPair[];
}

/** What one account did with one certificate is one cause while no more than this lies between. */
const SAME_CAUSE_MS = 600_000;
/** An id that returns after this is one that its sender uses again, not one cause. */
const SAME_CORRELATION_MS = 86_400_000;
/** Of the groups of one account, the last ones are looked through. */
const MOST_OPEN = 50;

/**
 * The entries of a page by their cause, the newest group first: those that carry the same correlation id; else what the same account did
 * with the same script to the same certificate, or one of its name, within ten minutes, on any servers; and the two halves of a folded pair.
 * Every entry is in one group; one by itself is a group of its own.
 */
export function timelineGroups(items: readonly ToldItem[]): readonly TimelineGroup[] {
  const pairs = foldedPairs(items);
  const groups = gathered(items, pairs);
  return groups
    .map((members) => groupOf(members, pairs))
    .sort((one, other) => Date.parse(other.lastAt) - Date.parse(one.lastAt) || top(other) - top(one));
}

function top({ positions }: TimelineGroup): number {
  return positions[0] ?? 0;
}

interface Open {
  readonly items: ToldItem[];
  correlation: string | null;
  actor: string | null;
  tool: string | null;
  last: number;
  readonly thumbprints: Set<string>;
  readonly names: Set<string>;
}

function gathered(items: readonly ToldItem[], pairs: readonly FoldedPair[]): readonly (readonly ToldItem[])[] {
  const inOrder = items.toSorted((one, other) => believedAt(one) - believedAt(other) || one.position - other.position);
  const here = new Set(items.map(({ position }) => position));
  const isSecond = ({ witnessOf }: ToldItem) => witnessOf != null && here.has(witnessOf);
  const firstOfPair = new Map(pairs.map(({ positions: [first, second] }) => [second, first]));
  const open: OpenGroups = { placed: new Map(), byCorrelation: new Map(), byActor: new Map() };
  const groups: Open[] = [];
  for (const item of inOrder) {
    if (isSecond(item)) continue;
    const found = open.placed.get(firstOfPair.get(item.position) ?? -1) ?? groupFor(item, open);
    const group = found ?? opened(item);
    if (found === undefined) groups.push(group);
    put(group, item);
    remember(open, item, group);
  }
  for (const item of inOrder) if (isSecond(item)) open.placed.get(item.witnessOf ?? -1)?.items.push(item);
  return groups.map((group) => group.items);
}

interface OpenGroups {
  readonly placed: Map<number, Open>;
  readonly byCorrelation: Map<string, Open>;
  readonly byActor: Map<string, readonly Open[]>;
}

function groupFor(item: ToldItem, { byCorrelation, byActor }: OpenGroups): Open | undefined {
  const ofActor = byActor.get(actorKey(item)) ?? [];
  const at = believedAt(item);
  return correlated(byCorrelation, item) ?? ofActor.findLast((group) => belongsTo(group, item, at));
}

function actorKey({ actor }: ToldItem): string {
  return actor === null ? '' : shortActor(actor).toLowerCase();
}

function correlated(byCorrelation: ReadonlyMap<string, Open>, item: ToldItem): Open | undefined {
  const group = byCorrelation.get(item.correlationId ?? '');
  return group !== undefined && believedAt(item) - group.last <= SAME_CORRELATION_MS ? group : undefined;
}

function remember({ placed, byCorrelation, byActor }: OpenGroups, item: ToldItem, group: Open): void {
  placed.set(item.position, group);
  if (group.correlation !== null) byCorrelation.set(group.correlation, group);
  if (item.actor === null) return;
  const key = actorKey(item);
  const open = byActor.get(key) ?? [];
  if (open.at(-1) !== group) byActor.set(key, [...open.filter((one) => one !== group).slice(1 - MOST_OPEN), group]);
}

function belongsTo(group: Open, item: ToldItem, at: number): boolean {
  const { certificate, correlationId } = item;
  if (item.actor === null || certificate == null || at - group.last > SAME_CAUSE_MS) return false;
  if (correlationId != null && group.correlation !== null && correlationId !== group.correlation) return false;
  if (!maybeSameActor(group.actor, item.actor) || !maybeSameTool(group.tool, item.tool)) return false;
  return (
    (certificate.thumbprint !== null && group.thumbprints.has(certificate.thumbprint)) ||
    (certificate.name !== null && group.names.has(certificate.name))
  );
}

function opened(item: ToldItem): Open {
  return {
    items: [],
    correlation: null,
    actor: item.actor,
    tool: null,
    last: believedAt(item),
    thumbprints: new Set(),
    names: new Set(),
  };
}

function put(group: Open, item: ToldItem): void {
  group.items.push(item);
  group.last = believedAt(item);
  group.correlation ??= item.correlationId ?? null;
  group.actor ??= item.actor;
  group.tool ??= scriptOf(item.tool);
  if (item.certificate?.thumbprint != null) group.thumbprints.add(item.certificate.thumbprint);
  if (item.certificate?.name != null) group.names.add(item.certificate.name);
}

function groupOf(members: readonly ToldItem[], pairs: readonly FoldedPair[]): TimelineGroup {
  const items = members.toSorted((one, other) => believedAt(other) - believedAt(one) || other.position - one.position);
  const positions = items.map(({ position }) => position);
  const here = new Set(positions);
  const folds = pairs.filter(({ positions }) => positions.some((position) => here.has(position)));
  const about = {
    positions,
    events: items.filter(({ witnessOf }) => witnessOf == null || !here.has(witnessOf)).length,
    firstAt: instant(items.at(-1)),
    lastAt: instant(items[0]),
    servers: [...new Set(items.flatMap(({ server }) => server ?? []))].sort(),
    actor: items.findLast(({ actor }) => actor !== null)?.actor ?? null,
    tool: items.flatMap(({ tool }) => scriptOf(tool) ?? [])[0] ?? items.find(({ tool }) => tool !== null)?.tool ?? null,
    robot: surest(items),
    changes: netChanges(items.toReversed()),
    folds,
  };
  return { title: groupTitle(items, about), ...about };
}

function instant(item: ToldItem | undefined): string {
  return new Date(item === undefined ? 0 : believedAt(item)).toISOString();
}

const RANK = { low: 1, medium: 2, high: 3 } as const;

function surest(items: readonly ToldItem[]): RobotSeen | null {
  return items.reduce<RobotSeen | null>(
    (best, { robot }) =>
      robot != null && (best === null || RANK[robot.certainty] > RANK[best.certainty]) ? robot : best,
    null,
  );
}

/** From the first before to the last after, per endpoint of each server, of items in order of time; what came back is left out. */
export function netChanges(inOrder: readonly ToldItem[]): readonly ToldChange[] {
  const net = new Map<string, ToldChange>();
  for (const change of inOrder.flatMap(({ changes }) => changes)) {
    const key = JSON.stringify([change.server, change.endpoint]);
    const first = net.get(key);
    net.set(key, first === undefined ? change : { ...change, before: first.before });
  }
  return [...net.values()].filter(
    ({ before, after }) => before?.outcome !== after?.outcome || before?.thumbprint !== after?.thumbprint,
  );
}
