import { copiedHead, type HeadOptions } from '../copied-head.js';
import type { Failures } from '../failure.js';
import { openPack, packFailure } from '../pack-file.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface LogVerifyOptions extends HeadOptions {
  readonly json?: boolean;
}

/** Proves the log in an evidence pack, without any database. Exit 1 when it is not sound. */
export async function logVerify(file: string, options: LogVerifyOptions, terminal: Terminal): Promise<Failures> {
  const copied = copiedHead(options);
  if (!copied.ok) return [copied.failure];
  const opened = await openPack(file);
  if (!opened.ok) return [opened.failure];
  const { walkPack } = await import('#libs/store/pack/walk-pack.js');
  const verdict = await walkPack(opened.value, copied.value);
  if (options.json === true) terminal.printJson(verdict);
  if (!verdict.intact) return [packFailure(file, verdict)];
  if (options.json !== true) {
    const { organization, position, commits, headHash, sightings, conflicts, exportedAt } = verdict;
    terminal.print(
      `${shown(organization)}: log sound, ${position} events in ${commits} commits, head ${headHash}\n` +
        `Written at ${exportedAt}. Beside the log: ${sightings} sightings, ${conflicts} conflicts.`,
    );
    if (copied.value === undefined)
      terminal.say('To prove that it was not written anew, give a head hash that was seen earlier with --head.');
  }
  return [];
}
