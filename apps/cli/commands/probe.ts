import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { PACE } from '#libs/probe/pace.js';
import { plannedLooks } from '#libs/probe/planned.js';
import { thumbprintsOf } from '#libs/probe/presentation.js';
import type { Registration } from '#libs/probe/registration.js';
import { round, type Round } from '#libs/probe/round.js';
import { countsByRule } from '#libs/views/presentation-check.js';
import { type Connection, connectionOf, type OnlineOptions } from '../connection.js';
import { done, failed, type Failure, type Failures, type Result } from '../failure.js';
import { type Compared, comparedWith } from '../probe/compared.js';
import { recordRounds } from '../probe/record.js';
import { type AskedServer, subjectsOf, targetsOf } from '../probe/subjects.js';
import { plannedText, seenText, summaryText } from '../render/probe.js';
import { counted } from '../text/lines.js';
import type { Terminal } from '../terminal.js';

export interface ProbeOptions extends OnlineOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly endpoint?: string;
  readonly from?: string;
  readonly targets?: string;
}

/** Connects to servers of the inventory as a client would, compares what they present with what was foretold, and records it. */
export async function probe(servers: readonly string[], options: ProbeOptions, terminal: Terminal): Promise<Failures> {
  if (servers.length > 0 === (options.all === true)) return [nobodyNamed(servers.length > 0)];
  const from = (options.from ?? hostname()).trim();
  if (from === '' || from.length > LONGEST_FROM)
    return [{ exit: 64, what: 'this is no name to be seen from', where: '--from' }];
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const registered = await registeredOf(options);
  if (!registered.ok) return [registered.failure];
  const wanted = { names: servers, all: options.all === true, registered: registered.value };
  const { subjects, failures } = await subjectsOf(connection.value, wanted);
  if (subjects.length === 0) return failures.length > 0 ? failures : [nothingToLookAt()];
  if (options.dryRun === true) {
    showPlan(subjects, options, terminal);
    return failures;
  }
  return [...failures, ...(await run(connection.value, subjects, { ...options, from }, terminal))];
}

const LONGEST_FROM = 255;

function nobodyNamed(both: boolean): Failure {
  return {
    exit: 64,
    what: both ? 'servers are named, and --all is given too' : 'no server is named',
    remedy: 'Name servers of the inventory, or give --all. Nothing is looked at unasked.',
  };
}

function nothingToLookAt(): Failure {
  return {
    exit: 1,
    what: 'there is no server that may be looked at',
    remedy: 'Import an inventory, or see docs/probe.md.',
  };
}

async function registeredOf({
  targets,
  organization = 'default',
}: ProbeOptions): Promise<Result<ReadonlyMap<string, Registration> | null>> {
  if (targets === undefined) return done(null);
  const read = await targetsOf(targets);
  if (!read.ok) return read;
  const servers = read.value.get(organization.toLowerCase());
  if (servers !== undefined) return done(servers);
  return failed({
    exit: 64,
    what: `no server of the organization ${organization} is registered`,
    where: targets,
    remedy: `It has: ${[...read.value.keys()].join(', ') || 'none'}. Name one with --organization.`,
  });
}

function showPlan(subjects: readonly AskedServer[], { endpoint, json }: ProbeOptions, terminal: Terminal): void {
  const plans = subjects.map((subject) => {
    const { looks, left } = plannedLooks(subject.known.server, subject.registration);
    const wanted = endpoint?.toLowerCase();
    const kept = looks.filter(
      ({ endpoints }) => wanted === undefined || endpoints.some((one) => one.toLowerCase() === wanted),
    );
    return { subject, looks: kept, left };
  });
  if (json === true)
    terminal.printJson({
      planned: plans.map(({ subject: { answer, registration }, looks, left }) => ({
        server: answer.fqdn,
        address: registration.address ?? null,
        looks: looks.map((look) => ({ ...look, by: registration.ports[String(look.port)] ?? look.port })),
        left,
      })),
    });
  else terminal.print(plans.map(({ subject, looks }) => plannedText(subject, looks, terminal.page)).join('\n\n'));
}

async function run(
  connection: Connection,
  subjects: readonly AskedServer[],
  options: ProbeOptions & { readonly from: string },
  terminal: Terminal,
): Promise<Failures> {
  const rounds = await lookAtAll(subjects, options, terminal);
  const results: { readonly subject: AskedServer; readonly round: Round; readonly compared: readonly Compared[] }[] =
    [];
  const failures: Failure[] = [];
  for (const [index, subject] of subjects.entries()) {
    const taken = rounds[index];
    if (taken === undefined) continue;
    const compared = await comparedWith(connection, subject, taken.sights);
    if (compared.ok) results.push({ subject, round: taken, compared: compared.value });
    else failures.push(compared.failure);
  }
  const recorded = await recordRounds(connection, rounds);
  if (!recorded.ok) failures.push(recorded.failure);
  const all = results.flatMap(({ compared, subject }) =>
    compared.map((one) => ({ ...one, version: subject.answer.version ?? null })),
  );
  const counts = countsByRule(
    all.flatMap(({ predicted, check, version }) =>
      check === null ? [] : [{ rule: predicted?.rule ?? null, version, check }],
    ),
  );
  if (options.json === true) {
    const seen = results.flatMap(({ subject, compared }) => compared.map((one) => lookItem(subject, one)));
    const left = results.flatMap(({ subject, round: { plan } }) =>
      plan.left.map((one) => ({ server: subject.answer.fqdn, ...one })),
    );
    terminal.printJson({
      from: options.from,
      looks: seen,
      left,
      counts,
      recorded: recorded.ok ? recorded.value : null,
    });
    return failures;
  }
  for (const { subject, compared } of results) terminal.print(`${seenText(subject, compared, terminal.page)}\n`);
  terminal.print(summaryText(all, counts, terminal.page));
  if (recorded.ok)
    terminal.say(`${counted(recorded.value.events, 'observation')} recorded, as seen from ${options.from}.`);
  return failures;
}

/** Ctrl-C ends the looking, not the telling of what was seen before. */
async function lookAtAll(
  subjects: readonly AskedServer[],
  { endpoint, from }: ProbeOptions & { readonly from: string },
  terminal: Terminal,
): Promise<readonly Round[]> {
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once('SIGINT', interrupted);
  const clock = {
    now: () => Date.now(),
    wait: (milliseconds: number, signal: AbortSignal) =>
      sleep(milliseconds, undefined, { signal }).catch(() => undefined),
  };
  if (terminal.interactive) terminal.say(`Looking at ${counted(subjects.length, 'server')} …`);
  const rounds = await round(subjects, { from, endpoint, pace: PACE, clock, stop: stop.signal });
  process.off('SIGINT', interrupted);
  return rounds;
}

function lookItem({ answer }: AskedServer, { sighted, endpoint, predicted, check, hints }: Compared) {
  const { planned, look, taker, at } = sighted;
  const { outcome, injected, address } = look;
  const seen = outcome.kind === 'presented' ? { ...outcome, chain: thumbprintsOf(outcome.chain) } : outcome;
  return {
    server: answer.fqdn,
    endpoint,
    at,
    protocol: planned.protocol,
    port: planned.port,
    serverName: planned.serverName,
    address,
    seen,
    injected,
    cannotTell: taker !== null && !('endpoint' in taker) ? ('unknown' in taker ? taker.unknown : taker.none) : null,
    predicted: predicted === null ? null : { ...predicted, trace: undefined, candidates: undefined },
    agreement: check?.agreement ?? null,
    reason: check?.reason ?? null,
    hints,
  };
}
