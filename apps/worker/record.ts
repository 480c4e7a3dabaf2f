import type { DataSource } from 'typeorm';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { filesIn, warningsOf } from '#libs/formats/files.js';
import type { FileResult } from '#libs/formats/file-result.js';
import type { Refusal, Report, Warning } from '#libs/formats/report.js';
import { append, type AppendOutcome } from '#libs/store/append.js';
import { inOrganization } from '#libs/store/database.js';
import type { NewEvent } from '#libs/store/event-row.js';
import type { Claim, Ending } from '#libs/store/inbox.js';
import { recordedSince } from '#libs/store/queries/recorded-since.js';
import { recordSenderClock } from '#libs/store/sender-clocks.js';
import { recordSightings } from '#libs/store/sightings.js';
import { judge } from './judge.js';
import { prepare } from './prepare.js';
import { resultOf, type Fate, type PreparedFile } from './results.js';

/**
 * Records what the files of an upload say, and tells how it ends. Of each file all or, when an event of it cannot be recorded, nothing; the other
 * files of an archive are recorded all the same. Every effect carries its own key, so that doing it again, also by a worker that wakes up late,
 * changes nothing.
 */
export async function record(db: DataSource, claim: Claim, report: Report): Promise<Ending> {
  const files = filesIn(report, claim.filename).map((file) => prepare(claim, file, report.parts !== undefined));
  const placed = files.flatMap(({ events }) => events);
  const verdicts = await judge(db, claim, placed);
  const fresh = placed.filter((_, i) => verdicts[i] === null);
  const { results, position } = await append(db, claim.organization, fresh);
  const sightings = verdicts.filter((sighting) => sighting !== null);
  if (sightings.length > 0)
    await inOrganization(db, claim.organization, (inside) => recordSightings(inside, claim.organization, sightings));
  await noteClock(db, claim, placed);
  const outcomes = await withEarlierRuns(db, claim, fresh, results);
  let next = 0;
  const fates = verdicts.map((sighting): Fate =>
    sighting === null ? (outcomes[next++] ?? 'duplicate') : 'seen-again',
  );
  return endingOf(files, fates, { warnings: warningsOf(report), position });
}

/** How far off the clock is that dated all this, if its sender said when it sent. */
async function noteClock(db: DataSource, claim: Claim, placed: readonly NewEvent[]): Promise<void> {
  const { organization, receivedAt, credential, clockOffsetMs } = claim;
  if (clockOffsetMs === undefined) return;
  const told = { streams: placed.map(({ stream }) => stream), receivedAt, credential, clockOffsetMs };
  await inOrganization(db, organization, (inside) => recordSenderClock(inside, organization, told));
}

/**
 * A worker that died after it had recorded everything leaves an upload whose events are all in the log: they are this upload's all the same, so
 * that it does not seem to have brought nothing.
 */
async function withEarlierRuns(
  db: DataSource,
  { organization, attempts, receivedAt }: Claim,
  events: readonly NewEvent[],
  results: readonly AppendOutcome[],
): Promise<readonly AppendOutcome[]> {
  if (attempts <= 1 || !results.includes('duplicate')) return results;
  const ids = events.map(eventIdOf);
  const recorded = await inOrganization(db, organization, (inside) =>
    recordedSince(inside, organization, ids, receivedAt),
  );
  const told = new Set<string>();
  return results.map((result, i) => {
    const id = ids[i] ?? '';
    const mine = recorded.has(id) && recorded.get(id) === events[i]?.reportedBy && !told.has(id);
    told.add(id);
    return result === 'duplicate' && mine ? 'recorded' : result;
  });
}

interface Told {
  readonly warnings: readonly Warning[];
  readonly position: number;
}

function endingOf(prepared: readonly PreparedFile[], fates: readonly Fate[], told: Told): Ending {
  let at = 0;
  const files = prepared.map((file) => resultOf(file, fates.slice(at, (at += file.events.length))));
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  if (prepared.every(({ refusal }) => refusal !== null)) return noneRecorded(prepared, files, told);
  const ending = { ...told, files, events: count('recorded') };
  if (count('conflict') > 0) return { ...ending, state: 'conflict', ...inConflict(count('conflict')) };
  return { ...ending, state: ending.events > 0 ? 'recorded' : 'duplicate' };
}

/** The reason is that of a file which should have been recorded, if there is one. */
function noneRecorded(prepared: readonly PreparedFile[], files: readonly FileResult[], { warnings }: Told): Ending {
  const refusals = prepared.flatMap(({ refusal }) => refusal ?? []);
  const refusal = refusals.find(({ skipped }) => !skipped) ?? refusals[0];
  return { ...quarantined(refusal?.reason ?? '', refusal?.remedy ?? '', warnings), files };
}

/** How an upload ends that could not be read at all. */
export function unread(claim: Claim, refusal: Refusal): Ending {
  const file = { name: claim.filename ?? '', decoded: { ok: false as const, refusal } };
  const prepared = prepare(claim, file, false);
  return noneRecorded([prepared], [resultOf(prepared, [])], { warnings: [], position: 0 });
}

function inConflict(count: number) {
  return {
    reason: `${count} ${count === 1 ? 'event carries' : 'events carry'} an id under which something else was recorded before.`,
    remedy: 'Both are kept. Find out which is right; a correction needs an id of its own.',
  };
}

export function quarantined(reason: string, remedy: string, warnings: readonly Warning[] = []): Ending {
  return { state: 'quarantined', reason, remedy, warnings };
}
