import { describe, expect, test } from '@jest/globals';
import type { XmlElement } from './element.js';
import { attributeOf, childOf, childText } from './element.js';
import { readRecords, RECORD_LIMITS, type RecordRules } from './read-records.js';

const RULES: RecordRules = {
  root: 'Events',
  record: 'Event',
  remedies: { again: 'Again.', smaller: 'Smaller.', doctype: 'None.' },
};

function read(text: string, rules: Partial<RecordRules> = {}) {
  const records: XmlElement[] = [];
  return { result: readRecords(text, { ...RULES, ...rules }, (record) => records.push(record)), records };
}

test('records below a root, one alone, and a run of them', () => {
  const one = '<Event n="1"><a:Data>x &amp; <![CDATA[<y>]]></a:Data></Event>';
  for (const [text, fragment, count] of [
    [`<?xml version="1.0"?><!-- c --><Events>\n${one}\n${one}</Events>`, false, 2],
    [one, false, 1],
    [`${one}\r\n${one}\n<!-- c -->${one}`, true, 3],
    ['<Events/>', false, 0],
  ] as const) {
    const { result, records } = read(text, { fragment });
    expect(result).toEqual({ ok: true, count, warnings: [] });
    for (const record of records) {
      expect([attributeOf(record, 'n'), childText(record, 'Data')]).toEqual(['1', 'x & <y>']);
      expect(attributeOf(record, 'constructor')).toBeUndefined();
      expect(childOf(record, 'None')).toBeUndefined();
    }
  }
});

test('elements beside the records are told and left out, with records in them', () => {
  const { result, records } = read('<Events><Odd><Event/></Odd><Event><Event/></Event><Odd/></Events>');
  expect(records).toHaveLength(1);
  expect(records[0]?.children).toHaveLength(1);
  expect(result).toMatchObject({ ok: true, warnings: [{ message: expect.stringContaining('<Odd>') }] });
});

describe('what is wrong refuses the file, with its place', () => {
  const SMALL = { ...RECORD_LIMITS, nodes: 1000, text: 100_000, attributeLength: 1000 };
  test.each<[string, string, object, boolean?]>([
    ['nothing', '', { kind: 'malformed' }],
    ['another root', '<Other/>', { kind: 'not-recognised', place: 'line 1, column 8' }],
    ['cut off', '<Events>\n<Event><Data>x', { kind: 'malformed', message: expect.stringContaining('too early') }],
    [
      'a run that is cut off',
      '<Event/><Event><Data',
      { kind: 'malformed', message: expect.stringContaining('too early') },
      true,
    ],
    ['two roots', '<Events/><Events/>', { kind: 'malformed' }],
    [
      'text between records',
      '<Events><Event/>x</Events>',
      { kind: 'malformed', message: expect.stringContaining('"x"') },
    ],
    ['text in a run', '<Event/> x <Event/>', { kind: 'malformed' }, true],
    ['a document type', '<!DOCTYPE Events [<!ENTITY a "b">]><Events/>', { kind: 'malformed', remedy: 'None.' }],
    ['a document type in a run', '<Event/><!DOCTYPE a><Event/>', { kind: 'malformed' }, true],
    ['an unknown entity', '<Events><Event>&a;</Event></Events>', { kind: 'malformed' }],
    ['NUL', '<Events><Event>\0</Event></Events>', { kind: 'malformed' }],
    ['half a surrogate pair', '<Events><Event>\ud83d</Event></Events>', { kind: 'malformed' }],
    ['a control character', '<Events><Event>\u0001</Event></Events>', { kind: 'malformed' }],
    ['100,000 levels', '<Events>' + '<Event>'.repeat(12_000), { kind: 'too-large', remedy: 'Smaller.' }],
    ['too many elements', `<Events>${'<Event/>'.repeat(1001)}</Events>`, { kind: 'too-large', remedy: 'Smaller.' }],
    ['too long', `<Events>${' '.repeat(100_000)}</Events>`, { kind: 'too-large', remedy: 'Smaller.' }],
    ['an attribute without end', `<Events><Event a="${'x'.repeat(1001)}"/></Events>`, { kind: 'too-large' }],
    [
      'too many attributes',
      `<Events><Event ${Array.from({ length: 65 }, (_, i) => `a${i}=""`).join(' ')}/></Events>`,
      { kind: 'too-large' },
    ],
  ])('%s', (_, text, expected, fragment = false) => {
    const { result } = read(text, { fragment, limits: SMALL });
    expect(result).toMatchObject({ ok: false, refusal: expected });
    expect(result.ok || result.refusal.remedy).not.toBe('');
  });
});
