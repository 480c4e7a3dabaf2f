import type { Selection } from '#libs/selection/selection.js';
import type { Failures } from '../failure.js';
import { readFleetFiles } from '../fleet-file.js';
import { type Filter, filtered, nothingMeets, readAt } from '../offline.js';
import type { Terminal } from '../terminal.js';

export interface SelectOptions extends Filter {
  readonly state: readonly string[];
  readonly at?: string;
}

/** What every endpoint of one or several fleet documents presents: `{ selections }`, or `{ results: [{ selections }] }` in the order given. */
export async function select(options: SelectOptions, terminal: Terminal): Promise<Failures> {
  const at = readAt('--at', options.at);
  if (!at.ok) return [at.failure];
  const { documents, failures } = await readFleetFiles(options.state);
  if (failures.length > 0) return failures;
  for (const { warnings } of documents) for (const warning of warnings) terminal.say(`warning: ${warning}`);
  const { select: answers } = await import('#libs/selection/select.js');
  const now = new Date().toISOString();
  const results = documents.map((file): { readonly selections: readonly Selection[] } => ({
    selections: filtered(answers(file.document, at.value ?? file.document.at ?? now), file, options),
  }));
  const asked = options.server !== undefined || options.endpoint !== undefined;
  if (asked && results.every(({ selections }) => selections.length === 0)) return [nothingMeets(documents, options)];
  terminal.printJson(options.state.length === 1 ? results[0] : { results });
  return [];
}
