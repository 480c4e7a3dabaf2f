import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LIST_FIELDS, LISTS, type ListName } from './lists.js';
import { matches } from './matches.js';
import { parseQuery } from './parse-query.js';
import type { QueryRow } from './field.js';
import type { QueryFault } from './query-fault.js';
import { readQuery } from './read-query.js';
import { SHORTCUTS } from './shortcuts.js';
import { anyCharacter } from '../../test/support/any-character.js';
import { share } from '../../test/support/share.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const DAY = 86_400_000;

/** A row that is queried, and what is not said of it is unknown. */
const ROW: QueryRow = {
  server: ['ex01.contoso.com', 'ex01'],
  endpoint: 'receive:Default Frontend EX01:starttls',
  role: ['receive', 'starttls'],
  connector: 'Default Frontend EX01',
  outcome: 'PRESENTED',
  presented: true,
  subject: 'CN=mail.contoso.com, O="Contoso, Inc."',
  name: ['*.contoso.com', 'mail.contoso.com'],
  'issuer.kind': 'public',
  notBefore: NOW - 100 * DAY,
  notAfter: NOW + 20 * DAY,
  'key.size': 2048,
  services: [],
  site: null,
  changedBy: 'CONTOSO\\jo',
};

function holds(text: string, row: QueryRow = ROW, list: ListName = 'bindings'): boolean {
  const query = readQuery(text, list, NOW);
  if (!query.ok) throw new Error(`${query.fault.message} at ${query.fault.column}`);
  return matches(query.value.condition, row);
}

function refused(text: string, list: ListName = 'bindings'): QueryFault {
  const query = readQuery(text, list, NOW);
  if (query.ok) throw new Error(`${text} was taken`);
  return query.fault;
}

