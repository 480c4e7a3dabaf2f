import type { FleetEvent } from '#libs/fleet/event.js';
import { speakerOf } from '#libs/fleet/source.js';
import {
  filesIn,
  givenFor,
  leftOutOf,
  neededOfFiles,
  warningsOf,
  type GivenForFiles,
  type NeededOfFile,
} from '#libs/formats/files.js';
import { withGiven } from '#libs/formats/needed.js';
import type { Refusal, Report, Warning } from '#libs/formats/report.js';
import { inOrganization, type Transaction } from '#libs/store/database.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { receiveWithin, type Upload } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { knownContents } from '#libs/store/queries/known-contents.js';
import { organizationExists } from '#libs/store/queries/organization-exists.js';
import { progress } from '#libs/store/queries/progress.js';
import { isDecoderBusy } from '../decoder/decoder.js';
import type { Caller } from './caller.js';
import type { Api } from './context.js';
import { compared } from './known-events.js';
import { type RefusalKind, Refused } from './refused.js';
import type { SentClock } from './sent-at.js';

export interface SentEvents {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly clock: SentClock;
}

/**
 * Takes in events: checked whole, stored, and only then acknowledged.
 *
 * A duplicate is an event that the log holds already, or that stands twice in the request; one that says something else under a known id is a
 * conflict, which is no reason to refuse the others. One that waits in the inbox counts as accepted: its ticket tells what became of it.
 */
export async function acceptEvents(api: Api, caller: Caller, { bytes, contentType, clock }: SentEvents) {
  const report = await decoded(api, bytes);
  if (report.format !== 'cloudevents') throw notEvents(report.format);
  onlyOwnServers(caller, report);
  const ids = report.events.map(eventIdOf);
  const upload = { kind: 'events', bytes, contentType, clockOffsetMs: clock.clockOffsetMs } as const;
  const { before, ...accepted } = await store(api, caller, upload, (db) => knownContents(db, caller.organization, ids));
  const { warnings: conflicting, ...counts } = compared(report.events, ids, before);
  const warnings = [
    ...report.warnings,
    ...otherOrganizations(caller, report.events),
    ...conflicting,
    ...clock.warnings,
  ];
  return { ...counts, ...accepted, warnings };
}

export interface SentImport {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly filename: string | null;
  readonly server?: string | undefined;
  readonly observedAt?: string | undefined;
  readonly observedAtFrom?: 'name' | 'mtime' | undefined;
  readonly complete?: string | undefined;
  readonly clock: SentClock;
}

/**
 * Takes in a file, or a zip of files, after it is clear that it can be read and says, with the parameters, of what and of when it speaks. Of a
 * zip that holds for every file that can be read; the others are told of and left out.
 */
export async function acceptImport(api: Api, caller: Caller, sent: SentImport) {
  const { filename, contentType, bytes, clock } = sent;
  const given = givenOf(sent);
  const report = await decoded(api, bytes);
  const name = filename ?? undefined;
  const missing = neededOfFiles(report, given, name);
  if (missing.length > 0) throw lacking(missing, report.parts !== undefined);
  for (const file of filesIn(report, name))
    if (file.decoded.ok) onlyOwnServers(caller, withGiven(file.decoded.report, givenFor(file, given)));
  const parameters = { ...given, ...(sent.complete !== undefined && { complete: sent.complete }) };
  // A person's files were dated by other clocks than that of the machine which sends them; a collector sends what it has seen itself.
  const clockOffsetMs = caller.role === 'collector' ? clock.clockOffsetMs : undefined;
  const upload = { kind: 'import', bytes, filename: name, contentType, parameters, clockOffsetMs } as const;
  const { ticket, head } = await store(api, caller, upload, NOTHING_ASKED);
  const warnings = [...warningsOf(report), ...clock.warnings];
  return { ticket, head, format: report.format, warnings, leftOut: leftOutOf(report) };
}

function givenOf({ server, observedAt, observedAtFrom }: SentImport): GivenForFiles {
  if (observedAt !== undefined && observedAtFrom !== undefined)
    throw new Refused('bad-request', 'observedAt and observedAtFrom exclude each other.', {
      remedy: 'Give one of them: the instant itself, or where it comes from.',
    });
  return {
    ...(server !== undefined && { server }),
    ...(observedAt !== undefined && { observedAt }),
    ...(observedAtFrom !== undefined && { observedAtFrom }),
  };
}

/** So many files are told of by name. */
const MOST_FILES = 20;

