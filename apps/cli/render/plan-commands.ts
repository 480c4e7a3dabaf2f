import type { Command } from '#libs/planning/command.js';
import { serverNamedBy } from '#libs/planning/named-by-command.js';
import { shown } from '../text/escape.js';
import type { Page } from '../text/page.js';
import { hanging } from '../text/lines.js';
import { ranges } from '../text/ranges.js';
import { ITS_SERVER, serverPattern } from '#libs/fleet/server-pattern.js';

/** A command with the line that an administrator would type. */
export interface Written {
  readonly command: Command;
  readonly line: string;
}

/** Up to so many commands are shown one by one. */
const ONE_BY_ONE = 5;

/** Numbered command lines, to be copied: in one piece however long. Where there are many, those that differ by the server alone stand together. */
export function commandLines(commands: readonly Written[], page: Page): readonly string[] {
  const number = (text: string): string => `  ${text.padStart(String(commands.length).length)}  `;
  if (commands.length <= ONE_BY_ONE) return commands.map(({ line }, i) => `${number(String(i + 1))}${shown(line)}`);
  return alike(commands).flatMap(({ line, indices, servers }) => [
    `${number(ranges(indices.map((index) => index + 1)))}${shown(line)}`,
    ...(servers.length < 2
      ? []
      : hanging(number(''), `on ${servers.length} servers: ${servers.map(shown).join(', ')}`, page.width)),
  ]);
}

interface Alike {
  readonly line: string;
  readonly indices: readonly number[];
  readonly servers: readonly string[];
}

function alike(commands: readonly Written[]): readonly Alike[] {
  const groups = new Map<string, { line: string; indices: number[]; servers: string[] }>();
  for (const [index, { command, line }] of commands.entries()) {
    const server = serverNamedBy(command) ?? '';
    const pattern = server === '' ? line : serverPattern(line, server);
    const known = groups.get(pattern);
    if (known === undefined) groups.set(pattern, { line, indices: [index], servers: [server] });
    else {
      known.indices.push(index);
      if (!known.servers.includes(server)) known.servers.push(server);
      if (known.servers.length > 1) known.line = pattern.includes(ITS_SERVER) ? pattern : known.line;
    }
  }
  return [...groups.values()];
}
