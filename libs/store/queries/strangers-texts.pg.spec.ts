import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { readableFleet } from '../../../test/support/readable-fleet.js';
import { inOrganization } from '../database.js';
import { bindingsOfServer } from './bindings-now.js';
import { comingChanges } from './coming-changes.js';
import { foretold } from './presentations.js';

/** The name of a connector as a stranger may write it: an operator on json refuses a document that has it. */
const ODD = 'receive:Odd \u0000 \ud800:starttls';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await readableFleet(fresh);
});
afterAll(() => fresh.close());

test('what is foretold of an endpoint with a NUL in its name is read like any other', async () => {
  const found = await inOrganization(fresh.db, 'contoso', async (db) => {
    const all = await bindingsOfServer(db, 'contoso', 'ex03.contoso.com', 100);
    const rows = all.filter(({ selection }) => selection.endpoint === ODD);
    const at = new Date().toISOString();
    const told = await foretold(db, 'contoso', [{ server: 'ex03.contoso.com', endpoint: ODD, at }]);
    return { selection: rows[0]?.selection, told: told.get(0) };
  });
  expect(found.selection).toMatchObject({ endpoint: ODD, outcome: 'PRESENTED' });
  expect(found.told).toMatchObject({ outcome: 'PRESENTED', notes: found.selection?.notes, version: '2019' });
  expect(Object.keys(found.told ?? {}).sort()).toEqual([
    'certainty',
    'notes',
    'outcome',
    'rule',
    'thumbprint',
    'version',
  ]);
});

test('so is what time will change of it', async () => {
  const coming = await inOrganization(fresh.db, 'contoso', (db) =>
    comingChanges(db, 'contoso', { days: 36_500 }, { after: null, limit: 1000 }),
  );
  const odd = coming.filter(({ endpoint }) => endpoint.startsWith('receive:Odd '));
  expect(odd.length).toBeGreaterThan(0);
  for (const { before, certificateBefore } of odd) {
    expect(before.endpoint).toContain('Odd \u0000 \ud800');
    expect(certificateBefore?.thumbprint ?? null).toBe(before.thumbprint);
  }
});
