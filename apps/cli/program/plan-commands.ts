import { Option, type Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { type Finish, online, several } from './options.js';

export function planCommands(root: Command, terminal: Terminal, finish: Finish): void {
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
      const { plan } = await import('../commands/plan.js');
      const servers = [...(options.servers ?? []), ...(server ?? [])];
      const chosen = servers.length === 0 ? options : { ...options, servers };
      const { failures, verdict } = await plan(lines, chosen, terminal);
      finish(failures, verdict);
    });
}
const PLAN_EXAMPLES = `
Examples:
  certfleet plan "Enable-ExchangeCertificate -Server EX01 -Thumbprint 5113AE… -Services SMTP,IIS"
  certfleet plan "Enable-ExchangeCertificate -Thumbprint 5113AE… -Services SMTP" --servers "EX*" --answer no --markdown
  certfleet plan --state fleet.json --commands change.ps1 --detailed-exitcode`;
