import { describe, expect, test } from '@jest/globals';
import { PLAIN, readRegistered } from './registration.js';

const file = (organizations: unknown) => JSON.stringify({ format: 'certfleet.probe-targets/1', organizations });

describe('the targets file', () => {
  test('servers by organization, in lower case, each with how it is reached', () => {
    const read = readRegistered(
      file({
        Default: {
          'EX01.contoso.com': {},
          'ex02.contoso.com': { address: '10.0.0.5', translated: true, ports: { '143': 10143 }, smtps: [465] },
        },
      }),
    );
    expect(read).toEqual({
      ok: true,
      registered: new Map([
        [
          'default',
          new Map([
            ['ex01.contoso.com', PLAIN],
            ['ex02.contoso.com', { address: '10.0.0.5', translated: true, ports: { '143': 10143 }, smtps: [465] }],
          ]),
        ],
      ]),
    });
  });

  test.each([
    ['no JSON', 'x', 'line 1'],
    ['another format', '{"format":"certfleet.fleet/1","organizations":{}}', 'format'],
    ['a misspelt key', file({ a: { ex01: { adress: '10.0.0.5' } } }), 'organizations.a.ex01.adress'],
    ['an address that is none', file({ a: { ex01: { address: 'ex02.contoso.com' } } }), 'organizations.a.ex01'],
    ['every address', file({ a: { ex01: { address: '0.0.0.0' } } }), 'organizations.a.ex01'],
    ['a server twice', file({ a: { ex01: {}, EX01: {} } }), 'organizations.a.EX01'],
    ['a port that is none', file({ a: { ex01: { ports: { '0': 1 } } } }), 'organizations.a.ex01.ports'],
    ['a wrong type', file({ a: { ex01: { translated: 'yes' } } }), 'organizations.a.ex01.translated'],
    ['a list', file([]), 'organizations'],
  ])('refuses %s, with the place', (_what, text, place) => {
    const read = readRegistered(text);
    expect(read).toMatchObject({ ok: false, refusal: { kind: 'malformed' } });
    expect(read.ok ? '' : read.refusal.place).toContain(place);
    expect(read.ok ? '' : read.refusal.remedy).not.toBe('');
  });
});
