import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { append } from './append.js';
import type { NewEvent } from './event-row.js';
import { followHints, type Hint } from './hints.js';
import { openOrganization } from './organizations.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

function note(id: string): NewEvent {
  return {
    stream: 'organization',
    id,
    source: '/organizations/x',
    type: 'note.added',
    occurredAt: '2026-06-01T00:00:00.000Z',
    data: { text: 'x' },
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

async function listeners(): Promise<number[]> {
  const superuser = new Client({ connectionString: fresh.superuserUrl });
  await superuser.connect();
  const { rows } = await superuser.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = $1 and application_name = 'certfleet hints' and query = 'listen certfleet'`,
    [fresh.name],
  );
  await superuser.end();
  return rows.map(({ pid }) => pid);
}

test('a follower hears of each commit, not of mere duplicates, and again after its connection was cut', async () => {
  const organization = 'Contoso 7 – ü';
  await openOrganization(fresh.db, organization);
  const hints: Hint[] = [];
  let began = 0;
  const follower = followHints(
    fresh.appUrl,
    (hint) => hints.push(hint),
    () => {
      began += 1;
    },
  );
  try {
    await until(async () => (await listeners()).length === 1);
    await append(fresh.db, organization, [note('1'), note('2')]);
    await append(fresh.db, organization, [note('1')]);
    await append(fresh.db, organization, [note('3')]);
    await until(() => hints.length === 2);
    expect(hints).toEqual([
      { organization, position: 2 },
      { organization, position: 3 },
    ]);

    const [pid] = await listeners();
    const superuser = new Client({ connectionString: fresh.superuserUrl });
    await superuser.connect();
    await superuser.query('select pg_terminate_backend($1)', [pid]);
    await superuser.end();
    await until(async () => (await listeners()).some((other) => other !== pid));
    await append(fresh.db, organization, [note('4')]);
    await until(() => hints.length === 3);
    expect(began).toBe(2);
  } finally {
    await follower.close();
  }
  await until(async () => (await listeners()).length === 0);
});
