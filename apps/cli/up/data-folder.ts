import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTime } from '#libs/store/embedded/process-table.js';
import { tokenOf } from '../config.js';
import { isLocked, type Running } from '../connection.js';
import { done, failed, type Result } from '../failure.js';

const LOCK = 'running.json';

/** The data folder while this process runs on it. */
export interface DataFolder {
  readonly path: string;
  /** Writes down where this Certfleet listens, for the commands that ask it. */
  readonly announce: (url: string) => void;
  readonly leave: () => void;
}

/** Takes the data folder for this process; another running Certfleet on it is refused. A lock whose process is gone is taken over. */
export function enterDataFolder(path: string): Result<DataFolder> {
  const lock = join(path, LOCK);
  const mine = { pid: process.pid, started: startTime(process.pid) };
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    for (;;) {
      const other = tryLock(lock, mine);
      if (other === null) break;
      if (isLocked(other)) return failed(inUse(path, other));
      rmSync(lock, { force: true });
    }
  } catch (error) {
    return failed(notWritable(path, error));
  }
  return done({
    path,
    announce: (url) => {
      writeFileSync(`${lock}.new`, JSON.stringify({ ...mine, url }), { mode: 0o644 });
      renameSync(`${lock}.new`, lock);
    },
    leave: () => rmSync(lock, { force: true }),
  });
}

/** Null when the lock is ours now, else what stands in it. */
function tryLock(lock: string, mine: Running): unknown {
  try {
    writeFileSync(lock, JSON.stringify({ ...mine, url: null }), { flag: 'wx', mode: 0o644 });
    return null;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch {
    return {};
  }
}

function inUse(path: string, other: Running) {
  const where = other.url == null ? `process ${other.pid}` : `process ${other.pid}, ${other.url}`;
  return {
    exit: 1,
    what: 'another certfleet runs on this data folder',
    where: `${path} (${where})`,
    remedy: 'Use that one, stop it, or name another folder with --data.',
  } as const;
}

function notWritable(path: string, error: unknown) {
  const code = codeOf(error) ?? String(error);
  return {
    exit: 1,
    what: `the data folder cannot be written (${code})`,
    where: path,
    remedy: 'Name another with --data or CERTFLEET_DATA.',
  } as const;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** The administrator's token: the one given, else the one of the folder, else a new one, kept there for its owner alone. */
export function administratorToken(path: string, given: string | undefined): string {
  if (given !== undefined) return given;
  const file = join(path, 'token');
  const kept = tokenOf(path);
  if (kept !== null) {
    chmodSync(file, 0o600);
    return kept;
  }
  const token = randomBytes(24).toString('base64url');
  writeFileSync(`${file}.new`, `${token}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return token;
}
