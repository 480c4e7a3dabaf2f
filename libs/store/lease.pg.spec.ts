import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { inOrganization } from './database.js';
import { keepLeases, releaseLease, stillHeld, takeLease } from './lease.js';
import { openOrganization } from './organizations.js';

let fresh: FreshDatabase;
let next = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

async function freshOrganization(): Promise<string> {
  const name = `org${(next += 1)}`;
  await openOrganization(fresh.db, name);
  return name;
}

const wanted = (holder: string, seconds: number) => ({ name: 'main', holder, seconds });

async function until(organization: string): Promise<number> {
  const [row] = await inOrganization(fresh.db, organization, (db) =>
    db.query<{ until: Date }>('select until from certfleet.lease where organization = $1', [organization]),
  );
  return row?.until.getTime() ?? NaN;
}

describe('leases that are kept', () => {
  test('are prolonged when a third of their time is over, and not before', async () => {
    const organization = await freshOrganization();
    const leases = keepLeases(fresh.db, wanted('one', 3));
    const first = await leases.of(organization);
    const taken = await until(organization);
    expect(await leases.of(organization)).toBe(first);
    expect(await until(organization)).toBe(taken);
    await sleep(1050);
    expect(await leases.of(organization)).toEqual(first);
    expect(await until(organization)).toBeGreaterThan(taken);
    expect(leases.held()).toEqual([first]);
  });

  test('are nobody else’s meanwhile; and another one’s are not given', async () => {
    const organization = await freshOrganization();
    const [one, other] = [keepLeases(fresh.db, wanted('one', 30)), keepLeases(fresh.db, wanted('other', 30))];
    const first = await one.of(organization);
    expect(await other.of(organization)).toBeNull();
    expect(other.held()).toEqual([]);
    if (first === null) throw new Error('nobody had it');
    await releaseLease(fresh.db, first);
    expect(await other.of(organization)).toMatchObject({ holder: 'other', fence: first.fence + 1 });
  });

  test('that went to somebody else are fenced, and given again only when they are free', async () => {
    const organization = await freshOrganization();
    const leases = keepLeases(fresh.db, wanted('one', 3600));
    const first = await leases.of(organization);
    if (first === null) throw new Error('nobody had it');
    // As if the holder had been away for longer than its time.
    await inOrganization(fresh.db, organization, (db) =>
      db.query(`update certfleet.lease set until = '-infinity' where organization = $1`, [organization]),
    );
    const second = await takeLease(fresh.db, organization, wanted('other', 30));
    const kept = await leases.of(organization);
    expect(kept).toBe(first);
    expect(await inOrganization(fresh.db, organization, (db) => stillHeld(db, first))).toBe(false);
    leases.forget(organization);
    expect(await leases.of(organization)).toBeNull();
    if (second === null) throw new Error('it was free');
    await releaseLease(fresh.db, second);
    expect(await leases.of(organization)).toMatchObject({ holder: 'one', fence: second.fence + 1 });
  });
});
