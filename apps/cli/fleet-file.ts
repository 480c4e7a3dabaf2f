import type { FleetDocument } from '#libs/fleet/document.js';
import { failed, type Failure, type Result, done } from './failure.js';
import { shown } from './text/escape.js';
import { readBytes } from './terminal.js';

/** A fleet document as a file brought it. */
export interface FleetFile {
  readonly file: string;
  readonly document: FleetDocument;
  /** What was ignored or doubted, a line each, escaped. */
  readonly warnings: readonly string[];
}

/** Reads fleet documents, all of them, so that one call tells everything that is wrong with any. */
export async function readFleetFiles(
  files: readonly string[],
): Promise<{ readonly documents: readonly FleetFile[]; readonly failures: readonly Failure[] }> {
  const documents: FleetFile[] = [];
  const failures: Failure[] = [];
  for (const file of files) {
    const read = await readFleetFile(file);
    if (read.ok) documents.push(read.value);
    else failures.push(read.failure);
  }
  return { documents, failures };
}

export async function readFleetFile(file: string): Promise<Result<FleetFile>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const { findPrivateKey } = await import('#libs/formats/private-key/find.js');
  const key = findPrivateKey(bytes.value);
  if (key !== null) return failed(refusalOf(file, key));
  const { readFleetDocument } = await import('#libs/formats/fleet-document/fleet-document.js');
  const read = readFleetDocument(bytes.value);
  if (!read.ok) return failed((await otherThanDocument(file, bytes.value)) ?? refusalOf(file, read.refusal));
  const name = shown(file);
  const warnings = read.warnings.map(
    ({ place, message }) => `${name}: ${place === '' ? '' : `${shown(place)}: `}${shown(message)}`,
  );
  return done({ file, document: read.document, warnings });
}

/** Whoever gives an export, or no file of ours at all, is told that instead of what is wrong with it as JSON. */
async function otherThanDocument(file: string, bytes: Uint8Array): Promise<Failure | null> {
  const { decode } = await import('#libs/formats/formats.js');
  const decoded = decode(bytes);
  if (!decoded.ok) return decoded.refusal.kind === 'not-recognised' ? refusalOf(file, decoded.refusal) : null;
  const { format } = decoded.report;
  if (format === 'fleet-document') return null;
  const remedy =
    'Look into it with `certfleet inspect`, or send it to a running Certfleet with `certfleet import` and ask that.';
  return { exit: 64, what: `this is no fleet document but a file of the format ${format}`, where: file, remedy };
}

/** A file that is not taken, as a failure of the call. */
export function refusalOf(
  file: string,
  refusal: { readonly place: string; readonly message: string; readonly remedy: string },
): Failure {
  const where = refusal.place === '' ? file : `${file}, ${refusal.place}`;
  return { exit: 64, what: refusal.message, where, remedy: refusal.remedy };
}
