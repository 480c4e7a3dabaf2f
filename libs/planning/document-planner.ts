import type { FleetDocument } from '#libs/fleet/document.js';
import { ambiguousServers } from './ambiguous-servers.js';
import type { CommandWarning, PlanDefaults, Problem, ReadCommands } from './command-defaults.js';
import type { Command } from './command.js';
import { readCommandLines } from './read-command-lines.js';
import { readCommands } from './read-commands.js';
import { planReporter, type PlanReport } from './report.js';
import { storeDefaults } from './store-defaults.js';
import { touchedServers } from './touched.js';

/** A plan with the commands as they were read, or all that is wrong with them. */
export type ReadPlan =
  | {
      readonly ok: true;
      readonly commands: readonly Command[];
      readonly warnings: readonly CommandWarning[];
      readonly report: PlanReport;
      /** The `fqdn` of each server that the commands can change anything about. */
      readonly touched: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface DocumentPlanner {
  /** The commands as they are read, with what they take from the fleet; a server's name that two servers have is refused. */
  readonly commands: (asked: string | readonly unknown[], defaults?: PlanDefaults) => ReadCommands;
  readonly read: (commands: string | readonly unknown[], defaults?: PlanDefaults) => ReadPlan;
  readonly report: (commands: readonly Command[]) => PlanReport;
}

/**
 * Plans what people type over one fleet: the server and the browser read and plan with this, so that they say the same. The fleet is
 * surveyed once, and not before there is something to plan.
 * @param at RFC 3339
 */
export function documentPlanner(document: FleetDocument, at: string): DocumentPlanner {
  const servers = document.servers ?? [];
  const fromStores = storeDefaults(servers);
  let reporter: ReturnType<typeof planReporter> | undefined;
  const report = (commands: readonly Command[]) => (reporter ??= planReporter(document, at))(commands);
  const commandsIn = (asked: string | readonly unknown[], defaults: PlanDefaults = {}): ReadCommands => {
    const read = readAny(asked, { ...fromStores, ...defaults });
    const unclear = read.ok ? ambiguousServers(servers, read.commands) : [];
    return unclear.length > 0 ? { ok: false, problems: unclear } : read;
  };
  return {
    report,
    commands: commandsIn,
    read: (asked, defaults) => {
      const read = commandsIn(asked, defaults);
      if (!read.ok) return read;
      const touched = touchedServers(document, read.commands).servers.map(({ server }) => server.fqdn);
      return { ...read, report: report(read.commands), touched: new Set(touched) };
    },
  };
}

function readAny(asked: string | readonly unknown[], defaults: PlanDefaults): ReadCommands {
  return typeof asked === 'string' ? readCommandLines(asked, defaults) : readCommands(asked, defaults);
}
