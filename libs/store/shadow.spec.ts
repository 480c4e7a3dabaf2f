import { describe, expect, test } from '@jest/globals';
import type { Transaction } from './database.js';
import { inShadow } from './shadow.js';

async function asked(sql: string): Promise<string> {
  let seen = '';
  const db: Transaction = {
    query: (text) => {
      seen = text;
      return Promise.resolve([]);
    },
  };
  await inShadow(db).query(sql);
  return seen;
}

describe('a transaction in shadow', () => {
  test('reads and writes the shadows of what is projected, and the log itself', async () => {
    expect(
      await asked(
        'delete from certfleet.server_state s using certfleet.server_alias a, certfleet.event e where s.server = a.server',
      ),
    ).toBe(
      'delete from certfleet.rebuild_server_state s using certfleet.rebuild_server_alias a, certfleet.event e where s.server = a.server',
    );
    expect(await asked('update certfleet.sighting s set folded_at = now()')).toContain('certfleet.rebuild_sighting s');
  });

  test.each([
    ['update certfleet.token set revoked_at = now()'],
    ['insert  into certfleet.inbox values (1)'],
    ['with gone as (DELETE FROM certfleet.lease returning 1) select 1'],
  ])('refuses to write what has no shadow: %s', async (sql) => {
    await expect(asked(sql)).rejects.toThrow('no shadow');
  });
});
