import type { Report } from '#libs/formats/report.js';
import type { Failure, Failures } from '../failure.js';
import { refusalOf } from '../fleet-file.js';
import { inspectionText } from '../render/inspection.js';
import { readBytes, type Terminal } from '../terminal.js';

export interface InspectOptions {
  readonly json?: boolean;
  readonly wide?: boolean;
}

/**
 * What files of any supported kind say: one JSON document, or tables for whoever reads a terminal. A file that is refused is told of; what
 * the others say is shown all the same.
 */
export async function inspect(
  files: readonly string[],
  options: InspectOptions,
  terminal: Terminal,
): Promise<Failures> {
  const { decode } = await import('#libs/formats/formats.js');
  const { inspection } = await import('#libs/formats/inspect.js');
  const read: { readonly file: string; readonly report: Report }[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    const bytes = await readBytes(file);
    if (!bytes.ok) {
      failures.push(bytes.failure);
      continue;
    }
    const decoded = decode(bytes.value);
    if (decoded.ok) read.push({ file, report: decoded.report });
    else failures.push(refusalOf(file, decoded.refusal));
  }
  if (read.length === 0) return failures;
  if (options.json === true || !terminal.interactive)
    terminal.printJson({ files: read.map(({ file, report }) => inspection(file, report)) });
  else
    terminal.print(
      read.map(({ file, report }) => inspectionText(file, report, options.wide === true, terminal.page)).join('\n\n'),
    );
  return failures;
}
