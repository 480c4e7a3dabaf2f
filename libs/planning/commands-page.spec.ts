import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ReceiveConnector, SendConnector } from '#libs/formats/fleet-document/schema.js';
import { PARAMETERS } from './cmdlet-line/parameters.js';
import { ANSWERS, CMDLETS, SURFACES } from './command.js';
import { readCommandLines } from './read-command-lines.js';
import { readCommands } from './read-commands.js';

const page = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');
const scenarios = new URL('../../test/scenarios/plan/', import.meta.url);

describe('docs/commands.md', () => {
  test('names every cmdlet, key, word and parameter that counts', () => {
    const parameters = Object.values(PARAMETERS).flatMap((cmdlet) => cmdlet.parameters);
    const keyed = parameters.filter(({ becomes }) => becomes === 'key');
    const words = [...CMDLETS, ...ANSWERS, ...SURFACES, ...keyed.flatMap(({ name, says }) => [`-${name}`, says])];
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });

  test('has lines that are understood', () => {
    const lines = /```powershell\n([^`]*)```/.exec(page)?.[1] ?? '';
    const certificateOf = (_: string, thumbprint: string) => ({
      thumbprint,
      subject: null,
      subjectAlternativeNames: null,
    });
    expect(readCommandLines(lines, { certificateOf })).toMatchObject({
      ok: true,
      warnings: [],
      commands: { length: 3 },
    });
  });
});

test('every key of a connector has its parameter', () => {
  const keysOf = (cmdlet: 'Set-ReceiveConnector' | 'Set-SendConnector') =>
    PARAMETERS[cmdlet].parameters.filter(({ becomes }) => becomes === 'key').map(({ says }) => says);
  const without = (keys: readonly string[]) => keys.filter((key) => key !== 'name').sort();
  expect(keysOf('Set-ReceiveConnector').sort()).toEqual(without(Object.keys(ReceiveConnector.shape)));
  expect(keysOf('Set-SendConnector').sort()).toEqual(without(Object.keys(SendConnector.shape)));
});

test.each(readdirSync(scenarios))('the commands of %s are read as they stand', (file) => {
  const { commands }: { commands: unknown } = JSON.parse(readFileSync(new URL(file, scenarios), 'utf8'));
  expect(readCommands(commands)).toEqual({ ok: true, commands, warnings: [] });
});
