import type { FileOutcome } from './file-result.js';
import { instantInName } from './instant-in-name.js';
import { needed, type Given, type Needed } from './needed.js';
import { quoted } from './text.js';
import type { Part, Refusal, Report, Warning } from './report.js';

/** Where the instant of a file comes from, if neither the file nor an instant given says it; somebody chooses that, it is never tried. */
export type InstantSource = 'name' | 'mtime';

export interface GivenForFiles extends Given {
  readonly observedAtFrom?: InstantSource;
}

/** The files of what was sent: those of an archive, or the one itself, under the name it came with. */
export function filesIn(report: Report, filename = ''): readonly Part[] {
  return report.parts ?? [{ name: filename, decoded: { ok: true, report } }];
}

/** What was told beside a file, with the instant that its name or the archive has for it, where that was chosen. */
export function givenFor(file: Part, { observedAtFrom, ...given }: GivenForFiles): Given {
  if (observedAtFrom === undefined || given.observedAt !== undefined) return given;
  const observedAt = observedAtFrom === 'name' ? instantInName(file.name) : file.modifiedAt;
  return observedAt == null ? given : { ...given, observedAt };
}

export interface NeededOfFile extends Needed {
  /** The name of the file. */
  readonly file: string;
}

/** What the files still lack before they can be recorded. In an archive, the message names the file. */
export function neededOfFiles(report: Report, given: GivenForFiles, filename?: string): readonly NeededOfFile[] {
  return filesIn(report, filename).flatMap((file) => {
    if (!file.decoded.ok) return [];
    return needed(file.decoded.report, givenFor(file, given)).map((one) => {
      const message = one.fact === 'observedAt' ? `${one.message}${whyNot(given.observedAtFrom)}` : one.message;
      const which = report.parts === undefined ? '' : `${quoted(file.name)}: `;
      return { ...one, file: file.name, message: `${which}${message}` };
    });
  });
}

const WHY_NOT: Readonly<Record<InstantSource, string>> = {
  name: ' Its name holds no instant, or several.',
  mtime: ' When it was last changed is not told with a time zone either.',
};

function whyNot(source: InstantSource | undefined): string {
  return source === undefined ? '' : WHY_NOT[source];
}

/** All warnings of what was sent, those of an archive with the names of its files; and what of its files is left out. */
export function warningsOf(report: Report): readonly Warning[] {
  const ofParts = (report.parts ?? []).flatMap(({ name, decoded }): readonly Warning[] => {
    if (decoded.ok)
      return decoded.report.warnings.map(({ place, message }) => ({ place: placeIn(name, place), message }));
    const { place, message, remedy } = decoded.refusal;
    return [{ place: placeIn(name, place), message: `${leftOut(decoded.refusal)} ${message} ${remedy}` }];
  });
  return [...report.warnings, ...ofParts];
}

/** The files of an archive that will not be recorded, and why. */
export function leftOutOf({ parts = [] }: Report) {
  return parts.flatMap(({ name, decoded }) => {
    if (decoded.ok) return [];
    const { place, message, remedy } = decoded.refusal;
    const outcome: FileOutcome = isNoExport(decoded.refusal) ? 'skipped' : 'refused';
    return [{ file: name, outcome, reason: place === '' ? message : `${place}: ${message}`, remedy }];
  });
}

export function placeIn(file: string, place: string): string {
  return place === '' ? file : `${file}, ${place}`;
}

function leftOut(refusal: Refusal): string {
  return isNoExport(refusal) ? 'Left out.' : 'Not read.';
}

/** Whether the file is of no format at all: beside exports in one archive or folder that is told, and is no fault. */
export function isNoExport({ kind }: Refusal): boolean {
  return kind === 'not-recognised';
}
