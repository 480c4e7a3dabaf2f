import type { Imported, NotImported } from '#libs/store/pack/import-pack.js';
import { done, failed, type Failure, type Failures, type Result } from '../failure.js';
import { onTheData, type Opened, type UpkeepOptions } from '../on-the-data.js';
import { openPack, packFailure } from '../pack-file.js';
import { progressLines } from '../progress.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface LogImportOptions extends UpkeepOptions {
  readonly as?: string;
}

/**
 * Puts the log of an evidence pack, exactly as it is, into an organization that has none, and projects it. Works as the owner of the database
 * (`MIGRATION_DATABASE_URL`, else `DATABASE_URL`, else the embedded one, which is made where there is none).
 */
export async function logImport(file: string, options: LogImportOptions, terminal: Terminal): Promise<Failures> {
  const opened = await openPack(file);
  if (!opened.ok) return [opened.failure];
  const bytes = opened.value;
  const imported = await onTheData(
    options,
    terminal,
    (target) => importInto(target, bytes, { file, options, terminal }),
    true,
  );
  if (!imported.ok) return [imported.failure];
  const { into, position, headHash } = imported.value;
  if (options.json === true) terminal.printJson(imported.value);
  else terminal.print(`${shown(into)}: ${position} events imported and projected, head ${headHash}`);
  return [];
}

interface Importing {
  readonly file: string;
  readonly options: LogImportOptions;
  readonly terminal: Terminal;
}

async function importInto(
  { database, connections }: Opened,
  bytes: AsyncIterable<Uint8Array>,
  { file, options, terminal }: Importing,
): Promise<Result<Imported>> {
  const { openDatabase } = await import('#libs/store/database.js');
  const { importPack } = await import('#libs/store/pack/import-pack.js');
  const { projectAll } = await import('#libs/store/project-all.js');
  const owner = await openDatabase(database.ownerUrl, 1);
  try {
    terminal.say(`importing ${shown(file)} …`);
    const progress = progressLines(terminal.say, 'position');
    const imported = await importPack(owner, bytes, { as: options.as, progress });
    if (!imported.imported) return failed(failureOf(file, imported));
    terminal.say(`projecting ${shown(imported.into)} …`);
    await projectAll(connections, imported.into, progressLines(terminal.say, 'position'));
    return done(imported);
  } finally {
    await owner.destroy();
  }
}

function failureOf(file: string, refused: NotImported): Failure {
  switch (refused.reason) {
    case 'not-proven':
      return packFailure(file, refused.verdict);
    case 'not-empty':
      return {
        exit: 1,
        what: 'this organization has a log already',
        where: refused.organization,
        remedy: 'Import it under another name with --as.',
      };
    case 'no-name':
      return { exit: 64, what: 'an organization cannot be called so', where: refused.organization };
    case 'not-owner':
      return {
        exit: 77,
        what: 'only the owner of the database may import a log',
        remedy: 'Set MIGRATION_DATABASE_URL to the address of the owner.',
      };
    case 'not-storable':
      return { exit: 1, what: `the database does not take it: ${refused.detail}`, where: file };
  }
}
