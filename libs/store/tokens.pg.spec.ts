import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { acrossOrganizations, inOrganization } from './database.js';
import { tokenHolder } from './queries/token-holder.js';
import { countKeys, keys } from './queries/keys.js';
import { grantToken, makeKey, newToken, revokeKey, revokeToken, tokenHash } from './tokens.js';

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

describe('keys', () => {
  const listed = (organization: string) =>
    inOrganization(fresh.db, organization, async (db) => ({
      names: (await keys(db, organization, { after: null, limit: 10 })).map(({ name }) => name),
      count: await countKeys(db, organization),
    }));

  test('have one name each, also when two are made at once, and give it free when they are revoked', async () => {
    const grant = { organization: 'keys', name: 'ex01', role: 'collector', servers: ['ex01.contoso.com'] } as const;
    const made = await Promise.all(Array.from({ length: 8 }, () => makeKey(fresh.db, grant)));
    const tokens = made.flatMap((one) => (one === 'name-taken' ? [] : [one.token]));
    expect(tokens).toHaveLength(1);
    expect(await holder(tokens[0] ?? '')).toMatchObject({ name: 'ex01', servers: ['ex01.contoso.com'] });
    expect(await makeKey(fresh.db, { ...grant, organization: 'other' })).toMatchObject({ token: expect.any(String) });
    expect(await listed('keys')).toEqual({ names: ['ex01'], count: 1 });

    expect(await revokeKey(fresh.db, 'keys', 'ex01')).toBe('revoked');
    expect(await revokeKey(fresh.db, 'keys', 'ex01')).toBe('unknown');
    expect(await holder(tokens[0] ?? '')).toBeNull();
    expect(await listed('keys')).toEqual({ names: [], count: 0 });
    expect(await listed('other')).toEqual({ names: ['ex01'], count: 1 });
    expect(await makeKey(fresh.db, grant)).toMatchObject({ token: expect.any(String) });
  });

  test('are listed by name, page after page', async () => {
    for (const name of ['b', 'a', 'c']) await makeKey(fresh.db, { organization: 'pages', name, role: 'reader' });
    const from = (after: string | null) =>
      inOrganization(fresh.db, 'pages', async (db) =>
        (await keys(db, 'pages', { after, limit: 2 })).map(({ name }) => name),
      );
    expect(await from(null)).toEqual(['a', 'b']);
    expect(await from('b')).toEqual(['c']);
  });
});
