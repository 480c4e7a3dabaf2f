import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { VIEWS } from '#libs/views/views.js';
import { walkServer, NO_ORGANIZATION } from '#libs/views/projection.js';
import { happened, recorded } from '../../test/support/events.js';
import { generatedServer } from '../../test/support/fleet-file.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase(2);
});
afterAll(() => database.close());

const { projection } = walkServer(
  generatedServer(1).fqdn,
  { events: recorded([happened('inventory.observed', { ...generatedServer(1), complete: ['certificates'] })]) },
  NO_ORGANIZATION,
);

test.each(VIEWS.map((view) => [view.table, view] as const))(
  'the rows of %s have the columns of the table',
  async (table, view) => {
    const columns = await database.db.query<{ column_name: string }[]>(
      `select column_name from information_schema.columns where table_schema = 'certfleet' and table_name = $1`,
      [table],
    );
    const expected = columns.map(({ column_name }) => column_name).sort();
    expect(['organization', 'server', ...Object.keys(view.columns)].sort()).toEqual(expected);
    const rows = view.rows(projection);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.keys(view.columns).sort());
  },
);
