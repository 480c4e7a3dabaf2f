/**
 * The same objects say the same, whether they come as CLIXML, JSON, CSV or text of the Shell, as far as each can say it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toCsv, toJson, toList, type CsvStyle, type JsonStyle } from '../../../test/support/clothes.js';
import { isObject } from '../clixml/access.js';
import { readClixml } from '../clixml/read.js';
import type { PsObject } from '../clixml/value.js';
import { decode, FORMATS } from '../formats.js';
import type { Report } from '../report.js';
import { readInput } from '../text.js';
import { join } from './join.js';
import { KINDS } from './kinds.js';

const FOLDERS = [
  'auth-config',
  'client-protocol',
  'edge-subscription',
  'exchange-server',
  'hybrid-configuration',
  'receive-connector',
  'send-connector',
  'transport-service',
  'virtual-directory',
  'web-binding',
];

const sample = (folder: string) => readFileSync(new URL(`../${folder}/sample.xml`, import.meta.url), 'utf8');

function objectsOf(folder: string): readonly PsObject[] {
  const read = readClixml(sample(folder));
  if (!read.ok) throw new Error(read.refusal.message);
  return read.values.filter(isObject);
}

function report(text: string, format: string): Report {
  const bytes = new TextEncoder().encode(text);
  const input = readInput(bytes);
  expect(FORMATS.filter((one) => one.recognises(input)).map((one) => one.name)).toEqual([format]);
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  return decoded.report;
}

const said = ({ servers, organization }: Report) => ({ servers, organization });

const JSON_STYLES = fc.record({
  depth: fc.integer({ min: 1, max: 6 }),
  enumerations: fc.constantFrom('number', 'text', 'value and Value'),
  bytes: fc.constantFrom('list', 'base64', 'text', 'value and Count'),
  lists: fc.constantFrom('list', 'value and Count'),
}) satisfies fc.Arbitrary<JsonStyle>;

describe('as JSON', () => {
  test.each([...FOLDERS, 'exchange-certificate'])('%s, at any depth and in any style', (folder) => {
    const expected = said(report(sample(folder), 'clixml'));
    fc.assert(
      fc.property(JSON_STYLES, fc.boolean(), fc.constantFrom(0, 2), (style, counted, indent) => {
        const list = objectsOf(folder).map((object) => toJson(object, style));
        const whole = list.length === 1 ? list[0] : counted ? { value: list, Count: list.length } : list;
        expect(said(report(JSON.stringify(whole, null, indent), 'exchange-json'))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

const CSV_STYLES = fc.record({
  separator: fc.constantFrom(',', ';', '\t'),
  type: fc.boolean(),
  lists: fc.constantFrom('blanks', 'braces'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
}) satisfies fc.Arbitrary<CsvStyle>;

/** `Export-Csv` writes objects of one type; a property that an object does not have is an empty cell there, that is "unset". */
function groups(folder: string): readonly (readonly PsObject[])[] {
  const objects = objectsOf(folder).filter((object) => KINDS.some((kind) => kind.is(object)));
  return objects.map((object) => [object]);
}

/** Null and an empty list mean the same ("unset"), and a cell cannot tell them apart. */
function unsetAlike(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(unsetAlike);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unsetAlike(inner)]));
}

/** The third Receive connector has no name and no property that tells what it is. */
const told = (objects: readonly PsObject[]) => objects.every(({ properties }) => properties.size > 1);

/** What the objects say as they are in CLIXML. */
function saidByObjects(objects: readonly PsObject[]) {
  const { servers, organization } = join(
    objects.flatMap((object) => KINDS.find((kind) => kind.is(object))?.read(object) ?? []),
  );
  return unsetAlike({ servers, organization });
}

describe('as CSV', () => {
  test.each(FOLDERS)('%s, with any separator, with and without #TYPE', (folder) => {
    for (const objects of groups(folder).filter(told)) {
      const expected = saidByObjects(objects);
      fc.assert(
        fc.property(CSV_STYLES, (style) => {
          expect(unsetAlike(said(report(toCsv(objects, style), 'exchange-csv')))).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    }
  });

  test('several objects of one type', () => {
    const [one, two] = objectsOf('receive-connector');
    if (one === undefined || two === undefined) throw new Error('two connectors');
    const csv = toCsv([one, one, two], { separator: ',', type: true, lists: 'blanks', lineEnd: '\r\n' });
    expect(report(csv, 'exchange-csv').servers).toMatchObject([
      { server: { fqdn: 'EX01.contoso.com', receiveConnectors: [{ name: 'Default Frontend EX01' }] } },
      { server: { netbiosName: 'EX02', receiveConnectors: [{ name: 'Relay' }] } },
    ]);
  });
});

describe('as text of the Shell', () => {
  test.each(FOLDERS)('%s, in any width, with blanks at the ends of lines and without', (folder) => {
    for (const objects of groups(folder).filter(told)) {
      const expected = saidByObjects(objects);
      fc.assert(
        fc.property(fc.integer({ min: 110, max: 200 }), fc.boolean(), (width, trim) => {
          expect(unsetAlike(said(report(toList(objects, { width, trim }), 'shell-text')))).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    }
  });
});
