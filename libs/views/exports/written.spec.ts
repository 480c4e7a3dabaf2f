import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LISTS } from '#libs/query/lists.js';
import { cellOf, columnNames } from './columns.js';
import { csvLine, writer } from './written.js';
import { anyCharacter } from '../../../test/support/any-character.js';

/** Reads a line as RFC 4180 says. */
function readCsv(line: string): string[] {
  const cells = [...`,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)];
  return cells.map(([, quoted, bare]) => (quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"')));
}

describe('CSV', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\u00a0=1',
    '\u200b=1',
    '\uff1d1',
    '\n=1',
    '\t',
    '\r',
  ])('%j is no formula', (text) => expect(csvLine([text])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`));

  test.each(['CN=mail', 'ex01', '', 'a-b', '1'])('%j stays as it is', (text) =>
    expect(csvLine([text])).toBe(`${text}\r\n`),
  );

  test('comes back as it was written, but for the apostrophes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter }), { minLength: 1, maxLength: 5 }), (cells) => {
        const read = readCsv(csvLine(cells));
        expect(read.map((cell, i) => (cell === `'${cells[i]}` ? cells[i] : cell))).toEqual(cells);
        for (const cell of read) expect(/^[=+\-@\t\r]/.test(cell)).toBe(false);
      }),
    );
  });
});

describe('Markdown', () => {
  test('has no markup in it but its own table', () => {
    const { row } = writer('md', 'servers', ['server']);
    expect(row({ fqdn: 'a|b\n<script>[x](y)`c`**d**' })).toBe(
      '| a&#124;b&#10;&#60;script&#62;&#91;x&#93;&#40;y&#41;&#96;c&#96;&#42;&#42;d&#42;&#42; |\n',
    );
  });
});

test('columns of items that lack them are unknown, unset ones none', () => {
  expect(cellOf('bindings', 'subject', {})).toBe('unknown');
  expect(cellOf('bindings', 'subject', { certificate: null })).toBe('none');
  expect(cellOf('bindings', 'name', { certificate: { subjectAlternativeNames: [] } })).toBe('none');
  expect(cellOf('bindings', 'name', { certificate: { subjectAlternativeNames: ['a', 'b'] } })).toBe('a; b');
  expect(cellOf('certificates', 'installedOn', { installedOn: [{ server: 'a' }, { server: 'a' }, {}] })).toBe(
    'a; unknown',
  );
  expect(cellOf('servers', 'handshakeFails', { outcomes: {} })).toBe('0');
  for (const list of LISTS)
    for (const column of columnNames(list)) expect(typeof cellOf(list, column, null)).toBe('string');
});

test('says in every format that it is not all', () => {
  for (const format of ['csv', 'md', 'ndjson'] as const)
    expect(writer(format, 'servers', ['server']).cut(2, 5)).toMatch(/2.*5/);
});
