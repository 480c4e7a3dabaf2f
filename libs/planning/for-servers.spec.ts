import { describe, expect, test } from '@jest/globals';
import type { NamedServer } from '#libs/selection/server-names.js';
import { forServers } from './for-servers.js';

const SERVERS: readonly NamedServer[] = [
  { fqdn: 'EX02.contoso.com', netbiosName: 'EX02' },
  { fqdn: 'ex01.contoso.com' },
  { fqdn: 'edge01.dmz.contoso.com', netbiosName: 'EDGE01' },
  { fqdn: 'ex10.contoso.com', netbiosName: 'MAIL10' },
  { fqdn: 'bücher.contoso.com', netbiosName: null },
];

function chosen(patterns: readonly string[], servers = SERVERS) {
  const found = forServers(servers, patterns);
  return found.ok ? found.servers : found.problems.map(({ message }) => message);
}

describe('servers by patterns', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['ex01'], ['ex01.contoso.com']],
    [[' EX01.CONTOSO.COM. '], ['ex01.contoso.com']],
    [['mail10'], ['ex10.contoso.com']],
    [['EX0*'], ['EX02.contoso.com', 'ex01.contoso.com']],
    [['ex0?'], ['EX02.contoso.com', 'ex01.contoso.com']],
    [['EX*'], ['EX02.contoso.com', 'ex01.contoso.com', 'ex10.contoso.com']],
    [['*.dmz.contoso.com'], ['edge01.dmz.contoso.com']],
    [['*1*o*com'], ['ex01.contoso.com', 'edge01.dmz.contoso.com', 'ex10.contoso.com']],
    [['bü*'], ['bücher.contoso.com']],
    [['XN--BCHER-KVA.contoso.com'], ['bücher.contoso.com']],
    [['edge01,ex01'], ['ex01.contoso.com', 'edge01.dmz.contoso.com']],
    [
      ['edge01', 'ex01, ex01', ''],
      ['ex01.contoso.com', 'edge01.dmz.contoso.com'],
    ],
    [['*'], SERVERS.map(({ fqdn }) => fqdn)],
  ])('%j choose %j, in the order of the document', (patterns, servers) => {
    expect(chosen(patterns)).toEqual(servers);
  });

  test('an exact FQDN goes before a NetBIOS name', () => {
    const servers = [{ fqdn: 'a.contoso.com', netbiosName: 'ex01' }, { fqdn: 'ex01' }];
    expect(chosen(['ex01'], servers)).toEqual(['ex01']);
  });

  test('a NetBIOS name that two servers have is bad input that names both; its pattern and an FQDN are not', () => {
    const servers = [{ fqdn: 'ex01.ams.contoso.com' }, { fqdn: 'x.nyc.contoso.com', netbiosName: 'EX01' }];
    expect(chosen(['EX01'], servers)).toEqual(['EX01 may be ex01.ams.contoso.com or x.nyc.contoso.com.']);
    expect(chosen(['EX01*'], servers)).toHaveLength(2);
    expect(chosen(['ex01.ams.contoso.com'], servers)).toEqual(['ex01.ams.contoso.com']);
  });

  test('a pattern that meets no server is bad input that lists near names', () => {
    expect(forServers(SERVERS, ['EX03', 'mailbox*', 'ex01'])).toEqual({
      ok: false,
      problems: [
        {
          place: 'EX03',
          message: 'No server is named EX03.',
          remedy: 'Did you mean EX02 or EX01? Name a server of the state.',
        },
        {
          place: 'mailbox*',
          message: 'No server is named mailbox*.',
          remedy: expect.stringContaining('The state has EX02.contoso.com, ex01.contoso.com'),
        },
      ],
    });
    expect(forServers([], ['EX01'])).toMatchObject({ ok: false });
  });

  test('no pattern at all is bad input', () => {
    expect(chosen([])).toEqual(['No server is named.']);
    expect(chosen(['', ' , '])).toEqual(['No server is named.']);
  });

  test('a question mark stands for one character, a star for any', () => {
    expect(chosen(['ex1?'])).toEqual(['No server is named ex1?.']);
    expect(chosen(['MAIL1?'])).toEqual(['ex10.contoso.com']);
    expect(chosen(['ex01*.contoso.com'])).toEqual(['ex01.contoso.com']);
  });

  test('a pattern of many stars does not take long', () => {
    const started = performance.now();
    forServers([{ fqdn: 'a'.repeat(5000) }], [`${'*a'.repeat(2000)}b`]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
