import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { inputFiles } from './inputs.js';

const root = mkdtempSync(join(tmpdir(), 'certfleet-inputs-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = (...parts: readonly string[]) => {
  const path = join(root, ...parts);
  mkdirSync(path, { recursive: true });
  return path;
};
const file = (...parts: readonly string[]) => {
  folder(...parts.slice(0, -1));
  const path = join(root, ...parts);
  writeFileSync(path, '');
  return path;
};

describe('the files of a folder', () => {
  const year = folder('year');
  file('year', 'b.xml');
  file('year', 'a.xml');
  file('year', '2025-02', 'ex01.xml');
  file('year', '.git', 'config');
  file('year', '.hidden.xml');
  symlinkSync(join(root, 'year'), join(year, 'loop'));
  symlinkSync('/etc/passwd', join(year, 'passwd'));

  test('are found in its folders, too, ordered by name; links and hidden files are left out and told', async () => {
    const { files, leftOut, failures } = await inputFiles([year]);
    expect(files).toEqual([
      { path: join(year, '2025-02', 'ex01.xml'), name: '2025-02/ex01.xml', named: false },
      { path: join(year, 'a.xml'), name: 'a.xml', named: false },
      { path: join(year, 'b.xml'), name: 'b.xml', named: false },
    ]);
    expect(leftOut.map(({ path, why }) => [path.slice(year.length + 1), why])).toEqual([
      ['.git', 'it is hidden'],
      ['.hidden.xml', 'it is hidden'],
      ['loop', 'it is a link'],
      ['passwd', 'it is a link'],
    ]);
    expect(failures).toEqual([]);
  });

  test('are read once, and as named, when they are named beside it', async () => {
    const named = join(year, 'a.xml');
    for (const paths of [
      [year, named],
      [named, year],
    ]) {
      const { files } = await inputFiles(paths);
      expect(files.filter(({ path }) => path === named)).toEqual([{ path: named, name: 'a.xml', named: true }]);
      expect(files).toHaveLength(3);
    }
  });

  test('are not looked for without end', async () => {
    const deep = Array.from({ length: 20 }, (_, n) => `d${n}`);
    file('deep', ...deep, 'x.xml');
    const { files, leftOut } = await inputFiles([join(root, 'deep')]);
    expect(files).toEqual([]);
    expect(leftOut).toEqual([
      { path: join(root, 'deep', ...deep.slice(0, 17)), why: 'it lies more than 16 folders deep' },
    ]);
  });

  test('standard input and what is not there are taken as they are: reading them tells', async () => {
    const { files } = await inputFiles(['-', join(root, 'nowhere.xml')]);
    expect(files.map(({ name, named }) => [name, named])).toEqual([
      ['-', true],
      ['nowhere.xml', true],
    ]);
  });
});
