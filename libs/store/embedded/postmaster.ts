import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import { isAlive, commandLine } from './process-table.js';

export interface Server {
  /** Folder with `bin`, `lib`, `share`. */
  readonly binaries: string;
  /** PGDATA. */
  readonly data: string;
  readonly socketFolder: string;
  readonly log: string;
  readonly account: Account;
  readonly settings: readonly string[];
}

/** A server that accepts connections. */
export interface Running {
  readonly pid: number;
  readonly socketFolder: string;
}

/** Recovery after a crash may replay much; as long as the process lives we wait this long. */
const PATIENCE_MS = 600_000;
/** What a killed server leaves for a moment: its process until somebody reaps it, its sessions until they notice that it is gone. */
const LEFTOVERS = /lock file "postmaster\.pid" already exists|shared memory block .* is still in use/;
const LEFTOVERS_PATIENCE_MS = 10_000;
const STOP_PATIENCE_MS = 60_000;
const LOG_LIMIT = 10_000_000;

/**
 * Starts the server, or adopts the one that already serves this data folder: two starters end with the same server.
 *
 * @throws Error with the end of the server's log when it does not come up.
 */
export async function startPostmaster(server: Server): Promise<Running> {
  const begun = Date.now();
  const deadline = begun + PATIENCE_MS;
  let child = postmasterOf(server.data) === undefined ? launch(server) : undefined;
  while (Date.now() < deadline) {
    const found = postmasterOf(server.data);
    if (found?.ready) return found;
    if (child && child.hasEnded() && !found) {
      const why = endOfLog(server.log);
      if (!LEFTOVERS.test(why) || Date.now() > begun + LEFTOVERS_PATIENCE_MS)
        throw new Error(`PostgreSQL did not start. ${why}`);
      await pause(200);
      child = undefined;
    }
    if (!child && !found) child = launch(server);
    await pause(20);
  }
  throw new Error(`PostgreSQL did not become ready in ${PATIENCE_MS / 60_000} minutes. ${endOfLog(server.log)}`);
}

/** Clean, quick stop: sessions are cut, transactions rolled back, everything is written. */
export async function stopPostmaster(data: string): Promise<void> {
  const found = postmasterOf(data);
  if (!found) return;
  process.kill(found.pid, 'SIGINT');
  const deadline = Date.now() + STOP_PATIENCE_MS;
  while (isAlive(found.pid)) {
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL (process ${found.pid}) did not stop in ${STOP_PATIENCE_MS / 1000} seconds.`);
    await pause(20);
  }
}

/** The live server of a data folder. A pid file that a crash left behind, even one whose number now belongs to another process, is none. */
export function postmasterOf(data: string): (Running & { readonly ready: boolean }) | undefined {
  const [first, , , , socketFolder = '', , , status] = pidFile(data).split('\n');
  const pid = Number(first);
  if (!isProcess(pid) || !isServer(pid, data)) return undefined;
  return { pid, socketFolder, ready: status?.trim() === 'ready' };
}

function isProcess(pid: number): boolean {
  return Number.isInteger(pid) && pid > 1 && isAlive(pid);
}

/** What cannot be seen is taken for the server. */
function isServer(pid: number, data: string): boolean {
  const line = commandLine(pid);
  return line === undefined || (line.includes('postgres') && line.includes(data));
}

/** PostgreSQL takes any living process of that number for a server, and would not start; a dead one's file it removes itself. */
function forgetForeignPid(data: string): void {
  const pid = Number(pidFile(data).split('\n')[0]);
  if (isProcess(pid) && !isServer(pid, data)) rmSync(join(data, 'postmaster.pid'), { force: true });
}

function pidFile(data: string): string {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8');
  } catch {
    return '';
  }
}

function launch(server: Server): { hasEnded: () => boolean } {
  forgetForeignPid(server.data);
  if ((statSync(server.log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT)
    renameSync(server.log, `${server.log}.1`);
  const log = openSync(server.log, 'a', 0o600);
  const settings = [...server.settings, `unix_socket_directories=${server.socketFolder}`].flatMap((setting) => [
    '-c',
    setting,
  ]);
  const child = spawn(join(server.binaries, 'bin', 'postgres'), ['-D', server.data, ...settings], {
    ...(server.account.isCaller ? {} : { uid: server.account.uid, gid: server.account.gid }),
    cwd: server.data,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    detached: true, // Ctrl-C is for us; we stop the server last
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  child.unref();
  return { hasEnded: () => ended };
}

function endOfLog(log: string): string {
  try {
    return `Its log (${log}) ends:\n${readFileSync(log, 'utf8').trimEnd().split('\n').slice(-10).join('\n')}`;
  } catch {
    return `It left no log at ${log}.`;
  }
}
