import { Option, type Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function keyCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const keys = root.command('keys').description('keys of collectors, readers and administrators of an organization');
  const work = () => import('../commands/keys.js');
  online(keys.command('add'))
    .description('make a key; prints its secret this once, alone on stdout')
    .argument('<name>', 'by which it is listed and revoked')
    .addOption(
      new Option('--role <role>', 'a collector sends, a reader reads, an administrator does both and makes keys')
        .choices(['collector', 'reader', 'administrator'])
        .makeOptionMandatory(),
    )
    .option('--servers <names>', 'of a collector: the full names of the only servers it may report on, with commas')
    .option('--expires <instant>', 'when it ends by itself (default: when it is revoked)')
    .action(async (name, options) => finish(await (await work()).addKey(name, options, terminal)));
  online(keys.command('list'))
    .description('the keys that are not revoked')
    .action(async (options) => finish(await (await work()).listKeys(options, terminal)));
  online(keys.command('revoke'))
    .description('end a key: what is sent with it from now on is refused')
    .argument('<name>', 'its name')
    .action(async (name, options) => finish(await (await work()).revokeKey(name, options, terminal)));
}

export function upkeepCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const upkeep = (name: string): Command =>
    root
      .command(name)
      .option('--data <folder>', 'data folder of the embedded PostgreSQL, unless DATABASE_URL is set')
      .option('--json', 'one JSON document');
  upkeep('verify')
    .description('prove the log (hash chain) and the projections (equal to the fold of the log)')
    .option('--organization <name>', 'this organization only')
    .option('--head <hash>', 'a head hash that was seen earlier: it must be in the chain still')
    .option('--head-position <position>', 'with --head: where the log ended then')
    .action(async (options) => finish(await (await import('../commands/verify.js')).verify(options, terminal)));
  upkeep('rebuild')
    .description(
      'build the projections anew from the log, while everything goes on; run again it goes on where it was stopped',
    )
    .option('--organization <name>', 'this organization only')
    .option('--anew', 'from the beginning, also where an earlier rebuild was stopped')
    .action(async (options) => finish(await (await import('../commands/rebuild.js')).rebuild(options, terminal)));
  root
    .command('migrate')
    .description(
      'bring the schema of an external database up to date, before a split installation starts (up does it by itself)',
    )
    .action(async (options) => finish(await (await import('../commands/migrate.js')).migrate(options, terminal)));
  upkeep('doctor')
    .description('check the installation: Node, build, database, schema, roles, lag, clock, settings')
    .action(async (options) => finish(await (await import('../commands/doctor.js')).doctor(options, terminal)));
}

export function logCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const log = root
    .command('log')
    .description('the log of an organization as a file that proves itself (evidence pack)');
  const onData = (name: string): Command =>
    log
      .command(name)
      .option('--data <folder>', 'data folder of the embedded PostgreSQL, unless DATABASE_URL is set')
      .option('--json', 'one JSON document');
  onData('export')
    .description('write the log of an organization into a file that anybody can verify')
    .option('--organization <name>', 'whose log, where there are several')
    .option('--out <file>', 'the file, which must not be there yet; - for standard output')
    .action(async (options) => finish(await (await import('../commands/log-export.js')).logExport(options, terminal)));
  log
    .command('verify')
    .description('offline: prove the log in such a file, without any database')
    .argument('<file>', 'an evidence pack, - for standard input')
    .option('--head <hash>', 'a head hash that was seen earlier: it must be in the chain')
    .option('--head-position <position>', 'with --head: where the log ended then')
    .option('--json', 'one JSON document')
    .action(async (file, options) =>
      finish(await (await import('../commands/log-verify.js')).logVerify(file, options, terminal)),
    );
  onData('import')
    .description('put the log of such a file, exactly as it is, into an organization that has none, and project it')
    .argument('<file>', 'an evidence pack, - for standard input')
    .option('--as <name>', 'the organization here (default: the one of the pack)')
    .action(async (file, options) =>
      finish(await (await import('../commands/log-import.js')).logImport(file, options, terminal)),
    );
}
