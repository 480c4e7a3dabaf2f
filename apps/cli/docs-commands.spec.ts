import { describe, expect, test } from '@jest/globals';
import { commandsOf, PAGES, wordsOf } from '../../test/support/docs-commands.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from './program.js';

/**
 * Every command line that the pages show in a block of their own is one that the program takes: its name, its options and their choices. It is run
 * against an address at which nobody answers and over files that are not there, so that this tells nothing of what it would print.
 */

/** These start or change an installation. */
const ACTS = new Set(['up', 'migrate', 'rebuild', 'verify', 'doctor', 'log']);

const SHOWN = PAGES.flatMap((page) => commandsOf(page).map((line) => [page, line] as const)).filter(
  ([, line]) => !ACTS.has(line.split(' ', 1)[0] ?? ''),
);

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
