import { Option, type Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, list, online, queried, state, timed } from './options.js';

export function questionCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const lists = () => import('../commands/lists.js');
  queried(list(root.command('servers')))
    .description('the servers, and how their endpoints fare')
    .action(async (options) => finish(await (await lists()).servers(options, terminal)));
  queried(list(root.command('bindings')))
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
  queried(list(root.command('certificates')))
    .description('the certificates, where they are installed and where they are shown')
    .option('--server <name>', 'of this server only')
    .option('--thumbprint <sha1>', 'this certificate only')
    .action(async (options) => finish(await (await lists()).certificates(options, terminal)));
  timed(online(root.command('show')))
    .description('one server: what it is, what its store holds, what it presents')
    .argument('<server>', 'by fqdn or NetBIOS name')
    .option('--wide', 'names and thumbprints whole')
    .action(async (server, options) =>
      finish(await (await import('../commands/show.js')).show(server, options, terminal)),
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
        finish(await (await import('../commands/explain-file.js')).explainFile(server, endpoint, options, terminal));
      else finish(await (await import('../commands/explain.js')).explain(server, endpoint, options, terminal));
    });
  list(root.command('timeline'))
    .description('what happened by cause, newest first, and what it changed of what is presented')
    .argument('[server]', 'to this server only')
    .option('--endpoint <address>', 'only what changed this endpoint of the server')
    .option('--flat', 'event by event, not by cause')
    .action(async (server, options) => finish(await (await lists()).timeline(server, options, terminal)));
}

export function forecastCommand(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('forecast'))
    .description(
      'what time alone will change of what is presented, and which presented certificates expire, the soonest first',
    )
    .option('--days <n>', 'so many days from now on', '400')
    .option('--server <name>', 'of this server only')
    .option(
      '--where <query>',
      'of the endpoints that meet it now: "role:starttls site:AMS"; docs/query.md has the language',
    )
    .option('--view <name>', 'a saved view of bindings; --where narrows it')
    .option('--ical', 'as a calendar (RFC 5545)')
    .action(async (options) => finish(await (await import('../commands/forecast.js')).forecast(options, terminal)));
}

export function diffCommand(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('diff'))
    .description(
      'what is presented otherwise: since an instant, between two servers, between a server and a reference, or between two fleet documents',
    )
    .argument('[server]', 'this server only, by fqdn or NetBIOS name')
    .argument('[other]', 'compare it with this one')
    .option('--from <instant>', 'compare what was presented then, or so long ago (7d, 12h), …')
    .option('--to <instant>', '… with what was, or will be, presented then (default: now)')
    .option('--as-of <instant>', 'two servers, or a reference: at this instant')
    .option('--known-at <position>', 'as it was known at this position of the log')
    .option('--reference <file>', 'a fleet document that says how the server should be')
    .addOption(state('offline: two fleet documents, before and after'))
    .option('--text', 'for people, also where no terminal is')
    .option(
      '--detailed-exitcode',
      '0 the same is presented, 2 something else, 3 a high or critical risk is new, 4 undecided',
    )
    .action(async (server, other, options) => {
      const { diff } = await import('../commands/diff.js');
      const { failures, verdict } = await diff({ server, other }, options, terminal);
      finish(failures, verdict);
    });
}

export function riskCommands(root: Command, terminal: Terminal, finish: Finish): void {
  queried(timed(online(root.command('findings'))))
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
    .action(async (options) => finish(await (await import('../commands/findings.js')).findings(options, terminal)));
}
