import type { Selection } from '#libs/selection/selection.js';
import type { Failures } from '../failure.js';
import { type FleetFile, readFleetFile } from '../fleet-file.js';
import { filtered, nothingMeets, readAt, serverOf } from '../offline.js';
import { explanation } from '../render/explanation.js';
import type { Terminal } from '../terminal.js';

export interface ExplainFileOptions {
  readonly state: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** Explains one endpoint of one server of a fleet document, or all of that server when no endpoint is named. */
export async function explainFile(
  server: string,
  endpoint: string | undefined,
  options: ExplainFileOptions,
  terminal: Terminal,
): Promise<Failures> {
  const at = readAt('--at', options.at);
  if (!at.ok) return [at.failure];
  const file = await readFleetFile(options.state);
  if (!file.ok) return [file.failure];
  for (const warning of file.value.warnings) terminal.say(`warning: ${warning}`);
  const instant = at.value ?? file.value.document.at ?? new Date().toISOString();
  const filter = { server, ...(endpoint === undefined ? {} : { endpoint }) };
  const { explain, select } = await import('#libs/selection/select.js');
  const found = filtered(explain(file.value.document, instant), file.value, filter);
  if (found.length === 0) return [nothingMeets([file.value], filter)];
  if (options.json === true) {
    terminal.printJson(endpoint === undefined ? { selections: found } : found[0]);
    return [];
  }
  const pages = found.map((selection) => {
    const next =
      selection.changesAt === null ? null : sameEndpoint(select(file.value.document, selection.changesAt), selection);
    return explanation({ selection, at: instant, ...storeOf(file.value, selection), next }, terminal.page);
  });
  terminal.print(pages.join(`\n\n${'\u2500'.repeat(terminal.page.width)}\n`));
  return [];
}

export function sameEndpoint(selections: readonly Selection[], { server, endpoint }: Selection): Selection | null {
  return selections.find((other) => other.server === server && other.endpoint === endpoint) ?? null;
}

function storeOf(file: FleetFile, selection: Selection) {
  const server = serverOf(file, selection.server);
  return { certificates: server?.certificates ?? [], version: server?.version ?? null };
}
