import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function sourceCommands(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('status'))
    .description('how far everything has come, from what was sent to who was told, and what keeps it')
    .action(async (options) => finish(await (await import('../commands/status.js')).status(options, terminal)));
  online(root.command('sources'))
    .description('which events never came, of sources that number what they tell; and whose clocks are in doubt')
    .action(async (options) => finish(await (await import('../commands/sources.js')).sources(options, terminal)));
}