function lacking(missing: readonly NeededOfFile[], inArchive: boolean): Refused {
  const facts = [...new Set(missing.map(({ fact }) => fact))].join(' and ');
  const others = new Set(missing.map(({ file }) => file)).size - 1;
  const more = others > 0 ? ` So it is with ${others} more of its files.` : '';
  const without = inArchive ? ', or make the zip without these files and send them apart' : '';
  return new Refused('unprocessable', `${missing[0]?.message}${more}`, {
    remedy: `Send it again with the parameter ${facts}${without}.`,
    errors: missing.slice(0, MOST_FILES).map(({ fact, message, suggestions, file }) => ({
      parameter: fact,
      message,
      suggestions,
      ...(inArchive && { place: file }),
    })),
  });
}

/** Reads the bytes off the main thread. Whatever is wrong with them ends the request here, with nothing stored. */
async function decoded(api: Api, bytes: Uint8Array): Promise<Report> {
  const read = await api.decoder.decode(bytes).catch((error: unknown) => {
    if (!isDecoderBusy(error)) throw error;
    throw new Refused('busy', 'Too many files are being read.', {
      remedy: 'Send it again in a moment.',
      retryAfter: 5,
    });
  });
  if (read.ok) return read.report;
  throw refusedContent(read.refusal);
}

const KIND: Record<Refusal['kind'], RefusalKind> = {
  empty: 'bad-request',
  'not-recognised': 'unsupported-media-type',
  malformed: 'unprocessable',
  'too-large': 'too-large',
  'private-key': 'private-key',
};

export function refusedContent({ kind, message, place, remedy }: Refusal): Refused {
  const index = indexOf(message, place);
  return new Refused(KIND[kind], message, {
    remedy,
    ...(place !== '' && { place }),
    ...(index !== null && { index }),
    errors: [{ message, ...(place !== '' && { place }), ...(index !== null && { index }) }],
  });
}

/** Which event of a batch is to blame: the reader of events says so in its sentence, and a list in its place. */
function indexOf(message: string, place: string): number | null {
  const found = /^Event (\d+): /.exec(message)?.[1] ?? /^\[(\d+)\]/.exec(place)?.[1];
  return found === undefined ? null : Number(found);
}

function notEvents(format: string): Refused {
  return new Refused('unsupported-media-type', `This is no CloudEvent but a file of the format ${format}.`, {
    remedy: 'Send files to POST /api/v1/imports.',
  });
}

/** A collector that is bound to servers speaks of them and of nothing else. */
function onlyOwnServers({ servers }: Caller, report: Report): void {
  if (servers === null) return;
  const spoken = [
    ...report.events.map(({ source }) => speakerOf(source)?.server ?? null),
    ...(report.happenings ?? []).map(({ server }) => server),
    ...report.servers.map(({ server }) => server.fqdn),
    ...(Object.keys(report.organization).length > 0 ? [null] : []),
  ];
  const index = spoken.findIndex((name) => name === null || !servers.includes(name.toLowerCase()));
  if (index < 0) return;
  const whom = spoken[index] ?? 'the organization as a whole';
  throw new Refused(
    'forbidden',
    `This token may not report on ${whom}.`,
    index < report.events.length ? { index } : {},
  );
}

function otherOrganizations({ organization }: Caller, events: readonly FleetEvent[]): readonly Warning[] {
  const others = new Set(
    events.map(({ source }) => speakerOf(source)?.organization.toLowerCase()).filter((name) => name !== undefined),
  );
  others.delete(organization);
  return [...others].slice(0, 5).map((name) => ({
    place: 'source',
    message: `The source names the organization ${JSON.stringify(name)}; it is recorded in ${organization}, for which the request was made.`,
  }));
}

const NOTHING_ASKED = () => Promise.resolve();

/**
 * Commits the bytes; the queue is told afterwards, and what it is not told the reconciler finds.
 *
 * @param ask asked in the same transaction, before them: a worker may be quicker than the answer to a request.
 */
async function store<T>(
  api: Api,
  caller: Caller,
  upload: Upload,
  ask: (db: Transaction) => Promise<T>,
): Promise<{ readonly ticket: string; readonly head: string; readonly before: T }> {
  const { organization } = caller;
  await mustExist(api, caller);
  const stored = await inOrganization(api.database, organization, async (db) => {
    const before = await ask(db);
    const ticket = await receiveWithin(db, organization, { ...upload, credential: caller.name });
    const { headHash } = await progress(db, organization);
    return { ticket, head: headHash, before };
  });
  const { ticket } = stored;
  void api.queue.enqueue([{ organization, inboxId: ticket }]).then((taken) => {
    if (!taken) api.log.warn({ organization, ticket }, 'the queue did not take it; the reconciler will');
  });
  return stored;
}

/** The caller's organization is there, or is opened now if the caller may. @throws Refused */
export async function mustExist(api: Api, { organization, opensOrganizations }: Caller): Promise<void> {
  const exists = await inOrganization(api.database, organization, (db) => organizationExists(db, organization));
  if (exists) return;
  if (!opensOrganizations)
    throw new Refused('forbidden', `There is no organization ${organization}, and this token may not open it.`);
  await openOrganization(api.database, organization);
}
