import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, canReach } from './account.js';
import { makePrivateFolder } from './cluster.js';

/** Where root keeps the database of a data folder that the server's account cannot reach. */
const ROOTS_PLACE = '/var/lib/certfleet';

/** A socket's path must fit into 107 bytes; PostgreSQL adds this name. */
const SOCKET_PATH_LIMIT = 107;
const SOCKET_NAME = '/.s.PGSQL.5432';

/**
 * The folder that holds everything of the server: `dataDir` itself, or, when root starts it for a folder that the server's account cannot
 * reach (below a home with mode 0700), one in /var/lib/certfleet to which `dataDir/postgres` then points.
 */
export function homeOf(dataDir: string, account: Account): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const folder = realpathSync(dataDir);
  if (account.isCaller) return folder;
  if (canReach(account, dirname(folder))) {
    chmodSync(folder, statSync(folder).mode | 0o011); // to pass through, not to look into
    return folder;
  }
  const elsewhere = join(ROOTS_PLACE, `for-${digest(folder)}`);
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  if (!canReach(account, elsewhere)) {
    throw new Error(
      `The database server runs as user ${account.uid}, who can reach neither ${folder} nor ${elsewhere}. Choose another data folder.`,
    );
  }
  const pointer = join(folder, 'postgres');
  if (!lstatSync(pointer, { throwIfNoEntry: false })) symlinkSync(elsewhere, pointer);
  return elsewhere;
}

/** The folder of the socket, closed to everybody but the server's account: `run` in the home, or one below /tmp when that path is too long. */
export function socketFolder(home: string, account: Account): string {
  const near = join(home, 'run');
  const fits = Buffer.byteLength(near + SOCKET_NAME) <= SOCKET_PATH_LIMIT;
  const folder = fits ? near : join(tmpdir(), `certfleet-${digest(home)}`);
  if (Buffer.byteLength(folder + SOCKET_NAME) > SOCKET_PATH_LIMIT) {
    throw new Error(
      `The path of the database socket, ${folder}${SOCKET_NAME}, is longer than ${SOCKET_PATH_LIMIT} bytes. Choose a shorter data folder.`,
    );
  }
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found && (!found.isDirectory() || found.uid !== account.uid))
    throw new Error(`${folder} belongs to somebody else: the database socket cannot be there.`);
  makePrivateFolder(folder, account);
  return folder;
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}
