import { ask } from '../client.js';
import { type Connection, connectionOf, type OnlineOptions } from '../connection.js';
import { type Failure, type Failures, type Result } from '../failure.js';
import { inputFiles, nothingFound, type LeftOut } from '../import/inputs.js';
import { failureOf, importedFiles, summaryOf, within, type ImportedFile, type Summary } from '../import/outcome.js';
import { sendAll, type Sent } from '../import/send.js';
import { waitForTickets } from '../import/wait.js';
import { readAt } from '../offline.js';
import { importedLine, importedTable, summaryLine } from '../render/imported.js';
import { shown } from '../text/escape.js';
import type { Ticket } from '../answers.js';
import type { Terminal } from '../terminal.js';

export interface ImportOptions extends OnlineOptions {
  readonly server?: string;
  readonly observedAt?: string;
  readonly observedAtFrom?: 'name' | 'mtime';
  readonly complete?: string;
  readonly wait?: boolean;
}

/**
 * Sends files, also those of folders, to a running Certfleet. With `--wait` it comes back when all are recorded, and says of each what became of
 * it. A file that is refused stops no other.
 */
export async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const observedAt = readAt('--observed-at', options.observedAt);
  if (!observedAt.ok) return [observedAt.failure];
  const inputs = await inputFiles(paths);
  const query = { server: options.server, observedAt: observedAt.value, complete: options.complete };
  const sending = await sendAll(connection.value, inputs.files, { query, observedAtFrom: options.observedAtFrom });
  const leftOut = [...inputs.leftOut, ...sending.leftOut];
  const failures = [...inputs.failures, ...sending.failures];
  const isEmpty = sending.sent.length === 0 && failures.length === 0;
  const unsent = isEmpty ? [nothingFound(paths)] : failures;
  for (const { path, why } of leftOut) terminal.say(`skipped: ${shown(path)}: ${shown(why)}`);
  const reached = sending.sent.length + sending.leftOut.length + sending.refused;
  const aside = { leftOut, unsent, refused: sending.refused, open: inputs.files.length - reached };
  if (options.wait !== true) return [...unsent, ...tellTaken(sending.sent, aside, options, terminal)];
  const outcomes = await waitForAll(connection.value, sending.sent, terminal);
  return [...unsent, ...tellRecorded(sending.sent, outcomes, aside, { options, terminal })];
}

/** What never came as far as a ticket. */
interface Aside {
  readonly leftOut: readonly LeftOut[];
  readonly unsent: readonly Failure[];
  /** How many files were refused, and how many were not sent. */
  readonly refused: number;
  readonly open: number;
}

/** What was accepted. Of a zip it is known already which of its files cannot be read. */
function tellTaken(sent: readonly Sent[], aside: Aside, options: ImportOptions, terminal: Terminal): Failures {
  const failures: Failure[] = [];
  for (const { file, ticket, accepted } of sent) {
    if (options.json !== true) terminal.print(`${shown(file)}: accepted, ticket ${shown(ticket)}`);
    for (const { file: inside, outcome, reason, remedy } of accepted.leftOut ?? []) {
      const where = within(file, inside ?? '');
      if (outcome === 'skipped') terminal.say(`skipped: ${shown(where)}: ${shown(reason ?? '')}`);
      else failures.push({ exit: 64, what: reason ?? '', where, ...(remedy === null ? {} : { remedy }) });
    }
  }
  if (options.json === true) {
    const imports = sent.map(({ accepted, ...one }) => ({ ...one, leftOut: accepted.leftOut ?? [] }));
    terminal.printJson({ imports, ...asideJson(aside) });
  }
  return failures;
}

async function waitForAll(
  connection: Connection,
  sent: readonly Sent[],
  terminal: Terminal,
): Promise<readonly Result<Ticket>[]> {
  const step = Math.ceil(sent.length / 20);
  let next = step;
  const outcomes = await waitForTickets(connection, sent, {
    progress: (finished) => {
      if (sent.length === 1 || (finished < next && finished < sent.length)) return;
      next = finished + step;
      terminal.say(`${finished} of ${sent.length} files`);
    },
  });
  const last = Math.max(0, ...outcomes.map((outcome) => (outcome.ok ? (outcome.value.position ?? 0) : 0)));
  // So that the next command sees what was imported.
  if (last > 0)
    await ask(
      connection,
      { path: 'servers', query: { limit: 1, waitFor: last } },
      (value): value is unknown => value !== null,
    );
  return outcomes;
}

interface Telling {
  readonly options: ImportOptions;
  readonly terminal: Terminal;
}

function tellRecorded(
  sent: readonly Sent[],
  outcomes: readonly Result<Ticket>[],
  aside: Aside,
  { options, terminal }: Telling,
): Failures {
  const known = sent.map((one, i) => ({ one, outcome: outcomes[i] }));
  const files = known.flatMap(({ one, outcome }) => (outcome?.ok === true ? importedFiles(one, outcome.value) : []));
  const late = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]));
  const { refused, open, leftOut } = aside;
  const summary = summaryOf(files, { skipped: leftOut.length, refused, open: open + late.length });
  if (options.json === true) {
    const imports = known.map(({ one: { file, ticket }, outcome }) => ({
      file,
      ticket,
      ...(outcome?.ok === true ? outcome.value : {}),
    }));
    terminal.printJson({ imports, ...asideJson(aside), summary });
  } else tellPeople(files, summary, outcomes, terminal);
  return [...late, ...files.flatMap((file) => failureOf(file) ?? [])];
}

function tellPeople(
  files: readonly ImportedFile[],
  summary: Summary,
  outcomes: readonly Result<Ticket>[],
  terminal: Terminal,
): void {
  const [only] = files;
  if (only !== undefined && summary.files === 1) {
    const position = outcomes.find((outcome) => outcome.ok)?.value.position ?? null;
    if (only.outcome !== 'refused') terminal.print(importedLine(only, position));
  } else {
    if (only !== undefined) terminal.print(importedTable(files, terminal.page));
    terminal.print(summaryLine(summary));
  }
  for (const file of files) tellAside(file, terminal);
}

/** What of a file was left out, and why. */
function tellAside({ path, outcome, reason, warnings }: ImportedFile, terminal: Terminal): void {
  if (outcome === 'skipped') terminal.say(`skipped: ${shown(path)}: ${shown(reason ?? '')}`);
  for (const { place, message } of warnings)
    terminal.say(`warning: ${shown(path)}: ${place === '' ? '' : `${shown(place)}: `}${shown(message)}`);
}

function asideJson({ leftOut, unsent }: Aside) {
  return {
    skipped: leftOut.map(({ path, why }) => ({ file: path, reason: why })),
    refused: unsent.map(({ what, where, remedy }) => ({ file: where ?? null, reason: what, remedy: remedy ?? null })),
  };
}
