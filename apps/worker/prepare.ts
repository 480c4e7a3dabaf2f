import type { FleetEvent } from '#libs/fleet/event.js';
import { observe } from '#libs/fleet/observe.js';
import { streamOf } from '#libs/fleet/source.js';
import { givenFor, isNoExport, type GivenForFiles } from '#libs/formats/files.js';
import { needed, withGiven } from '#libs/formats/needed.js';
import type { Part, Refusal, Report } from '#libs/formats/report.js';
import { whyNotRecordable, type NewEvent } from '#libs/store/event-row.js';
import type { Claim } from '#libs/store/inbox.js';
import type { PreparedFile } from './results.js';

/** The events of one file of an upload, each with its stream; or why the file cannot be recorded. `inArchive`: it came with others. */
export function prepare(claim: Claim, file: Part, inArchive: boolean): PreparedFile {
  const name = file.name === '' ? null : file.name;
  if (!file.decoded.ok)
    return { name, format: null, events: [], warnings: [], refusal: refusalOf(file.decoded.refusal, inArchive) };
  const { report } = file.decoded;
  const said = { name, format: report.format, warnings: report.warnings };
  const refused = (reason: string, remedy: string): PreparedFile => ({
    ...said,
    events: [],
    refusal: { reason, remedy, skipped: false },
  });
  const given = givenFor(file, givenWith(claim));
  const [missing] = needed(report, given);
  if (missing !== undefined) return refused(missing.message, 'Send the file again with what it does not say.');
  const observed = observe(withComplete(withGiven(report, given), claim), {
    organization: claim.organization,
    observedAt: claim.receivedAt,
    ...(given.server !== undefined && { server: given.server }),
    ...reportedBy(claim, inArchive ? name : null),
  });
  const placed = place(observed.events);
  return placed.ok ? { ...said, events: placed.events, refusal: null } : refused(placed.reason, placed.remedy);
}

function refusalOf(refusal: Refusal, inArchive: boolean): PreparedFile['refusal'] {
  const { place: where, message, remedy } = refusal;
  const reason = where === '' ? message : `${where}: ${message}`;
  return { reason, remedy, skipped: inArchive && isNoExport(refusal) };
}

function givenWith({ parameters = {} }: Claim): GivenForFiles {
  const { server, observedAt, observedAtFrom } = parameters;
  return {
    ...(server !== undefined && { server }),
    ...(observedAt !== undefined && { observedAt }),
    ...((observedAtFrom === 'name' || observedAtFrom === 'mtime') && { observedAtFrom }),
  };
}

/** Who sent it may know that the lists of the file are exhaustive when the file itself does not say. */
function withComplete(report: Report, { parameters = {} }: Claim): Report {
  const keys = (parameters['complete'] ?? '').split(',').map((key) => key.trim());
  const said = keys.filter((key) => key !== '');
  if (said.length === 0) return report;
  const servers = report.servers.map(({ server, complete }) => ({
    server,
    complete: [...new Set([...complete, ...said])],
  }));
  return { ...report, servers };
}

function reportedBy({ filename, credential }: Claim, inside: string | null): { readonly reportedBy?: string } {
  const who = filename ?? credential;
  if (inside !== null) return { reportedBy: who === undefined ? inside : `${who}: ${inside}` };
  return who === undefined ? {} : { reportedBy: who };
}

type Placed =
  | { readonly ok: true; readonly events: readonly NewEvent[] }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

const WHY_NOT: Record<NonNullable<ReturnType<typeof whyNotRecordable>>, string> = {
  'occurred-at-out-of-range': 'its time is not between the years 1 and 9999',
  'server-name-too-long': 'the name of its server is too long',
};

/** Each event with the stream it belongs to. */
function place(events: readonly FleetEvent[]): Placed {
  const placed: NewEvent[] = [];
  for (const [index, event] of events.entries()) {
    const belongs = streamOf(event);
    if (!belongs.ok)
      return {
        ok: false,
        reason: `Event ${index} of ${events.length} does not say whom it is about: ${belongs.reason}.`,
        remedy: 'Its source must be /organizations/<organization>/servers/<fqdn> or /organizations/<organization>.',
      };
    const recordable = { ...event, stream: belongs.stream };
    const reason = whyNotRecordable(recordable);
    if (reason !== null)
      return {
        ok: false,
        reason: `Event ${index} of ${events.length} cannot be recorded: ${WHY_NOT[reason]}.`,
        remedy: 'Correct it where it comes from and send it again.',
      };
    placed.push(recordable);
  }
  return { ok: true, events: placed };
}
