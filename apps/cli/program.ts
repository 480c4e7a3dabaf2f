import { Command, CommanderError, Option } from 'commander';
import { VERSION } from '../version.js';
import { exitOf, type Failures } from './failure.js';
import type { Verdict } from './plan/verdict.js';
import { type Finish, online, state } from './program/options.js';
import { checkCommand } from './program/check-command.js';
import { alertCommands, channelCommands, ruleCommands } from './program/alert-commands.js';
import { noteCommand } from './program/note-command.js';
import { planCommands } from './program/plan-commands.js';
import { diffCommand, forecastCommand, questionCommands, riskCommands } from './program/question-commands.js';
import { probeCommands } from './program/probe-commands.js';
import { sourceCommands } from './program/source-commands.js';
import { viewCommands } from './program/view-commands.js';
import { keyCommands, logCommands, upkeepCommands } from './program/upkeep-commands.js';
import { complain, type Terminal } from './terminal.js';

type ExitCode = 0 | 1 | 64 | 69 | 77 | Verdict;

/** Runs one command line and comes back with the exit code of the contract. */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let failures: Failures = [];
  let verdict: Verdict | 1 = 0;
  const finish: Finish = (result, told = 0) => {
    failures = result;
    verdict = told;
  };
  try {
    await program(terminal, finish).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version were asked for; everything else that commander ends is bad usage, which it has told.
    return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' ? 0 : 64;
  }
  for (const failure of failures) complain(terminal, failure);
  return failures.length > 0 ? exitOf(failures) : verdict;
}

function program(terminal: Terminal, finish: Finish): Command {
  const root = new Command('certfleet')
    .description('Which TLS certificate each Exchange server presents, why, and what time will change.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('Try --help.')
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 could not answer, 64 bad usage or bad input, 69 server unreachable, 77 not allowed.',
    );
  serverCommands(root, terminal, finish);
  fileCommands(root, terminal, finish);
  questionCommands(root, terminal, finish);
  forecastCommand(root, terminal, finish);
  diffCommand(root, terminal, finish);
  planCommands(root, terminal, finish);
  riskCommands(root, terminal, finish);
  checkCommand(root, terminal, finish);
  alertCommands(root, terminal, finish);
  ruleCommands(root, terminal, finish);
  channelCommands(root, terminal, finish);
  noteCommand(root, terminal, finish);
  keyCommands(root, terminal, finish);
  probeCommands(root, terminal, finish);
  sourceCommands(root, terminal, finish);
  viewCommands(root, terminal, finish);
  upkeepCommands(root, terminal, finish);
  logCommands(root, terminal, finish);
  return root;
}

function serverCommands(root: Command, terminal: Terminal, finish: Finish): void {
  root
    .command('up')
    .description(
      'run everything in one process: embedded PostgreSQL unless DATABASE_URL is set, API, worker, projector',
    )
    .option('--port <port>', 'port to listen on; without it 8080, or the next one that is free')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--data <folder>',
      'data folder (default: CERTFLEET_DATA, /var/lib/certfleet for root, else ~/.local/share/certfleet)',
    )
    .option('--demo', 'load a demo organization with its past when the log is empty')
    .action(async (options) => finish(await (await import('./commands/up.js')).up(options, terminal)));
}

function fileCommands(root: Command, terminal: Terminal, finish: Finish): void {
  root
    .command('select')
    .description('offline: what every endpoint of a fleet document presents, as JSON')
    .addOption(state('a fleet document, - for standard input; may be given several times').makeOptionMandatory())
    .option('--at <instant>', 'instant of evaluation (default: the one of the document, else now)')
    .option('--server <name>', 'this server only')
    .option('--endpoint <address>', 'this endpoint only')
    .option('--json', 'JSON, which is what it prints anyway')
    .action(async (options) => finish(await (await import('./commands/select.js')).select(options, terminal)));
  root
    .command('inspect')
    .description('offline: what files of any supported kind say: tables on a terminal, else one JSON document')
    .argument('<file...>', 'files, zips and folders of them, - for standard input')
    .option('--json', 'one JSON document, on a terminal too')
    .option('--wide', 'in tables: names and thumbprints whole')
    .action(async (files, options) =>
      finish(await (await import('./commands/inspect.js')).inspect(files, options, terminal)),
    );
  online(root.command('import'))
    .description('send files to a running Certfleet')
    .argument('<file...>', 'files in any supported format, zips and folders of them, - for standard input')
    .option('--server <fqdn>', 'the server the files are about, where they do not say')
    .option('--observed-at <instant>', 'when they were made, where they do not say')
    .addOption(
      new Option(
        '--observed-at-from <source>',
        'where they do not say: the instant in the name of each file (read as UTC), or when it was last changed',
      )
        .choices(['name', 'mtime'])
        .conflicts('observedAt'),
    )
    .option('--complete <keys>', 'keys whose lists are exhaustive, separated by commas')
    .option('--wait', 'come back when all are recorded, and say what became of them')
    .action(async (files, options) =>
      finish(await (await import('./commands/import.js')).importFiles(files, options, terminal)),
    );
}
