import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certfleet, serving, startCertfleet, type Started } from '../support/certfleet-process.js';
import { commandsOf, wordsOf } from '../support/docs-commands.js';

/**
 * What README and pages show to be asked is asked of the demo, whose certificates and alerts are others each time: a thumbprint stands for the renewed
 * one of EX05, ID for an open alert about a change, which can be acknowledged and accepted. Pages with a test of their own (query, time, demo, check,
 * sql-views) are not asked again; commands over files of the reader's, and those that need servers to look at, are not either.
 */
const PAGES = ['../README.md', 'alerts.md', 'plans.md', 'upgrade.md'];
const ELSEWHERE =
  /^(import|inspect|keys add|up|plan --(commands|state)|channels test|log import|rebuild$|verify$)|HASH/;

const SHOWN = PAGES.flatMap((page) =>
  commandsOf(page, ['sh', 'console', 'text']).map((line) => [page, line] as const),
).filter(([, line]) => !ELSEWHERE.test(line));

describe('a question that a page shows', () => {
  const data = mkdtempSync(join(tmpdir(), 'certfleet-docs-'));
  let running: Started;
  const ask = (words: readonly string[]) => certfleet([...words, '--data', data]);
  let renewed = '';
  let alert = '';

  beforeAll(async () => {
    running = startCertfleet(['up', '--port', '0', '--demo', '--data', data]);
    await serving(running);
    renewed = /EX05 -Thumbprint ([0-9A-F]{40})/.exec(running.stdout())?.[1] ?? 'none';
    // Alerts are decided some seconds after the demo was taken in.
    for (let tries = 0; tries < 60 && alert === ''; tries += 1) {
      const { stdout } = await ask(['alerts', '--json']);
      const { items }: { items: readonly { id: string; rule: string }[] } = JSON.parse(stdout);
      alert = items.find(({ rule }) => rule === 'went-dark')?.id ?? '';
      if (alert === '') await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }, 180_000);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(data, { recursive: true, force: true });
  }, 60_000);

  test('there are some, of each page', () => {
    expect(new Set(SHOWN.map(([page]) => page))).toEqual(new Set(PAGES));
    expect(SHOWN.length).toBeGreaterThan(15);
  });

  test.each(SHOWN)('%s: certfleet %s', async (_, line) => {
    const words = wordsOf(line).map((word) =>
      word
        .replace(/[0-9A-F]{40}/, renewed)
        .replace(/^ID$/, alert)
        .replace(/^contoso$/, 'default')
        .replace(/^contoso\.gz$/, join(data, 'log.gz')),
    );
    const { code, stdout, stderr } = await ask(words);
    expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
    expect(stdout + stderr).not.toMatch(/nothing to show|fault of ours/);
  });
});
