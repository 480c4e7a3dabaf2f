import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { append } from './append.js';
import { applicationUrl, inOrganization, migrate, openDatabase } from './database.js';
import { isAlive } from './embedded/process-table.js';
import { type EmbeddedPostgres, startEmbedded } from './embedded-postgres.js';
import type { NewEvent } from './event-row.js';
import { receive } from './inbox.js';
import { openOrganization } from './organizations.js';
import { eventsAfter } from './queries/events-after.js';
import { verifyLog } from './verify.js';

function note(id: string): NewEvent {
  return {
    stream: `server:ex${id.length}`,
    id,
    source: '/organizations/x',
    type: 'note.added',
    occurredAt: '2026-06-01T00:00:00.000Z',
    data: { text: id },
  };
}

test('kill -9 of the server amid writers: nothing acknowledged is lost, and sending again makes it whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-crash-'));
  chmodSync(folder, 0o755);
  const acknowledged = { events: new Map<string, number>(), uploads: new Set<string>() };
  const sent: string[] = [];
  let server: EmbeddedPostgres | undefined;
  try {
    for (const round of [1, 2, 3]) {
      server = await startEmbedded({ dataDir: folder });
      await migrate(server.ownerUrl);
      const db = await openDatabase(applicationUrl(server.appUrl), 6);
      await openOrganization(db, 'contoso');
      const until = Date.now() + 400;
      const writers = [1, 2, 3].map(async (writer) => {
        for (let n = 0; ; n++) {
          const ids = Array.from({ length: 5 }, (_, k) => `${round}-${writer}-${n}-${k}`);
          sent.push(...ids);
          const { first } = await append(db, 'contoso', ids.map(note));
          ids.forEach((id, k) => acknowledged.events.set(id, (first ?? NaN) + k));
          acknowledged.uploads.add(await receive(db, 'contoso', { kind: 'events', bytes: Buffer.from(ids.join()) }));
        }
      });
      const ended = Promise.allSettled(writers);
      await sleep(Math.max(0, until - Date.now()));
      process.kill(server.pid, 'SIGKILL');
      while (isAlive(server.pid)) await sleep(5);
      expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      await db.destroy();
    }

    server = await startEmbedded({ dataDir: folder });
    const db = await openDatabase(applicationUrl(server.appUrl), 4);
    const log = await inOrganization(db, 'contoso', (inside) => eventsAfter(inside, 'contoso', 0, 1_000_000));
    const positions = new Map(log.map(({ id, position }) => [id, position]));
    expect(acknowledged.events.size).toBeGreaterThan(15);
    for (const [id, position] of acknowledged.events) expect(positions.get(id)).toBe(position);
    const kept = await inOrganization(db, 'contoso', (inside) =>
      inside.query<{ inbox_id: string }>('select inbox_id from certfleet.inbox'),
    );
    expect(kept.map(({ inbox_id }) => inbox_id)).toEqual(expect.arrayContaining([...acknowledged.uploads]));
    expect(await verifyLog(db, 'contoso')).toMatchObject({ intact: true, position: log.length });

    const again = await append(db, 'contoso', sent.map(note));
    expect(again.results).not.toContain('conflict');
    expect(await verifyLog(db, 'contoso', { hash: again.headHash })).toMatchObject({
      intact: true,
      position: sent.length,
    });
    await db.destroy();
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
