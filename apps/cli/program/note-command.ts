import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function noteCommand(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('note'))
    .description('record a note, which timelines show beside what it refers to; history is not edited')
    .argument('<text>', 'what is to be known')
    .option('--server <name>', 'on this server (default: on the organization)')
    .option('--ticket <id>', 'of a change or an incident')
    .option('--refers <positions>', 'positions of the events that it is about, with commas')
    .option('--by <name>', 'who notes it (default: who is logged in here)')
    .action(async (text, options) => finish(await (await import('../commands/note.js')).note(text, options, terminal)));
}
