import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { streamOf } from '#libs/fleet/source.js';
import { happened, minute, thumbprint } from '../../test/support/events.js';
import { append } from './append.js';
import { projectionEqualsFold } from './audit.js';
import { applicationUrl, inDerived, inOrganization, migrate, openDatabase } from './database.js';
import { isAlive } from './embedded/process-table.js';
import { type EmbeddedPostgres, startEmbedded } from './embedded-postgres.js';
import { takeLease } from './lease.js';
import { openOrganization } from './organizations.js';
import { progress } from './queries/progress.js';
import { PROJECTION, refresh } from './refresh.js';

type Database = Awaited<ReturnType<typeof openDatabase>>;

async function record(db: Database, number: number): Promise<number> {
  const event = happened(
    'default-smtp-certificate.overwritten',
    { current: thumbprint(number % 2 === 0 ? 'B' : 'C') },
    { occurredAt: minute(number) },
  );
  const belongs = streamOf(event);
  if (!belongs.ok) throw new Error(belongs.reason);
  return (await append(db, 'contoso', [{ ...event, stream: belongs.stream }])).position;
}

/** Takes in what there is under a lease of its own. */
async function project(db: Database, holder: string): Promise<void> {
  const lease = await takeLease(db, 'contoso', { name: PROJECTION, holder, seconds: 1 });
  if (lease !== null) await refresh(db, lease);
}

const positionOf = async (db: Database) =>
  (await inOrganization(db, 'contoso', (db) => progress(db, 'contoso'))).position;

const isWaiting = async (db: Database, run: typeof inDerived) => {
  const [row] = await run(db, 'contoso', (inside) => inside.query<Record<string, string>>('show synchronous_commit'));
  return row?.['synchronous_commit'];
};

test('kill -9 of the server amid projecting: the log keeps all, the projection is whole as far as it goes, and goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-crash-'));
  chmodSync(folder, 0o755);
  let server: EmbeddedPostgres | undefined;
  let recorded = 0;
  try {
    for (const round of [1, 2]) {
      server = await startEmbedded({ dataDir: folder });
      await migrate(server.ownerUrl);
      const db = await openDatabase(applicationUrl(server.appUrl), 3);
      await openOrganization(db, 'contoso');
      // Only what is made of the log gives up waiting for the disk, and only for itself.
      expect(await isWaiting(db, inDerived)).toBe('off');
      expect(await isWaiting(db, inOrganization)).toBe('on');
      const ended = Promise.allSettled([
        (async () => {
          for (;;) recorded = await record(db, recorded + 1);
        })(),
        (async () => {
          for (;;) await project(db, `projector ${round}`);
        })(),
      ]);
      await sleep(600);
      process.kill(server.pid, 'SIGKILL');
      while (isAlive(server.pid)) await sleep(5);
      expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await db.destroy();

      server = await startEmbedded({ dataDir: folder });
      const after = await openDatabase(applicationUrl(server.appUrl), 3);
      const { head } = await inOrganization(after, 'contoso', (inside) => progress(inside, 'contoso'));
      expect(head).toBeGreaterThanOrEqual(recorded);
      expect((await projectionEqualsFold(after, 'contoso')).differences).toEqual([]);
      recorded = head;
      while ((await positionOf(after)) < head) await project(after, 'another one');
      expect(await projectionEqualsFold(after, 'contoso')).toMatchObject({ equal: true, position: head });
      await after.destroy();
      await server.stop();
    }
    expect(recorded).toBeGreaterThan(10);
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
