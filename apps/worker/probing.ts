import { readFile, stat } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { canonicalText } from '#libs/fleet/canonical.js';
import { PACE, type Pace } from '#libs/probe/pace.js';
import { type Presentation, presentationEvent } from '#libs/probe/presentation.js';
import { readRegistered, type Registered, type Registration } from '#libs/probe/registration.js';
import { round, type Round, type Subject } from '#libs/probe/round.js';
import type { IngestQueue } from '#libs/queue/queue.js';
import { acrossOrganizations, inOrganization } from '#libs/store/database.js';
import { receive } from '#libs/store/inbox.js';
import { takeLease } from '#libs/store/lease.js';
import { heads } from '#libs/store/queries/head.js';
import { streamsOf } from '#libs/store/queries/histories.js';
import { observedPresentations } from '#libs/store/queries/presentations.js';
import { serverNow } from '#libs/store/queries/servers-now.js';
import { pause } from './every.js';
import type { ProbeSettings } from './probe-settings.js';

export interface ProbingTools {
  readonly database: DataSource;
  readonly queue: Pick<IngestQueue, 'enqueue'>;
  readonly holder: string;
  readonly log: Logger;
  readonly settings: ProbeSettings;
  readonly stop: AbortSignal;
  readonly pace?: Pace;
}

/** What came of a round over all organizations. */
export interface Probed {
  readonly servers: number;
  readonly looks: number;
  /** Presentations that were sent to be recorded: those that were new, or a day old. */
  readonly recorded: number;
}

const LARGEST_FILE = 4 * 1024 * 1024;
const DAY_MS = 86_400_000;
const MOST_EVENTS = 20_000;
const MOST_IN_AN_UPLOAD = 500;
const NOTHING: Probed = { servers: 0, looks: 0, recorded: 0 };

/**
 * Looks at the registered servers of every organization, and has recorded what is new. One worker at a time does so for an organization, and not
 * before the time between two rounds is over. What was seen before within a day is not recorded again.
 */
export function prober(tools: ProbingTools): () => Promise<Probed> {
  return async () => {
    const registered = await registeredOf(tools);
    if (registered === null) return NOTHING;
    const known = await acrossOrganizations(tools.database, heads);
    let sum = NOTHING;
    for (const { organization } of known) {
      const servers = registered.get(organization);
      if (servers === undefined || tools.stop.aborted) continue;
      const { holder, settings } = tools;
      const lease = await takeLease(tools.database, organization, {
        name: 'probe',
        holder,
        seconds: settings.everySeconds,
      });
      if (lease === null) continue;
      const { looks, recorded, servers: count } = await probeOrganization(tools, organization, servers);
      sum = { servers: sum.servers + count, looks: sum.looks + looks, recorded: sum.recorded + recorded };
    }
    return sum;
  };
}

/** Read anew for every round; a file that is not right ends the round, not the worker. */
async function registeredOf({ settings: { targets }, log }: ProbingTools): Promise<Registered | null> {
  const text = (await stat(targets)).size > LARGEST_FILE ? null : await readFile(targets, 'utf8');
  const read = text === null ? null : readRegistered(text);
  if (read?.ok === true) return read.registered;
  const why = read === null ? { message: 'it is larger than 4 MiB' } : read.refusal;
  log.error({ targets, ...why }, 'the targets file of the probes is not right; nothing is looked at');
  return null;
}

async function probeOrganization(
  tools: ProbingTools,
  organization: string,
  registered: ReadonlyMap<string, Registration>,
): Promise<Probed> {
  const { settings, stop, log } = tools;
  const subjects = await subjectsOf(tools, organization, registered);
  const clock = { now: () => Date.now(), wait: pause };
  const rounds = await round(subjects, { from: settings.from, pace: tools.pace ?? PACE, clock, stop });
  for (const one of rounds) tell(one, log.child({ organization }));
  const events = await newEvents(tools, organization, rounds);
  for (let begin = 0; begin < events.length; begin += MOST_IN_AN_UPLOAD) {
    const bytes = new TextEncoder().encode(JSON.stringify(events.slice(begin, begin + MOST_IN_AN_UPLOAD)));
    const upload = {
      kind: 'events',
      bytes,
      contentType: 'application/cloudevents-batch+json',
      credential: 'probe',
    } as const;
    const inboxId = await receive(tools.database, organization, upload);
    await tools.queue.enqueue([{ organization, inboxId }]);
  }
  const looks = rounds.reduce((sum, { sights }) => sum + sights.length, 0);
  log.info({ organization, servers: subjects.length, looks, recorded: events.length }, 'looked at servers');
  return { servers: subjects.length, looks, recorded: events.length };
}

/** The registered servers that the inventory knows under that very name: the name is what is connected to. */
async function subjectsOf(
  { database, log }: ProbingTools,
  organization: string,
  registered: ReadonlyMap<string, Registration>,
): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  const unknown: string[] = [];
  for (const [server, registration] of registered) {
    const row = await inOrganization(database, organization, (db) => serverNow(db, organization, server));
    if (row?.state.server.fqdn.toLowerCase() === server) subjects.push({ known: row.state, registration });
    else unknown.push(server);
  }
  if (unknown.length > 0)
    log.warn(
      { organization, servers: unknown.slice(0, 20), count: unknown.length },
      'registered servers are not in the inventory',
    );
  return subjects;
}

function tell({ subject, sights }: Round, log: Logger): void {
  const server = subject.known.server.fqdn;
  for (const { planned, look, taker } of sights) {
    const { protocol, port } = planned;
    if (look.injected !== null)
      log.warn({ server, protocol, port, injected: look.injected }, 'plaintext came with the answer to STARTTLS');
    const { outcome } = look;
    if (outcome.kind === 'unreachable' || outcome.kind === 'protocol-error')
      log.info({ server, protocol, port, outcome }, 'nothing was seen');
    else if (taker !== null && !('endpoint' in taker))
      log.info({ server, protocol, port, taker }, 'it cannot be told which endpoint answered');
  }
}

/** What was seen, but for what was recorded within a day and is still so. */
async function newEvents({ database }: ProbingTools, organization: string, rounds: readonly Round[]) {
  const since = new Date(Date.now() - DAY_MS);
  const events: Readonly<Record<string, unknown>>[] = [];
  for (const { subject, sights } of rounds) {
    const server = subject.known.server.fqdn;
    const seen = await inOrganization(database, organization, async (db) => {
      const key = server.toLowerCase();
      const streams = (await streamsOf(db, organization, [key])).get(key)?.streams ?? [];
      return observedPresentations(db, organization, { streams, since, most: MOST_EVENTS });
    });
    const latest = new Map<string, string>();
    for (const { data } of seen.toReversed()) latest.set(wayOf(data), canonicalText(data));
    for (const { presentation, at } of sights)
      if (presentation !== null && latest.get(wayOf(presentation)) !== canonicalText(presentation))
        events.push(presentationEvent({ organization, server }, at, presentation));
  }
  return events;
}

/** How an endpoint was looked at. */
function wayOf({ endpoint, protocol, port, serverName, observedFrom }: Presentation): string {
  return JSON.stringify([endpoint, protocol ?? null, port ?? null, serverName ?? null, observedFrom ?? null]);
}
