import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/certfleet', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `bin/certfleet` as a user would, in an environment without any setting of Certfleet but the ones given. */
export function startCertfleet(argv: readonly string[], environment: Environment = {}): Started {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CERTFLEET_|DATABASE_URL|MIGRATION_DATABASE_URL|QUEUE_URL|NODE_OPTIONS|PORT$)/.test(name),
  );
  const child = spawn(process.execPath, [BIN, ...argv], {
    env: { ...Object.fromEntries(kept), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = Date.now();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr, milliseconds: Date.now() - started }));
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

export function certfleet(argv: readonly string[], environment: Environment = {}): Promise<Ended> {
  return startCertfleet(argv, environment).ended;
}

/** Waits until a running Certfleet says that it serves; fails with its words when it ends before. */
export async function serving(started: Started): Promise<{ readonly url: string }> {
  let over = false;
  void started.ended.then(() => (over = true));
  const until = Date.now() + 120_000;
  for (;;) {
    const url = /^Certfleet {2}(http:\/\/[^/]+)/m.exec(started.stdout())?.[1];
    if (url !== undefined) return { url };
    if (over || Date.now() > until) throw new Error(`It does not serve.\n${started.stdout()}\n${started.stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
