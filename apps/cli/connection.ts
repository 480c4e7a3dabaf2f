import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  readonly url: string;
}

export function connectionOf(options: OnlineOptions, config: Config): Result<Connection> {
  const folder = options.data ?? config.dataFolder;
  const named = options.url ?? config.environment['CERTFLEET_URL']?.trim();
  const address = named || runningAt(folder)?.url || config.url;
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
    return isRunning(running) && isAlive(running.pid) ? running : null;
  } catch {
    return null;
  }
}

function isRunning(value: unknown): value is Running {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'url' in value &&
    typeof value.url === 'string'
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The token of the data folder opens this machine's Certfleet: it is not sent to another machine. */
function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}
