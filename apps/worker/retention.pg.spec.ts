import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inOrganization } from '#libs/store/database.js';
import { claim, finish, receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { retention } from './retention.js';
import { quarantined } from './record.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase(2);
});
afterAll(() => database.close());

test('raw bytes go when their time is over; what was set aside and what still waits keeps them', async () => {
  const organizations = ['one', 'two'];
  for (const organization of organizations) {
    await openOrganization(database.db, organization);
    for (const ending of ['recorded', 'quarantined', 'waiting'])
      await end(organization, await receive(database.db, organization, upload(ending)), ending);
  }
  const forget = retention(database.db, 90);
  expect(await forget(Date.now() + 89 * 86_400_000)).toBe(0);
  expect(await forget(Date.now() + 91 * 86_400_000)).toBe(2);
  for (const organization of organizations) {
    const rows = await inOrganization(database.db, organization, (db) =>
      db.query<{ state: string; kept: boolean; hashed: boolean }>(
        `select state, bytes is not null as kept, length(sha256) = 32 as hashed from certfleet.inbox
         where organization = $1 order by state`,
        [organization],
      ),
    );
    expect(rows).toEqual([
      { state: 'quarantined', kept: true, hashed: true },
      { state: 'queued', kept: true, hashed: true },
      { state: 'recorded', kept: false, hashed: true },
    ]);
  }
});

const upload = (text: string) => ({ kind: 'import' as const, bytes: new TextEncoder().encode(text) });

async function end(organization: string, inboxId: string, ending: string): Promise<void> {
  if (ending === 'waiting') return;
  const claimed = await claim(database.db, organization, inboxId, { holder: 'test', seconds: 10 });
  if (typeof claimed === 'string') throw new Error(claimed);
  await finish(
    database.db,
    claimed,
    ending === 'quarantined'
      ? quarantined('why', 'what to do')
      : { state: 'recorded', events: 1, position: 1, warnings: [] },
  );
}
