import type { RecordedEvent } from '#libs/fleet/event.js';
import { ROBOTS, type Robot, type RobotCertainty } from './robots.js';
import { runsOf, type Run } from './robot-traces.js';
import type { CertificateNames } from './spoken-certificate.js';

/** A known robot behind an event, as far as its traces tell. */
export interface RobotSeen {
  readonly id: string;
  readonly name: string;
  readonly certainty: RobotCertainty;
  /** Others that the traces fit as well. */
  readonly orElse: readonly string[];
  /** The traces, in a sentence: `looks like win-acme: …`. */
  readonly because: string;
  /** How often it ran on this server; retries of the same half day are one run. */
  readonly runs: number;
  readonly nextRun: NextRun | null;
}

/** When a robot is expected on this server again: its last run, and the median, the least and the most of the intervals so far. */
export interface NextRun {
  readonly last: string;
  readonly expected: string;
  readonly earliest: string;
  readonly latest: string;
}

/** Below this many runs nothing is said of the next one. */
const ENOUGH_RUNS = 3;
const DAY_MS = 86_400_000;
const RANK: Readonly<Record<RobotCertainty, number>> = { low: 1, medium: 2, high: 3 };

/**
 * Which known robot was behind the events of a server, by position: recognised by what its records name, by the account it runs as, by what
 * it does and by how regularly, and never surer than these are.
 *
 * @param own events of the server, `around` those of its organization.
 */
export function robotsSeen(
  own: readonly RecordedEvent[],
  around: readonly RecordedEvent[],
  names: CertificateNames,
): ReadonlyMap<number, RobotSeen> {
  const byActor = new Map<string, Run[]>();
  for (const run of runsOf(own, around, names)) {
    const key = run.actor.toLowerCase();
    const runs = byActor.get(key);
    if (runs === undefined) byActor.set(key, [run]);
    else runs.push(run);
  }
  const found = new Map<number, RobotSeen>();
  for (const all of byActor.values()) {
    for (let left: readonly Run[] = all; left.length > 0;) {
      const seen = bestOf(left);
      if (seen === null) break;
      for (const { positions } of seen.runs) for (const position of positions) found.set(position, seen.robot);
      left = left.filter((run) => !seen.runs.includes(run));
    }
  }
  return found;
}

interface Match {
  readonly robot: Robot;
  readonly certainty: RobotCertainty;
  readonly runs: readonly Run[];
  readonly reasons: readonly string[];
}

function bestOf(runs: readonly Run[]): { readonly robot: RobotSeen; readonly runs: readonly Run[] } | null {
  const matches = ROBOTS.flatMap((robot) => matchOf(robot, runs) ?? []);
  const most = Math.max(...matches.map(({ certainty }) => RANK[certainty]));
  const equal = matches.filter(({ certainty }) => RANK[certainty] === most);
  const [best, ...others] = equal.filter(({ robot }, _, all) => robot.tool !== null || all.length === 1);
  if (best === undefined) return null;
  const starts = startsOf(best.runs);
  const orElse = others.map(({ robot }) => robot.name);
  const who = [best.robot.name, ...orElse].join(' or ');
  return {
    robot: {
      id: best.robot.id,
      name: best.robot.name,
      certainty: best.certainty,
      orElse,
      because: `looks like ${who}: ${best.reasons.join('; ')}`,
      runs: starts.length,
      nextRun: nextRunOf(starts),
    },
    runs: best.runs,
  };
}

function matchOf(robot: Robot, runs: readonly Run[]): Match | null {
  const actor = runs[0]?.actor ?? '';
  const named = runs.find(({ tools }) => tools.some((tool) => names(robot, tool)));
  const behaving = runs.filter(({ behaviours }) => behaviours.has(robot.behaviour));
  const byAccount = robot.account?.test(actor) === true;
  const certainty = certaintyOf(robot, { named: named !== undefined, account: byAccount, behaving });
  if (certainty === null) return null;
  const mine = runs.filter((run) => run.behaviours.has(robot.behaviour) || run.tools.some((one) => names(robot, one)));
  const tool = named?.tools.find((one) => names(robot, one));
  return { robot, certainty, runs: mine, reasons: reasonsOf(robot, { actor, tool, behaving, byAccount }) };
}

function names({ tool }: Robot, text: string): boolean {
  return tool !== null && tool.test(text);
}

interface Traces {
  readonly actor: string;
  readonly tool: string | undefined;
  readonly behaving: readonly Run[];
  readonly byAccount: boolean;
}

function reasonsOf({ behaviour }: Robot, { actor, tool, behaving, byAccount }: Traces): readonly string[] {
  const deeds =
    behaving.length > 0 ? `${actor} ${behaviour}${everyWords(startsOf(behaving))}` : `the account is ${actor}`;
  return [
    ...(tool === undefined ? [] : [`its records name "${tool.slice(0, 80)}"`]),
    deeds,
    ...(byAccount && tool === undefined ? ['by the name of the account'] : []),
  ];
}

interface Evidence {
  readonly named: boolean;
  readonly account: boolean;
  readonly behaving: readonly Run[];
}

/** A name that a sender chose proves little without the deed; the deed little where several do the same. */
function certaintyOf(robot: Robot, { named, account, behaving }: Evidence): RobotCertainty | null {
  const behaves = behaving.length > 0;
  if (named) return behaves ? 'high' : 'medium';
  if (!behaves) return null;
  const periodic = isRegular(startsOf(behaving));
  if (account) return periodic ? 'medium' : 'low';
  return periodic ? (robot.byPeriod ?? robot.byBehaviour) : robot.byBehaviour;
}

/** When the runs began, milliseconds; what began within half a day of another is its retry. */
function startsOf(runs: readonly Run[]): readonly number[] {
  const starts: number[] = [];
  for (const at of runs.map((run) => run.at).sort((one, other) => one - other))
    if (at - (starts.at(-1) ?? -Infinity) >= DAY_MS / 2) starts.push(at);
  return starts;
}

function intervalsOf(starts: readonly number[]): readonly number[] {
  return starts.slice(1).map((at, index) => at - (starts[index] ?? at));
}

/** Three runs or more, whose intervals differ by less than half of the middle one. */
function isRegular(starts: readonly number[]): boolean {
  const intervals = intervalsOf(starts);
  if (starts.length < ENOUGH_RUNS) return false;
  return Math.max(...intervals) - Math.min(...intervals) < medianOf(intervals) / 2;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

function nextRunOf(starts: readonly number[]): NextRun | null {
  const last = starts.at(-1);
  if (last === undefined || starts.length < ENOUGH_RUNS) return null;
  const intervals = intervalsOf(starts);
  const after = (milliseconds: number) => new Date(last + milliseconds).toISOString();
  return {
    last: new Date(last).toISOString(),
    expected: after(medianOf(intervals)),
    earliest: after(Math.min(...intervals)),
    latest: after(Math.max(...intervals)),
  };
}

function everyWords(starts: readonly number[]): string {
  if (starts.length < 2) return ', once so far';
  const days = intervalsOf(starts).map((interval) => Math.round(interval / DAY_MS));
  const [least, most] = [Math.min(...days), Math.max(...days)];
  const every = least === most ? `${least} days` : `${least} to ${most} days`;
  return starts.length < ENOUGH_RUNS ? `, twice, ${every} apart` : ` every ${every}, ${starts.length} times so far`;
}
