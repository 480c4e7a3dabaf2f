import { Command, CommanderError, Option } from 'commander';
import { exitOf, type Failures } from './failure.js';
import type { Verdict } from './plan/verdict.js';
import { complain, type Terminal } from './terminal.js';

type ExitCode = 0 | 1 | 64 | 69 | 77 | Verdict;

/** Runs one command line and comes back with the exit code of the contract. */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let failures: Failures = [];
  let verdict: Verdict = 0;
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

/** What became of a command; `verdict` tells of the answer where `--detailed-exitcode` asks for it. */
type Finish = (failures: Failures, verdict?: Verdict) => void;

function program(terminal: Terminal, finish: Finish): Command {
  const root = new Command('certfleet')
    .description('Which TLS certificate each Exchange server presents, why, and what time will change.')
    .version('0.1.0')
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
  planCommands(root, terminal, finish);
  riskCommands(root, terminal, finish);
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
    .option('--demo', 'load a small demo organization when the database is empty')
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
    .argument('<file...>', 'files, - for standard input')
    .option('--json', 'one JSON document, on a terminal too')
    .option('--wide', 'in tables: names and thumbprints whole')
    .action(async (files, options) =>
      finish(await (await import('./commands/inspect.js')).inspect(files, options, terminal)),
    );
  online(root.command('import'))
    .description('send files to a running Certfleet')
    .argument('<file...>', 'files in any supported format, - for standard input')
    .option('--server <fqdn>', 'the server the files are about, where they do not say')
    .option('--observed-at <instant>', 'when they were made, where they do not say')
    .option('--complete <keys>', 'keys whose lists are exhaustive, separated by commas')
    .option('--wait', 'come back when all are recorded, and say what became of them')
    .action(async (files, options) =>
      finish(await (await import('./commands/import.js')).importFiles(files, options, terminal)),
    );
}

function questionCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const lists = () => import('./commands/lists.js');
  list(root.command('servers'))
    .description('the servers, and how their endpoints fare')
    .action(async (options) => finish(await (await lists()).servers(options, terminal)));
  list(root.command('bindings'))
    .description('every endpoint with the certificate it presents')
    .option('--server <name>', 'this server only')
    .option('--endpoint <address>', 'this endpoint only')
    .option('--thumbprint <sha1>', 'only where this certificate is presented')
    .addOption(
      new Option('--outcome <answer>', 'only endpoints with this answer').choices([
        'PRESENTED',
        'NOT_ADVERTISED',
        'HANDSHAKE_FAILS',
        'INDETERMINATE',
      ]),
    )
    .action(async (options) => finish(await (await lists()).bindings(options, terminal)));
  list(root.command('certificates'))
    .description('the certificates, where they are installed and where they are shown')
    .option('--server <name>', 'of this server only')
    .option('--thumbprint <sha1>', 'this certificate only')
    .action(async (options) => finish(await (await lists()).certificates(options, terminal)));
  timed(online(root.command('show')))
    .description('one server: what it is, what its store holds, what it presents')
    .argument('<server>', 'by fqdn or NetBIOS name')
    .option('--wide', 'names and thumbprints whole')
    .action(async (server, options) =>
      finish(await (await import('./commands/show.js')).show(server, options, terminal)),
    );
  timed(online(root.command('explain')))
    .description('why an endpoint presents what it presents, step by step, and what would switch it when')
    .argument('<server>', 'by fqdn or NetBIOS name')
    .argument(
      '[endpoint]',
      'its address, such as "receive:Default Frontend EX01:starttls"; all of the server without it',
    )
    .option('--state <file>', 'offline: from a fleet document instead of a running Certfleet')
    .option('--at <instant>', 'with --state: instant of evaluation')
    .action(async (server, endpoint, options) => {
      if (options.state !== undefined)
        finish(await (await import('./commands/explain-file.js')).explainFile(server, endpoint, options, terminal));
      else finish(await (await import('./commands/explain.js')).explain(server, endpoint, options, terminal));
    });
  list(root.command('timeline'))
    .description('what happened, newest first, and what it changed of what is presented')
    .argument('[server]', 'to this server only')
    .action(async (server, options) => finish(await (await lists()).timeline(server, options, terminal)));
}

function planCommands(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('plan'))
    .description(
      'should I? What commands would do, before they are run: what is asked, what changes, what would break, how to undo it',
    )
    .argument(
      '[line...]',
      'cmdlet lines as in the Exchange Management Shell, each in quotes: "Enable-ExchangeCertificate -Server EX01 …"',
    )
    .option('--commands <file>', 'the commands from a file: cmdlet lines or JSON; - for standard input')
    .option('--state <file>', 'offline: over a fleet document instead of what a running Certfleet knows')
    .option('--at <instant>', 'with --state: instant of evaluation')
    .option('--as-of <instant>', 'over the state as it was, or will be, at this instant')
    .addOption(
      new Option(
        '--servers <names>',
        'for commands that name no server: names or patterns such as "EX*", with commas',
      ).argParser(several),
    )
    .option('--server <name>', 'the same for one server', several)
    .option('--answer <answer>', 'to the overwrite question, where a command gives none: yes, no, force')
    .option(
      '--certificate <file>',
      'the certificate that Import-ExchangeCertificate imports, PEM or DER without its key',
    )
    .option('--with-key', 'it is imported with its private key')
    .option('--trusted', 'its chain is trusted where it is imported')
    .addOption(
      new Option('--only <part>', 'for people: only what is risky, or what changes').choices(['risky', 'changed']),
    )
    .option('--markdown', 'the text of a change ticket')
    .option('--text', 'for people, also where no terminal is')
    .option('--detailed-exitcode', '0 nothing presented changes, 2 changes, 3 a high or critical risk, 4 undecided')
    .addHelpText('after', PLAN_EXAMPLES)
    .action(async (lines, { server, ...options }) => {
      const { plan } = await import('./commands/plan.js');
      const servers = [...(options.servers ?? []), ...(server ?? [])];
      const chosen = servers.length === 0 ? options : { ...options, servers };
      const { failures, verdict } = await plan(lines, chosen, terminal);
      finish(failures, verdict);
    });
}

