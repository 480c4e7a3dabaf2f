import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { redisForTests, type TestRedis } from '../../test/support/redis.js';
import { until } from '../../test/support/until.js';
import type { QueueSettings } from './connection.js';
import { migrateQueue } from './migrate.js';
import { consumeIngest, openIngestQueue, type IngestItem } from './queue.js';

let database: FreshDatabase;
let redis: TestRedis | null;

beforeAll(async () => {
  database = await freshDatabase(2);
  redis = await redisForTests();
});

afterAll(async () => {
  await redis?.stop();
  await database.close();
});

const item = (n: number): IngestItem => ({ organization: 'contoso', inboxId: `row-${n}` });

describe.each(['PostgreSQL', 'Redis'] as const)('the ingest queue in %s', (backend) => {
  let settings: QueueSettings;
  const errors: Error[] = [];

  beforeAll(async () => {
    settings = {
      databaseUrl: database.appUrl,
      queueUrl: backend === 'Redis' ? redis?.url : undefined,
      onError: (error) => errors.push(error),
    };
    await migrateQueue({ ...settings, databaseUrl: database.ownerUrl }, 'certfleet_app');
  });

  const missing = () => backend === 'Redis' && redis === null;

  test('hands every item to a worker, as it was given', async () => {
    if (missing()) return;
    const queue = await openIngestQueue(settings);
    const seen: IngestItem[] = [];
    const consumer = await consumeIngest(settings, async (one) => void seen.push(one), 4);
    const items = Array.from({ length: 50 }, (_, n) => item(n));
    expect(await queue.enqueue(items)).toBe(true);
    await until(() => seen.length === 50);
    expect(seen.map(({ inboxId }) => inboxId).sort()).toEqual(items.map(({ inboxId }) => inboxId).sort());
    expect(seen[0]).toEqual({ organization: 'contoso', inboxId: expect.any(String) });
    await consumer.close();
    await queue.close();
    expect(errors).toEqual([]);
  });

  test('takes the same item again after it failed for good', async () => {
    if (missing()) return;
    const queue = await openIngestQueue(settings);
    let tries = 0;
    const failing = async () => {
      tries += 1;
      if (tries === 1) throw new Error('the first one fails');
    };
    const consumer = await consumeIngest({ ...settings, onError: () => undefined }, failing, 1);
    await queue.enqueue([item(1)]);
    await until(() => tries === 1);
    await queue.enqueue([item(1)]);
    await until(() => tries === 2);
    await consumer.close();
    await queue.close();
  });

  test('keeps to the concurrency it was given, and closes only when what is in hand is done', async () => {
    if (missing()) return;
    const queue = await openIngestQueue(settings);
    let running = 0;
    let most = 0;
    let done = 0;
    const slow = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running -= 1;
      done += 1;
    };
    const consumer = await consumeIngest(settings, slow, 3);
    await queue.enqueue(Array.from({ length: 12 }, (_, n) => item(n)));
    await until(() => running > 0);
    await consumer.close();
    expect(running).toBe(0);
    expect(most).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(1);
    expect(done).toBeGreaterThan(0);
    const rest = await consumeIngest(settings, slow, 3);
    await until(() => done >= 12);
    await rest.close();
    await queue.close();
  });

  test('opening says so when there is nobody', async () => {
    if (missing()) return;
    const nowhere =
      backend === 'Redis'
        ? { ...settings, queueUrl: 'redis://127.0.0.1:1' }
        : { databaseUrl: database.appUrl.replace(/\/test_[0-9a-f]+/, '/no_such_database') };
    await expect(openIngestQueue({ ...nowhere, onError: () => undefined })).rejects.toThrow();
  });
});

test('an enqueue while Redis is away answers false within seconds and does not throw', async () => {
  const own = await redisForTests();
  if (own === null) return;
  const queue = await openIngestQueue({ databaseUrl: database.appUrl, queueUrl: own.url, onError: () => undefined });
  await own.stop();
  const begun = Date.now();
  expect(await queue.enqueue([item(1)])).toBe(false);
  expect(Date.now() - begun).toBeLessThan(5_000);
  await queue.close().catch(() => undefined);
});
