import { describe, expect, test } from '@jest/globals';
import { firstPublicName, isPrivateName } from './private-name.js';

const servers = { fqdns: new Set(['ex01.contoso.com', 'edge01.contoso.com']) };

describe('a private name', () => {
  test.each([
    ['is one that is not set', null],
    ['has one label', 'EX01'],
    ['has one label before the last dot', 'mail.'],
    ['ends in local', 'mail.contoso.local'],
    ['ends in it in any case, before the last dot', 'mail.contoso.LOCAL.'],
    ['ends in internal', 'mail.contoso.internal'],
    ['ends in lan', 'mail.lan'],
    ['ends in corp', 'mail.contoso.corp'],
    ['ends in home', 'mail.home'],
    ['ends in localdomain', 'mail.localdomain'],
    ['ends in test', 'mail.test'],
    ['ends in localhost', 'mail.localhost'],
    ['is the FQDN of a server', 'EX01.contoso.com.'],
    ['is the FQDN of another server', ' edge01.contoso.com '],
  ])('%s', (_, name) => {
    expect(isPrivateName(name, servers)).toBe(true);
  });

  test.each(['mail.contoso.com', 'local.contoso.com', 'mail.notlocal', 'ex02.contoso.com', 'a.ex01.contoso.com'])(
    'is not %s',
    (name) => {
      expect(isPrivateName(name, servers)).toBe(false);
    },
  );
});

describe('the name that a remedy proposes', () => {
  test('is the first public one', () => {
    const names = [
      '*.contoso.com',
      'EX01',
      'mail.contoso.local',
      'ex01.contoso.com',
      'mail.contoso.com',
      'b.contoso.com',
    ];
    expect(firstPublicName(names, 'ex01.contoso.com')).toBe('mail.contoso.com');
    expect(firstPublicName(names.slice(0, 4), 'ex01.contoso.com')).toBeUndefined();
  });
});
