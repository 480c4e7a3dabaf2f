import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { acrossOrganizations } from './database.js';
import { tokenHolder } from './queries/token-holder.js';
import { grantToken, newToken, revokeToken, tokenHash } from './tokens.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

function holder(token: string) {
  return acrossOrganizations(fresh.db, (db) => tokenHolder(db, tokenHash(token)));
}

test('a token is known by its hash until it is revoked or expires; granting it twice makes one', async () => {
  const token = newToken();
  const tokenId = await grantToken(fresh.db, token, { organization: '*', name: 'admin', role: 'administrator' });
  expect(await grantToken(fresh.db, token, { organization: '*', name: 'admin', role: 'administrator' })).toBe(tokenId);
  expect(await holder(token)).toMatchObject({ organization: '*', name: 'admin', role: 'administrator', servers: null });
  expect(await holder(newToken())).toBeNull();
  expect(await revokeToken(fresh.db, 'contoso', tokenId)).toBe('unknown');
  expect(await revokeToken(fresh.db, '*', tokenId)).toBe('revoked');
  expect(await revokeToken(fresh.db, '*', tokenId)).toBe('unknown');
  expect(await holder(token)).toBeNull();

  const old = newToken();
  await grantToken(fresh.db, old, {
    organization: 'contoso',
    name: 'old',
    role: 'collector',
    servers: ['ex01'],
    expiresAt: '2020-01-01T00:00:00Z',
  });
  expect(await holder(old)).toBeNull();
});

test('the token itself is nowhere in the table', async () => {
  const token = newToken();
  await grantToken(fresh.db, token, { organization: '*', name: 'secret', role: 'reader' });
  const rows = await acrossOrganizations(fresh.db, (db) =>
    db.query<{ text: string }>('select token::text as text from certfleet.token'),
  );
  expect(rows.filter(({ text }) => text.includes(token) || text.includes(Buffer.from(token).toString('hex')))).toEqual(
    [],
  );
  expect(rows.filter(({ text }) => text.includes(Buffer.from(tokenHash(token)).toString('hex')))).toHaveLength(1);
});
