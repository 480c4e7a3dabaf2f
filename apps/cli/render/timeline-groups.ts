import type { RobotSeen } from '#libs/views/robot-runs.js';
import type { FoldedPair } from '#libs/views/folded-pairs.js';
import { netChanges, type TimelineGroup } from '#libs/views/timeline-groups.js';
import type { List, TimelineItem } from '../answers.js';
import { shown } from '../text/escape.js';
import { distanceWords, instantWords } from '../text/instant.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { changeLines, evidenceLines, noteLines, type Short, timelineEntry, timelineShortener } from './timeline.js';

const INDENT = 4;

/** What happened by cause, newest first: each group with its title, the robot behind it, and its entries indented. */
export function groupsText(
  groups: readonly TimelineGroup[],
  { items, asOf }: Pick<List<TimelineItem>, 'items' | 'asOf'>,
  page: Page,
): string {
  const byPosition = new Map(items.map((item) => [item.position, item]));
  const short = timelineShortener(items);
  return groups
    .map((group) => {
      const members = group.positions.flatMap((position) => byPosition.get(position) ?? []);
      return groupText(group, members, { short, page, asOf }).join('\n');
    })
    .join('\n\n');
}

interface Around {
  readonly short: Short;
  readonly page: Page;
  readonly asOf: string;
}

function groupText(group: TimelineGroup, members: readonly TimelineItem[], { short, page, asOf }: Around): string[] {
  const here = new Set(members.map(({ position }) => position));
  const entries = members.filter(({ witnessOf }) => witnessOf == null || !here.has(witnessOf));
  const union = (item: TimelineItem) => withWitnesses(item, members);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined)
    return [...timelineEntry(union(only), short, page), ...robotLines(group.robot, INDENT, { page, asOf })];
  const narrower = { ...page, width: page.width - INDENT };
  const head = `${instantWords(group.lastAt)}  `;
  return [
    ...hanging(head, shown(group.title), page.width).map((line) => page.paint.bold(line)),
    ...robotLines(group.robot, INDENT, { page, asOf }),
    ...entries
      .flatMap((item) => {
        const fold = group.folds.find(({ positions }) => positions.includes(item.position));
        if (fold === undefined) return timelineEntry(union(item), short, narrower);
        const both = entries.filter(({ position }) => fold.positions.includes(position));
        return both[0] === item ? foldedEntry(fold, both.map(union), { short, page: narrower }) : [];
      })
      .map((line) => ' '.repeat(INDENT) + line),
  ];
}

/** An overwrite and its restoration as one entry; what did not come back with it follows. The newer comes first. */
function foldedEntry(
  fold: FoldedPair,
  both: readonly TimelineItem[],
  { short, page }: Omit<Around, 'asOf'>,
): readonly string[] {
  const [newest] = both;
  if (newest === undefined) return [];
  const between = fold.between === null ? 'none' : short(fold.between);
  const positions = fold.positions.map((position) => `#${position}`).join(', ');
  return [
    `${page.paint.bold(instantWords(newest.occurredAt))}  ${shown(fold.server)}  ${page.paint.dim(positions)}`,
    ...hanging('    ', shown(fold.title), page.width),
    `    ~ internal-transport`,
    `        ${short(fold.restored)} \u2192 ${between} \u2192 ${short(fold.restored)}`,
    ...changeLines(netChanges(both.toReversed()), newest.server, short),
    ...both.toReversed().flatMap((item) => [...evidenceLines(item, page), ...noteLines(item, page)]),
  ];
}

/** One line of a change with all that its records say: what a later one changed is put to the first. */
function withWitnesses(item: TimelineItem, members: readonly TimelineItem[]): TimelineItem {
  if ((item.witnesses ?? []).length === 0) return item;
  const others = members.filter(({ witnessOf }) => witnessOf === item.position);
  const changes = [...item.changes, ...others.flatMap((other) => other.changes)];
  const actor = item.actor ?? others.find((other) => other.actor !== null)?.actor ?? null;
  const tool = item.tool ?? others.find((other) => other.tool !== null)?.tool ?? null;
  const effect = others.find((other) => other.changes.length > 0 && item.changes.length === 0)?.effect ?? item.effect;
  return { ...item, changes, actor, tool, effect };
}

function robotLines(robot: RobotSeen | null, indent: number, { page, asOf }: Omit<Around, 'short'>): readonly string[] {
  if (robot === null) return [];
  const words = `${robot.because} (certainty ${robot.certainty})${nextWords(robot, asOf)}`;
  return hanging(`${' '.repeat(indent)}* `, shown(words), page.width).map((line) => page.paint.dim(line));
}

function nextWords({ nextRun }: RobotSeen, asOf: string): string {
  if (nextRun === null) return '';
  const { expected, earliest, latest } = nextRun;
  const day = (instant: string) => instant.slice(0, 10);
  const between = day(earliest) === day(latest) ? '' : `, between ${day(earliest)} and ${day(latest)}`;
  const when = `${day(expected)} (${distanceWords(asOf, expected)}${between})`;
  return Date.parse(latest) < Date.parse(asOf)
    ? `; the next run was expected on ${when}`
    : `; next run expected on ${when}`;
}
