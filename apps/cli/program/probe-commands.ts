import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function probeCommands(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('probe'))
    .description(
      'connect to servers as a client would, and compare what they present with what was foretold; records it',
    )
    .argument('[server...]', 'servers of the inventory, by fqdn or NetBIOS name')
    .option('--all', 'every server of the inventory, or with --targets every one that is registered there')
    .option('--dry-run', 'only say what would be connected to')
    .option('--endpoint <address>', 'only what may be an answer of this endpoint')
    .option('--from <name>', 'who looks, as it is recorded (default: the name of this machine)')
    .option('--targets <file>', 'registered servers, with addresses and ports where they differ')
    .action(async (servers, options) =>
      finish(await (await import('../commands/probe.js')).probe(servers, options, terminal)),
    );
}
