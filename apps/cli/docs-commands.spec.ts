import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from './program.js';

/**
 * Every command line that the pages show in a block of their own is one that the program takes: its name, its options and their choices. It is run
 * against an address at which nobody answers and over files that are not there, so that this tells nothing of what it would print.
 */
const DOCS = new URL('../../docs/', import.meta.url);
const PAGES = ['../README.md', ...readdirSync(DOCS).filter((name) => name.endsWith('.md'))].sort();
/** These start or change an installation. */
const ACTS = new Set(['up', 'migrate', 'rebuild', 'verify', 'doctor', 'log']);
const LINE = /^ *(?:\$ )?(?:bin\/)?certfleet ([^#\n]*)/gm;

function commandsOf(page: string): readonly string[] {
  const blocks = readFileSync(new URL(page, DOCS), 'utf8').matchAll(/```(?:sh|console|bash)\n([\s\S]*?)```/g);
  const lines = [...blocks].flatMap(([, block = '']) => [...block.replaceAll('\\\n', ' ').matchAll(LINE)]);
  return lines.map(([, line = '']) => line.trim()).filter((line) => !ACTS.has(line.split(' ', 1)[0] ?? ''));
}

/** Words as a shell makes them, with what stands in brackets for those who want it; what goes into a file or another program is left away. */
function wordsOf(line: string): readonly string[] {
  const [own = ''] = line.split(/ [|>]/, 1);
  return [...own.replaceAll(/\[(--[^\]]*)\]/g, '$1').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

const SHOWN = PAGES.flatMap((page) => commandsOf(page).map((line) => [page, line] as const));

describe('a command that a page shows', () => {
  test('there are many', () => {
    expect(SHOWN.length).toBeGreaterThan(30);
  });

  test.each(SHOWN)('%s: certfleet %s', async (_, line) => {
    const { terminal, stderr } = recordingTerminal({ CERTFLEET_URL: 'http://127.0.0.1:1', CERTFLEET_TOKEN: 'none' });
    await runProgram(wordsOf(line), terminal);
    expect(stderr()).not.toMatch(/^error: |Try --help/m);
  });
});
