import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function checkCommand(root: Command, terminal: Terminal, finish: Finish): void {
  online(root.command('check'))
    .description(
      'is all well with what is presented? For Nagios and its kin one status line and their exit codes, or files for CI',
    )
    .argument('[server]', 'this server only, by fqdn or NetBIOS name')
    .option('--where <query>', 'only endpoints that meet it: "role:starttls site:AMS"; docs/query.md has the language')
    .option('--view <name>', 'only endpoints of a saved view of bindings; --where narrows it')
    .option(
      '--expiring <time>',
      'warning: so long before a certificate ends (default: 30d, or a third of its lifetime if that is less)',
    )
    .option(
      '--critical <time>',
      'critical: so long before it ends (default: 7d, or a tenth of its lifetime if that is less)',
    )
    .option('--switching <time>', 'warning: so long before time alone changes what is presented (default: 7d)')
    .option(
      '--severity <level>',
      'findings of this severity and worse: critical ones are critical, others a warning (default: high)',
    )
    .option('--silent-after <time>', 'unknown: nothing was heard of a server for so long (default: 3d)')
    .option('--allow-none', 'that there is no such endpoint is no reason for unknown')
    .option('--state <file>', 'offline: a fleet document, - for standard input')
    .option('--at <instant>', 'with --state: instant of evaluation')
    .option(
      '--nagios',
      'one status line with perfdata, 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN: what it does anyway without --junit and --sarif',
    )
    .option('--junit <file>', 'write a JUnit report; 0 OK, 2 warnings, 3 something critical, 4 it cannot be told')
    .option('--sarif <file>', 'write a SARIF 2.1.0 report; codes as with --junit')
    .addHelpText('after', EXAMPLES)
    .action(async (server, options) => {
      const { check } = await import('../commands/check.js');
      const { failures, code } = await check(server, options, terminal);
      finish(failures, code);
    });
}

const EXAMPLES = `
Examples:
  certfleet check
  certfleet check EX01 --expiring 21d --critical 5d
  certfleet check --where "role:starttls site:AMS" --severity critical
  certfleet check --state fleet.json --junit certfleet.xml --sarif certfleet.sarif`;
