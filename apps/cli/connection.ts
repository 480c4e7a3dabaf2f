import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startTime } from '#libs/store/embedded/process-table.js';
import { type Config, tokenOf } from './config.js';
import { done, failed, type Result } from './failure.js';

/** Options of every command that asks a running Certfleet. */
export interface OnlineOptions {
  readonly url?: string;
  readonly data?: string;
  readonly organization?: string;
  readonly json?: boolean;
}

/** Which Certfleet is asked, with what right. */
export interface Connection {
  readonly url: URL;
  readonly token: string | null;
  readonly organization: string | undefined;
}

/** The running instance of the data folder, as `up` writes it down. */
export interface Running {
  readonly pid: number;
  /** Tells the process from a later one with the same number; null where the system does not say. */
  readonly started: string | null;
  /** Null while it starts. */
  readonly url?: string | null;
}

export function connectionOf(options: OnlineOptions, config: Config): Result<Connection> {
  const folder = options.data ?? config.dataFolder;
  const named = options.url ?? config.environment['CERTFLEET_URL']?.trim();
  const address = named || (runningAt(folder)?.url ?? config.url);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return failed({
      exit: 64,
      what: 'the address is not a URL',
      where: address,
      remedy: 'Write it like http://127.0.0.1:8080.',
    });
  return done({
    url,
    token: config.token ?? (isLoopback(url) ? tokenOf(folder) : null),
    organization: options.organization,
  });
}

/** What runs on this data folder, or null. */
export function runningAt(folder: string): Running | null {
  try {
    const running: unknown = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'));
    return isLocked(running) ? running : null;
  } catch {
    return null;
  }
}

/** True when the process that wrote this still lives. */
export function isLocked(value: unknown): value is Running {
  if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return false;
  const started = 'started' in value ? value.started : null;
  return isAlive(value.pid) && (started === null || startTime(value.pid) === started);
}

/** The token of the data folder opens this machine's Certfleet: it is not sent to another machine. */
function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}
