import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decode } from '#libs/formats/formats.js';
import { readFleetDocument } from '#libs/formats/fleet-document/fleet-document.js';
import { select } from '#libs/selection/select.js';
import { datedFrom } from './demo.js';

const read = (name: string, from: string) =>
  datedFrom(readFileSync(new URL(`../demo/${name}`, import.meta.url), 'utf8'), from);
const bytes = (text: string) => new TextEncoder().encode(text);

test('dates stand relative to the start', () => {
  expect(datedFrom('["@-40d","@+90m","x@-1d"]', '2026-11-24T00:00:00.000Z')).toBe(
    '["2026-10-15T00:00:00.000Z","2026-11-24T01:30:00.000Z","x@-1d"]',
  );
});

describe.each(['2026-11-24T10:00:00.000Z', '2029-02-28T23:59:00.000Z'])('the demo, started at %s', (from) => {
  test('is a fleet document without a fault, and shows every kind of answer but failure before its events', () => {
    const document = readFleetDocument(bytes(read('contoso.fleet.json', from)));
    if (!document.ok) throw new Error(document.refusal.message);
    expect(document.warnings).toEqual([]);
    const outcomes = new Set(select(document.document, from).map(({ outcome }) => outcome));
    expect([...outcomes].sort()).toEqual(['INDETERMINATE', 'NOT_ADVERTISED', 'PRESENTED']);
  });

  test('tells its story in events without a fault', () => {
    const decoded = decode(bytes(read('contoso.events.json', from)));
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    expect(decoded.report.warnings).toEqual([]);
    expect(decoded.report.events.map(({ type }) => type)).toContain('default-smtp-certificate.overwritten');
  });
});
