import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateQueue } from '#libs/queue/migrate.js';
import { APPLICATION_ROLE, migrate } from '#libs/store/database.js';
import { type EmbeddedPostgres, startEmbedded } from '#libs/store/embedded-postgres.js';
import { freePort } from './free-port.js';
import { until } from './until.js';

export const PARTS = ['api', 'worker', 'projector'] as const;
export type Part = (typeof PARTS)[number];

/** Certfleet run split, each part a real process over a real, durable PostgreSQL of its own, so that each can be killed. */
export interface FaultFleet {
  readonly url: string;
  readonly token: string;
  /** Address of the application's role; changes never, though the server is killed. */
  readonly databaseUrl: string;
  start(part: Part): void;
  /** kill -9. */
  kill(part: Part): Promise<void>;
  /** kill -9 of the server's postmaster, then a new one on the same files. */
  killDatabase(): Promise<void>;
  ready(): Promise<void>;
  /** Parts that ended though nobody killed them. */
  gone(): readonly Part[];
  close(): Promise<void>;
}

export async function startFaultFleet(): Promise<FaultFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-faults-'));
  chmodSync(folder, 0o755); // the server runs as another user when root starts it
  let postgres: EmbeddedPostgres = await startEmbedded({ dataDir: folder });
  await migrate(postgres.ownerUrl);
  await migrateQueue({ databaseUrl: postgres.ownerUrl }, APPLICATION_ROLE);
  const token = randomUUID();
  const port = await freePort();
  const environment = {
    PATH: process.env['PATH'],
    DATABASE_URL: postgres.appUrl,
    CERTFLEET_TOKEN: token,
    PORT: String(port),
    LOG_LEVEL: 'fatal',
    // What a killed part held is waited for, again and again.
    LEASE_SECONDS: '3',
  };
  const running = new Map<Part, ChildProcess>();
  const gone: Part[] = [];
  const start = (part: Part) => {
    running.set(
      part,
      spawn(process.execPath, [`dist/apps/${part}/main.js`], {
        env: environment,
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
  };
  const kill = async (part: Part) => {
    const child = running.get(part);
    if (child === undefined) return;
    if (ended(child)) {
      gone.push(part);
      return;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const url = `http://127.0.0.1:${port}`;
  for (const part of PARTS) start(part);
  return {
    url,
    token,
    databaseUrl: postgres.appUrl,
    start,
    kill,
    async killDatabase() {
      process.kill(postgres.pid, 'SIGKILL');
      await until(() => !alive(postgres.pid));
      postgres = await startEmbedded({ dataDir: folder });
    },
    async ready() {
      await until(async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true, { within: 60_000 });
    },
    gone: () => [...gone, ...[...running].filter(([, child]) => ended(child)).map(([part]) => part)],
    async close() {
      for (const part of PARTS) await kill(part);
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ended({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