describe('what a query asks for', () => {
  test.each([
    '',
    '  ',
    'role:starttls',
    'ROLE:StartTLS',
    'role:anonymous,receive',
    'server:EX*',
    'server:ex01',
    'server:EX01.contoso.com',
    'connector:"Default Frontend EX01"',
    'connector:"Default Frontend "*',
    'connector:*"frontend"*',
    'name:"*.contoso.com"',
    'san:mail.*',
    'presented:true',
    '-presented:false',
    'issuer.kind:p*',
    'outcome:PRESENTED -outcome:NOT*',
    'notAfter:<+30d',
    'notAfter:<30d notAfter:>+2w',
    'notAfter:2026-06',
    'notAfter:2026-06-21',
    'notAfter:2026-06-21T12:00:00Z',
    'notAfter:2026-06-21T14:00:00+02:00',
    'notAfter:<=2026-06-21 notAfter:>=2026-06-21',
    'notAfter:2026-06-01..2026-06-21',
    'notAfter:+19d..*',
    'notBefore:*..now',
    'expires:>now',
    'days:20',
    'days:<30',
    'days:20..20',
    '-days:<20',
    'key.size:2048',
    'key.size:>=2048 key.size:<4096',
    'key.size:1024..2048',
    'site:none',
    '-site:unknown',
    '-has:site',
    'services:none',
    'version:unknown',
    'has:subject',
    'subject:*',
    'is:valid -is:expired',
    'changedBy:CONTOSO\\*',
    'changedBy:"contoso\\jo"',
    '-changedBy:*acme*',
    'mail.contoso.com',
    '"contoso, inc"',
    'cn*contoso',
    'not (role:iis or role:pop)',
    'not not role:starttls',
    'role:iis or role:starttls and presented:true',
    'role:starttls AND NOT role:iis',
    '(role:iis)or(role:starttls)',
    'site:"none" or presented:true',
  ])('%s holds', (text) => expect(holds(text)).toBe(true));

  test.each(
    [
      'role:iis',
      '-role:starttls',
      'server:EX',
      'server:EX02',
      'connector:"*"',
      'name:".contoso.com"',
      'notAfter:<-1d',
      'notAfter:>2026-06-21',
      'notAfter:<2026-06-21',
      'notAfter:2026',
      'days:<20',
      'days:>20',
      'key.size:>2048',
      'has:site',
      'has:services',
      'has:version',
      'site:AMS',
      'site:unknown',
      'version:none',
      'site:"unknown"',
      'presented:false',
      '(presented:true) -presented:true',
      'nobody',
    ].filter((text) => text !== 'notAfter:2026'),
  )('%s does not hold', (text) => expect(holds(text)).toBe(false));

  test('what is unknown is in no test and in every negation, and has a name of its own', () => {
    expect(['site:AMS', '-site:AMS', 'site:unknown', 'site:none'].map((text) => holds(text, {}))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['site:AMS', '-site:AMS', 'site:unknown', 'site:none'].map((text) => holds(text, { site: null }))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('times count from one instant and are told', () => {
    const query = readQuery('notAfter:<+30d changed:>-12h notAfter:>=2026-06', 'bindings', NOW);
    expect(query).toMatchObject({
      ok: true,
      value: {
        now: '2026-06-01T12:00:00Z',
        times: [
          { text: '+30d', at: '2026-07-01T12:00:00Z' },
          { text: '-12h', at: '2026-06-01T00:00:00Z' },
          { text: '2026-06', at: '2026-06-01T00:00:00Z' },
        ],
      },
    });
  });

  test('every shortcut can be read for its list, and every field can be asked for', () => {
    for (const list of LISTS) {
      for (const word of Object.keys(SHORTCUTS[list])) expect(readQuery(`is:${word}`, list, NOW).ok).toBe(true);
      for (const [field, { also = [] }] of Object.entries(LIST_FIELDS[list]))
        for (const name of [field, ...also]) expect(readQuery(`${name}:unknown`, list, NOW).ok).toBe(true);
    }
  });
});

describe('what is refused', () => {
  test.each([
    ['rol:starttls', 1, /no field rol.*/, ['role']],
    ['presented:true rolle:starttls', 16, /no field rolle/, ['role']],
    ['role:startls', 6, /never startls/, ['starttls']],
    ['finding:RO-99', 9, /never RO-99/, undefined],
    ['presented:maybe', 11, /true or false/, ['true', 'false']],
    ['key.size:big', 10, /whole number/, undefined],
    ['key.size:>1e9', 11, /whole number/, undefined],
    ['notAfter:soon', 10, /no time/, undefined],
    ['notAfter:2026-02-30', 10, /no time/, undefined],
    ['notAfter:+99999999d', 10, /no time/, undefined],
    ['notAfter:+9999999d', 10, /no time/, undefined],
    ['notAfter:+30d', 10, /one millisecond/, ['<+30d', '>+30d']],
    ['changed:>12h', 10, /from now, or ago/, ['-12h', '+12h']],
    ['site:>AMS', 6, /no more and less/, undefined],
    ['site:a..b', 6, /no range/, undefined],
    ['site:<unknown', 6, /more or less than unknown/, undefined],
    ['is:expird', 4, /does not know/, ['expired']],
    ['has:siet', 5, /no field siet/, ['site']],
    ['has:>site', 5, /name of a field/, undefined],
    ['""', 1, /empty text/, undefined],
    ['a*b*c*d*e*f*g*h*i*j', 1, /wildcards/, undefined],
    ['site:a*b*c*d*e*f*g*h*i*j', 6, /wildcards/, undefined],
  ])('%s at column %i', (text, column, message, suggestions) => {
    const found = refused(text);
    expect(found).toMatchObject({ column, message: expect.stringMatching(message) });
    if (suggestions !== undefined) expect(found.suggestions).toEqual(suggestions);
    expect(found.remedy).toMatch(/\.$/);
  });

  test.each([
    ['(role:starttls', 15],
    ['role:starttls)', 14],
    ['role:', 6],
    ['role: starttls', 6],
    ['role:a,', 8],
    ['or role:iis', 1],
    ['role:iis or', 12],
    ['role:iis and', 13],
    ['role:iis and or role:pop', 10],
    ['not', 4],
    ['-', 2],
    ['()', 2],
    ['a :b', 3],
    ['a <b', 3],
    ['site:"AMS', 6],
    ['"', 1],
    ['a\u0000b', 2],
    ['a\ud800b', 2],
    ['key.size:..5', 10],
  ])('%j is not the language, at column %i', (text, column) => {
    expect(refused(text)).toMatchObject({ column });
  });

  test('a field of another list', () => {
    expect(refused('endpoint:pop', 'servers').message).toMatch(/list of servers has no field endpoint/);
    expect(refused('days:<30', 'servers').message).toMatch(/no field days/);
  });

  test('what would be work without end: length, depth, number of values', () => {
    expect(refused('a'.repeat(4_097))).toMatchObject({ column: 4_097 });
    expect(refused(`${'('.repeat(33)}a${')'.repeat(33)}`)).toMatchObject({ column: 33 });
    expect(holds(`${'('.repeat(32)}mail${')'.repeat(32)}`)).toBe(true);
    expect(refused(Array.from({ length: 201 }, () => 'a').join(' ')).message).toMatch(/201 values/);
    expect(refused(`site:${Array.from({ length: 201 }, () => 'a').join(',')}`).message).toMatch(/201 values/);
  });
});

test('texts of all kinds are read or refused at a place in them, and quickly', () => {
  const words = [
    'role:',
    'site',
    ':',
    '"',
    '(',
    ')',
    '-',
    'or',
    'and',
    'not ',
    '*',
    '..',
    '<',
    ',',
    ' ',
    '\\',
    '+1d',
    '\u0000',
  ];
  const texts = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.string({ unit: anyCharacter, maxLength: 100 }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom(...LISTS), (text, list) => {
      const query = readQuery(text, list, NOW);
      if (query.ok) return typeof matches(query.value.condition, ROW) === 'boolean';
      return query.fault.column >= 1 && query.fault.column <= text.length + 1 && query.fault.message.length > 0;
    }),
    { numRuns: share(2_000) },
  );
});

test('hostile texts of full length take no time', () => {
  const started = performance.now();
  for (const piece of ['-', 'not ', '(', '"', '*', 'a*', 'a..', ',', 'a:b,', 'a or ', 'a ', '\\', 'x:"', ' ', 'and '])
    parseQuery(piece.repeat(4_096 / piece.length));
  expect(performance.now() - started).toBeLessThan(2_000);
});
