import type { Alert } from '#libs/alerts/alert.js';
import { alertIdOf } from '#libs/alerts/alert-id.js';
import type { AlertEvent, AlertFacts } from '#libs/alerts/alert-event.js';
import { type AlertRule, idsOf } from '#libs/alerts/alert-rule.js';
import { gapAlert, isMissing, type Known, missingOf, untoldGaps } from '#libs/alerts/gap-alerts.js';
import { found, resolved } from '#libs/alerts/transitions.js';
import { type Gap, holesBetween, isSettled } from '#libs/fleet/gaps.js';
import { speakerOf } from '#libs/fleet/source.js';
import { serverStream } from '#libs/fleet/event.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';
import { countedRanges, MOST_RANGES, sourcesCountedAfter } from '../queries/counts.js';
import { groupedBy } from '../queries/grouped.js';
import { alertsById, openAlerts } from './alert-rows.js';
import { type Follower, noteCounted } from './follower.js';

interface When {
  readonly organization: string;
  readonly now: string;
}

/** A hole shows ten minutes after what comes behind it: to look every minute is soon enough. */
const LOOK_MS = 60_000;
/** So many sources are looked at in one go; the others at the next look. */
const MOST_SOURCES = 1_000;
/** … of which so many with one question: a source may number what it tells so that it has thousands of holes. */
const AT_ONCE = 20;
/** More holes of one source are told by those. */
const MOST_OF_A_SOURCE = 20;

/**
 * What alerts there have to be of holes in what sources number. Only the sources are looked at that told something since the last look, or some minutes
 * before it, and those with an open alert.
 */
export async function gapEvents(
  db: Transaction,
  rules: readonly AlertRule[],
  follower: Follower,
  when: When,
): Promise<readonly AlertEvent[]> {
  const asking = rules.filter(({ condition }) => condition.kind === 'source-gap');
  if (asking.length === 0 || !isTime(follower, when)) return [];
  const { organization, now } = when;
  const open = await openAlerts(db, organization, { rules: idsOf(rules, 'source-gap') });
  const after = { position: follower.countedPosition, most: MOST_SOURCES };
  const counted = await sourcesCountedAfter(db, organization, after);
  const sources = [...new Set([...counted.sources, ...open.flatMap(missingOf).map(({ source }) => source)])];
  const { holes, cutOff } = await holesOf(db, organization, sources);
  const gaps = holes.filter((hole) => isSettled(hole, now));
  const told = firstOfEach(gaps.filter(({ since }) => since >= follower.since));
  const known = await knownServers(db, organization, told);
  const things = asking.flatMap((rule) => {
    const own = open.filter(({ facts }) => facts.rule === rule.id);
    return untoldGaps(told, own).map((gap) => gapAlert(rule, gap, known.get(gap.source)));
  });
  // What may be on its way is looked at again, from where it shows on.
  const unsettled = holes.filter((hole) => !isSettled(hole, now)).map((hole) => hole.after.position - 1);
  await noteCounted(db, organization, Math.min(counted.until, ...unsettled));
  const isFilled = (alert: Alert) =>
    !isMissing(alert, gaps) && !missingOf(alert).some(({ source }) => cutOff.has(source));
  return [
    ...(await begun(db, things, when)),
    ...open.filter(isFilled).map((alert) => resolved(alert, { reason: 'filled' }, when)),
  ];
}

function isTime({ countedAt }: Follower, { now }: When): boolean {
  return countedAt === null || Date.parse(now) - Date.parse(countedAt) >= LOOK_MS;
}

interface Holes {
  readonly holes: readonly Gap[];
  /** Sources with more holes than were looked at: of them it is not known what is filled. */
  readonly cutOff: ReadonlySet<string>;
}

async function holesOf(db: Transaction, organization: string, sources: readonly string[]): Promise<Holes> {
  const holes: Gap[] = [];
  const cutOff = new Set<string>();
  for (let start = 0; start < sources.length; start += AT_ONCE) {
    const some = sources.slice(start, start + AT_ONCE);
    const ranges = await countedRanges(db, organization, { sources: some });
    if (ranges.length >= MOST_RANGES) for (const source of some) cutOff.add(source);
    holes.push(...holesBetween(ranges));
  }
  return { holes, cutOff };
}

function firstOfEach(gaps: readonly Gap[]): readonly Gap[] {
  return [...groupedBy(gaps, ({ source }) => source).values()].flatMap((own) => own.slice(0, MOST_OF_A_SOURCE));
}

/** What was accepted does not begin again. */
async function begun(db: Transaction, things: readonly AlertFacts[], when: When): Promise<readonly AlertEvent[]> {
  const ids = things.map((facts) => alertIdOf(when.organization, facts));
  const known = await alertsById(db, when.organization, ids);
  const isAccepted = (alert: Alert | undefined) => alert?.resolved?.reason === 'accepted';
  return found(
    things.filter((facts) => !isAccepted(known.get(alertIdOf(when.organization, facts)))),
    known,
    when,
  );
}

/** The servers that these sources speak of, by source. */
async function knownServers(
  db: Transaction,
  organization: string,
  gaps: readonly Gap[],
): Promise<ReadonlyMap<string, Known>> {
  const streams = new Map<string, string>();
  for (const { source } of gaps) {
    const server = speakerOf(source)?.server;
    if (server != null) streams.set(source, columnText(serverStream(server)));
  }
  const rows = await db.query<{ stream: string; server: string; fqdn: string }>(
    `select a.stream, a.server, s.fqdn from certfleet.server_alias a join certfleet.server_state s using (organization, server)
     where a.organization = $1 and a.stream = any($2::text[])`,
    [organization, [...new Set(streams.values())]],
  );
  const byStream = new Map(rows.map((row) => [row.stream, row]));
  const known = new Map<string, Known>();
  for (const [source, stream] of streams) {
    const row = byStream.get(stream);
    if (row !== undefined) known.set(source, { server: textOfColumn(row.server), fqdn: textOfColumn(row.fqdn) });
  }
  return known;
}
