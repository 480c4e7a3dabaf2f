import type { Decoded, Report } from '#libs/formats/report.js';
import type { Failure, Failures } from '../failure.js';
import { refusalOf } from '../fleet-file.js';
import { inputFiles, nothingFound } from '../import/inputs.js';
import { within } from '../import/outcome.js';
import { inspectionText } from '../render/inspection.js';
import { shown } from '../text/escape.js';
import { readBytes, type Terminal } from '../terminal.js';

export interface InspectOptions {
  readonly json?: boolean;
  readonly wide?: boolean;
}

/**
 * What files of any supported kind say, also those of folders and zips: one JSON document, or tables for whoever reads a terminal. A file that
 * is refused is told of; what the others say is shown all the same.
 */
export async function inspect(
  paths: readonly string[],
  options: InspectOptions,
  terminal: Terminal,
): Promise<Failures> {
  const { decode } = await import('#libs/formats/formats.js');
  const { inspection } = await import('#libs/formats/inspect.js');
  const { files, leftOut, failures } = await inputFiles(paths);
  const findings: Finding[] = [...leftOut.map(({ path, why }) => ({ file: path, skipped: why })), ...failures];
  for (const file of files) {
    const bytes = await readBytes(file.path);
    if (bytes.ok) findings.push(...findingsOf(file.path, decode(bytes.value), file.named));
    else findings.push(bytes.failure);
  }
  const read = findings.filter((one) => 'report' in one);
  const skipped = findings.filter((one) => 'skipped' in one);
  for (const { file, skipped: why } of skipped) terminal.say(`skipped: ${shown(file)}: ${shown(why)}`);
  const refused = findings.filter((one) => 'exit' in one);
  if (read.length === 0) return refused.length > 0 ? refused : [nothingFound(paths)];
  if (options.json === true || !terminal.interactive) {
    const left =
      skipped.length === 0 ? {} : { skipped: skipped.map(({ file, skipped: reason }) => ({ file, reason })) };
    terminal.printJson({ files: read.map(({ file, report }) => inspection(file, report)), ...left });
  } else
    terminal.print(
      read.map(({ file, report }) => inspectionText(file, report, options.wide === true, terminal.page)).join('\n\n'),
    );
  return refused;
}

type Finding =
  { readonly file: string; readonly report: Report } | { readonly file: string; readonly skipped: string } | Failure;

/** `named`: a file of no format is a fault if the user named it, and is passed over among others. */
function findingsOf(file: string, decoded: Decoded, named: boolean): readonly Finding[] {
  if (!decoded.ok) {
    const isNoExport = decoded.refusal.kind === 'not-recognised';
    return isNoExport && !named ? [{ file, skipped: decoded.refusal.message }] : [refusalOf(file, decoded.refusal)];
  }
  const { parts } = decoded.report;
  if (parts === undefined) return [{ file, report: decoded.report }];
  return parts.flatMap((part) => findingsOf(within(file, part.name), part.decoded, false));
}
