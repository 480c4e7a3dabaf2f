import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Demo } from '../demo/demo.js';
import { demoFolder, keepDemo, keptDemo } from './demo-folder.js';

const data = mkdtempSync(join(tmpdir(), 'certfleet-demo-'));
const folder = demoFolder(data);
afterAll(() => rmSync(data, { recursive: true }));

const DEMO: Demo = {
  files: [
    { name: '01-inventory.json', path: 'imports', alone: true, text: '{}' },
    {
      name: '02-mail.pem',
      path: 'imports',
      server: 'ex05.contoso.com',
      observedAt: '2026-11-23T00:00:00.000Z',
      text: 'x',
    },
    { name: '03-events.json', path: 'events', text: '[]' },
  ],
  questions: [
    { story: 'Why?', commands: ['explain EX03', 'timeline EX03'], first: true },
    { story: 'What else?', commands: ['servers'] },
  ],
};

beforeEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was written is read again: the files with how they are sent, and the first command of each first question', () => {
  const kept = keepDemo(folder, DEMO);
  expect(keptDemo(folder)).toEqual(kept);
  expect(kept.files[1]).toEqual({
    name: '02-mail.pem',
    path: 'imports',
    server: 'ex05.contoso.com',
    observedAt: '2026-11-23T00:00:00.000Z',
  });
  expect(kept.ask).toEqual(['explain EX03']);
  expect(readFileSync(join(folder, '02-mail.pem'), 'utf8')).toBe('x');
  expect(readFileSync(join(folder, 'stories.txt'), 'utf8')).toContain('Why?\n  certfleet explain EX03\n');
  expect(readdirSync(data)).toEqual(['demo']);
});

test('an earlier writing that was cut off gives way to a whole one', () => {
  keepDemo(`${folder}.new`, { ...DEMO, files: [{ name: 'half', path: 'imports', text: '' }] });
  keepDemo(folder, DEMO);
  expect(readdirSync(folder)).not.toContain('half');
});

describe('nothing is there', () => {
  test('without the folder', () => expect(keptDemo(folder)).toBeNull());

  test('when a file is missing', () => {
    keepDemo(folder, DEMO);
    rmSync(join(folder, '02-mail.pem'));
    expect(keptDemo(folder)).toBeNull();
  });

  test.each([
    ['cut off', '{"files": ['],
    ['no object', 'null'],
    ['without files', '{"files": [], "ask": []}'],
    ['with a file elsewhere', '{"files": [{"name": "../token", "path": "imports"}], "ask": []}'],
    ['with a folder', '{"files": [{"name": "..", "path": "imports"}], "ask": []}'],
    ['with an unknown path', '{"files": [{"name": "01-inventory.json", "path": "tokens"}], "ask": []}'],
    [
      'with a server that is no text',
      '{"files": [{"name": "01-inventory.json", "path": "imports", "server": 5}], "ask": []}',
    ],
    ['with commands that are none', '{"files": [{"name": "01-inventory.json", "path": "imports"}], "ask": [1]}'],
  ])('when the index is %s', (_, text) => {
    keepDemo(folder, DEMO);
    writeFileSync(join(folder, 'index.json'), text);
    expect(keptDemo(folder)).toBeNull();
  });
});
