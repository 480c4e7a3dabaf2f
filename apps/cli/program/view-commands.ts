import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function viewCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const views = root.command('views').description('queries that are kept under a name, for --view');
  const commands = () => import('../commands/views.js');
  online(views.command('list', { isDefault: true }))
    .description('the saved views')
    .action(async (options) => finish(await (await commands()).listViews(options, terminal)));
  online(views.command('save'))
    .description('keep a query under a name, in place of what was kept under it')
    .argument('<name>', 'letters, digits, dots, dashes and underscores')
    .option('--list <list>', 'servers, bindings, certificates or findings', 'bindings')
    .option('--where <query>', 'the query; docs/query.md has the language')
    .option('--sort <fields>', 'its order: notAfter,-server')
    .option('--columns <names>', 'its columns in files, separated by commas')
    .option('--description <text>', 'what it is for')
    .action(async (name, options) => finish(await (await commands()).saveView(name, options, terminal)));
  online(views.command('remove'))
    .description('forget a saved view')
    .argument('<name>', 'its name')
    .action(async (name, options) => finish(await (await commands()).removeView(name, options, terminal)));
}