function several(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

const PLAN_EXAMPLES = `
Examples:
  certfleet plan "Enable-ExchangeCertificate -Server EX01 -Thumbprint 5113AE… -Services SMTP,IIS"
  certfleet plan "Enable-ExchangeCertificate -Thumbprint 5113AE… -Services SMTP" --servers "EX*" --answer no --markdown
  certfleet plan --state fleet.json --commands change.ps1 --detailed-exitcode`;

function riskCommands(root: Command, terminal: Terminal, finish: Finish): void {
  timed(online(root.command('findings')))
    .description(
      'what is wrong, the worst first, with what to do: of fleet documents, or of what a running Certfleet knows',
    )
    .addOption(state('offline: a fleet document, - for standard input; may be given several times'))
    .option('--at <instant>', 'with --state: instant of evaluation')
    .option('--server <name>', 'on this server only')
    .option('--severity <level>', 'this severity and worse: critical, high, medium, low')
    .option('--rule <id>', 'of this rule only, such as RO-13')
    .addOption(
      new Option('--when <state>', 'without --state: what stands now, will come, or is resolved')
        .choices(['standing', 'coming', 'resolved', 'all'])
        .default('standing'),
    )
    .option('--text', 'for people, also where no terminal is')
    .action(async (options) => finish(await (await import('./commands/findings.js')).findings(options, terminal)));
}

function upkeepCommands(root: Command, terminal: Terminal, finish: Finish): void {
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
    .action(async (options) => finish(await (await import('./commands/verify.js')).verify(options, terminal)));
  upkeep('rebuild')
    .description(
      'build the projections anew from the log, while everything goes on; run again it goes on where it was stopped',
    )
    .option('--organization <name>', 'this organization only')
    .option('--anew', 'from the beginning, also where an earlier rebuild was stopped')
    .action(async (options) => finish(await (await import('./commands/rebuild.js')).rebuild(options, terminal)));
  root
    .command('migrate')
    .description(
      'bring the schema of an external database up to date, before a split installation starts (up does it by itself)',
    )
    .action(async (options) => finish(await (await import('./commands/migrate.js')).migrate(options, terminal)));
  upkeep('doctor')
    .description('check the installation: Node, build, database, schema, roles, lag, clock, settings')
    .action(async (options) => finish(await (await import('./commands/doctor.js')).doctor(options, terminal)));
}

function logCommands(root: Command, terminal: Terminal, finish: Finish): void {
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
    .action(async (options) => finish(await (await import('./commands/log-export.js')).logExport(options, terminal)));
  log
    .command('verify')
    .description('offline: prove the log in such a file, without any database')
    .argument('<file>', 'an evidence pack, - for standard input')
    .option('--head <hash>', 'a head hash that was seen earlier: it must be in the chain')
    .option('--head-position <position>', 'with --head: where the log ended then')
    .option('--json', 'one JSON document')
    .action(async (file, options) =>
      finish(await (await import('./commands/log-verify.js')).logVerify(file, options, terminal)),
    );
  onData('import')
    .description('put the log of such a file, exactly as it is, into an organization that has none, and project it')
    .argument('<file>', 'an evidence pack, - for standard input')
    .option('--as <name>', 'the organization here (default: the one of the pack)')
    .action(async (file, options) =>
      finish(await (await import('./commands/log-import.js')).logImport(file, options, terminal)),
    );
}

function state(description: string): Option {
  return new Option('--state <file>', description).argParser((file: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    file,
  ]);
}

function online(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'a running Certfleet (default: CERTFLEET_URL, else what runs on the data folder, else http://127.0.0.1:8080)',
    )
    .option(
      '--data <folder>',
      'data folder whose token is used (default: CERTFLEET_TOKEN, else the token of the default data folder)',
    )
    .option('--organization <name>', 'the organization, where the token has several')
    .option('--json', 'one JSON document');
}

function timed(command: Command): Command {
  return command
    .option('--as-of <instant>', 'the state as it was, or will be, at this instant')
    .option('--known-at <position>', 'as it was known at this position of the log')
    .option('--where <query>', 'a query; the server says whether it understands it');
}

function list(command: Command): Command {
  return timed(online(command))
    .option('--limit <n>', 'at most so many')
    .option('--wide', 'names and thumbprints whole, more columns');
}
