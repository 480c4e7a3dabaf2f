import { mkdtemp, readdir, rm, stat, chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretKeys } from './key-file.js';
import { openSettings, sealSettings, shownSettings, withKeptSecrets } from './sealed-settings.js';
import { open, readKeys, seal, type KeyList } from './secrets.js';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;

function keysOf(text: string): KeyList {
  const keys = readKeys(text);
  if ('fault' in keys) throw new Error(keys.fault);
  return keys;
}

describe('sealing', () => {
  test('what is sealed opens, and is another text each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, place) => {
        const sealed = seal(text, place, keysOf(NEW));
        expect(open(sealed, place, keysOf(NEW))).toEqual({ ok: true, text, byFirstKey: true });
        expect(seal(text, place, keysOf(NEW))).not.toBe(sealed);
        expect(sealed).toMatch(/^sealed:1:new:[\w-]+$/);
      }),
    );
  });

  test('the first key seals, every key opens, and what was sealed with another one should be sealed anew', () => {
    const sealed = seal('hunter2', 'p', keysOf(OLD));
    expect(open(sealed, 'p', keysOf(`${NEW},${OLD}`))).toEqual({ ok: true, text: 'hunter2', byFirstKey: false });
    expect(seal('x', 'p', keysOf(`${NEW},${OLD}`))).toMatch(/^sealed:1:new:/);
    expect(open(sealed, 'p', keysOf(NEW))).toEqual({
      ok: false,
      why: 'was sealed with the key old, which is not in the list',
    });
  });

  test('what was changed, cut off or moved does not open', () => {
    const sealed = seal('hunter2', 'contoso', keysOf(NEW));
    const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1);
    const forms = [
      flipped,
      sealed.slice(0, 40),
      sealed.slice(0, 20),
      'sealed:1:new:',
      'hunter2',
      '',
      sealed.replace(':new:', ':NEW:'),
    ];
    for (const form of forms) expect(open(form, 'contoso', keysOf(NEW))).toMatchObject({ ok: false });
    expect(open(sealed, 'fabrikam', keysOf(NEW))).toMatchObject({ ok: false });
    expect(open(sealed, 'contoso', keysOf(`new:${Buffer.alloc(32, 9).toString('base64')}`))).toMatchObject({
      ok: false,
    });
  });

  test.each([
    ['', /no key/],
    ['short:AAAA', /32 bytes/],
    [Buffer.alloc(32).toString('base64'), /id/],
    [`${OLD} ${OLD}`, /two keys/],
    [`A B:${'x'.repeat(44)}`, /id/],
  ])('%s is no list of keys, and no key is repeated', (text, why) => {
    const keys = readKeys(text);
    expect('fault' in keys ? keys.fault : '').toMatch(why);
    expect(JSON.stringify(keys)).not.toContain('AQEB');
  });
});

describe('settings', () => {
  const SETTINGS = { url: 'https://a.example', secrets: ['whsec_x', 'whsec_y'], headers: { a: 'b' }, ca: null };
  const SECRETS = ['secrets', 'headers', 'password'];
  const PLACE = { organization: 'contoso', channelId: '7' };

  test('are kept with their secrets sealed, and open where they were sealed only', () => {
    const kept = sealSettings(SETTINGS, SECRETS, PLACE, keysOf(NEW));
    expect(JSON.stringify(kept)).not.toMatch(/whsec|"a":"b"/);
    expect(kept).toMatchObject({ url: 'https://a.example', ca: null });
    expect(openSettings(kept, SECRETS, PLACE, keysOf(NEW))).toEqual({ ok: true, settings: SETTINGS, byFirstKey: true });
    expect(sealSettings(kept, SECRETS, PLACE, keysOf(NEW))).toEqual(kept);
    for (const place of [
      { ...PLACE, organization: 'fabrikam' },
      { ...PLACE, channelId: '8' },
    ])
      expect(openSettings(kept, SECRETS, place, keysOf(NEW))).toMatchObject({
        ok: false,
        why: expect.stringContaining('secrets'),
      });
    expect(openSettings({ ...kept, headers: kept['secrets'] }, SECRETS, PLACE, keysOf(NEW))).toMatchObject({
      ok: false,
    });
  });

  test('are shown without their secrets, and come back with those that were kept', () => {
    const shown = shownSettings({ ...SETTINGS, password: null }, SECRETS);
    expect(shown).toEqual({ url: 'https://a.example', secrets: '…', headers: '…', ca: null, password: null });
    expect(withKeptSecrets({ ...shown, headers: { c: 'd' } }, SETTINGS, SECRETS)).toEqual({
      ...SETTINGS,
      headers: { c: 'd' },
      password: null,
    });
  });
});

describe('the file of keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certfleet-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is made at first use, whole, for its owner only; whoever comes at the same time finds the same keys', async () => {
    const found = await Promise.all(Array.from({ length: 8 }, () => secretKeys(undefined, folder)));
    expect(found[0]).toMatchObject({ ok: true });
    for (const one of found) expect(one).toEqual(found[0]);
    expect(await readdir(folder)).toEqual(['secret-keys']);
    expect((await stat(join(folder, 'secret-keys'))).mode & 0o777).toBe(0o600);
  });

  test('is refused where others may read it, or where it holds no keys', async () => {
    const path = join(folder, 'secret-keys');
    await writeFile(path, NEW, { mode: 0o600 });
    await chmod(path, 0o640);
    expect(await secretKeys('', folder)).toMatchObject({ ok: false, why: expect.stringContaining('chmod 600') });
    await chmod(path, 0o600);
    expect(await secretKeys('', folder)).toMatchObject({ ok: true });
    await writeFile(path, 'rubbish');
    expect(await secretKeys('', folder)).toMatchObject({ ok: false });
  });

  test('is not looked at where the setting has keys', async () => {
    expect(await secretKeys(NEW, '/nowhere')).toEqual({ ok: true, keys: keysOf(NEW) });
    expect(await secretKeys('rubbish', folder)).toMatchObject({
      ok: false,
      why: expect.stringContaining('CERTFLEET_SECRET_KEYS'),
    });
  });
});
