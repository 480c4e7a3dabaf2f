import type { FleetDocument } from '#libs/fleet/document.js';
import type { PlanDefaults, Problem } from '#libs/planning/command-defaults.js';
import { done, failed, type Failure, type Result } from '../failure.js';
import type { FleetFile } from '../fleet-file.js';
import type { Planned, Planner } from './planner.js';
import { problemFailure, readWritten, warningWords, type WrittenCommands } from './written.js';

/** What the caller gives to the commands of one plan. */
export interface Given extends Pick<PlanDefaults, 'answer' | 'certificate'> {
  /** Names or patterns of the servers that commands are for which name none. */
  readonly servers: readonly string[] | undefined;
}

/** A plan over a fleet document. The warnings are told, escaped. */
export async function planOffline(
  { file, document }: FleetFile,
  at: string,
  { written, given }: { readonly written: WrittenCommands; readonly given: Given },
): Promise<
  | { readonly ok: true; readonly planner: Planner; readonly planned: Planned; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failures: readonly Failure[] }
> {
  const servers = await chosenServers(document, given.servers);
  if (!servers.ok) return { ok: false, failures: [servers.failure] };
  const { storeDefaults } = await import('#libs/planning/store-defaults.js');
  const { planReporter } = await import('#libs/planning/report.js');
  const read = await readWritten(written, {
    ...storeDefaults(document.servers ?? []),
    ...(given.answer === undefined ? {} : { answer: given.answer }),
    ...(given.certificate === undefined ? {} : { certificate: given.certificate }),
    ...(servers.value === undefined ? {} : { servers: servers.value }),
  });
  if (!read.ok) return { ok: false, failures: read.problems.map((problem) => problemFailure(problem, written)) };
  const { ambiguousServers } = await import('#libs/planning/ambiguous-servers.js');
  const unclear = ambiguousServers(document.servers ?? [], read.commands);
  if (unclear.length > 0) return { ok: false, failures: unclear.map((problem) => problemFailure(problem, written)) };
  const report = planReporter(document, at);
  return {
    ok: true,
    planner: {
      source: file,
      at,
      position: null,
      partly: [],
      plan: (commands) => Promise.resolve(done(report(commands))),
    },
    planned: { commands: read.commands, report: report(read.commands) },
    warnings: read.warnings.map(warningWords),
  };
}

async function chosenServers(
  { servers }: FleetDocument,
  patterns: readonly string[] | undefined,
): Promise<Result<readonly string[] | undefined>> {
  if (patterns === undefined) return done(undefined);
  const { forServers } = await import('#libs/planning/for-servers.js');
  const chosen = forServers(servers ?? [], patterns);
  if (chosen.ok) return done(chosen.servers);
  const [first] = chosen.problems;
  return failed(serversFailure(first));
}

function serversFailure(problem: Problem | undefined): Failure {
  const { place = '', message = 'No server is named.', remedy = '' } = problem ?? {};
  return { exit: 64, what: message, where: `--servers ${place}`.trim(), remedy };
}
