import { Option, type Command } from 'commander';
import { ASKED_STATES } from '#libs/store/alerts/alert-list.js';
import type { Terminal } from '../terminal.js';
import { type Finish, online } from './options.js';

export function alertCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const alerts = root.command('alerts').description('what people are told of: risky changes and what will break');
  const work = () => import('../commands/alerts.js');
  online(alerts.command('list', { isDefault: true }))
    .description('the alerts, those of one cause together, the worst first')
    .addOption(new Option('--state <state>', 'which').choices(ASKED_STATES).default('open'))
    .option('--rule <id>', 'of this rule only')
    .option('--server <name>', 'on this server only')
    .option('--flat', 'alert by alert')
    .action(async (options) => finish(await (await work()).listAlerts(options, terminal)));
  online(alerts.command('show'))
    .description('one alert: cause, effect, evidence, the way back, who was told')
    .argument('<id>', 'its id')
    .action(async (id, options) => finish(await (await work()).showAlert(id, options, terminal)));
  online(alerts.command('acknowledge'))
    .description('take care of alerts')
    .argument('<id...>', 'their ids')
    .option('--note <text>', 'what is done about it')
    .option('--ticket <id>', 'of a change or an incident')
    .option('--accept', 'what is presented is right so from now on: the alert ends')
    .action(async (ids, options) => finish(await (await work()).acknowledgeAlerts(ids, options, terminal)));
  online(alerts.command('silence'))
    .description('tell nobody of some alerts for a time, such as a maintenance window')
    .option('--server <name>', 'of these servers; * stands for any text')
    .option('--rule <id>', 'of these rules')
    .option('--endpoint <address>', 'of these endpoints')
    .option('--alert <id>', 'of this alert')
    .requiredOption('--for <time>', 'for so long: 30m, 2h, 3d')
    .requiredOption('--reason <text>', 'why')
    .option('--ticket <id>', 'of the change')
    .action(async (options) => finish(await (await work()).silenceAlerts(options, terminal)));
  online(alerts.command('unsilence'))
    .description('end a silence now')
    .argument('<id>', 'its id')
    .action(async (id, options) => finish(await (await work()).unsilenceAlerts(id, options, terminal)));
  online(alerts.command('digest'))
    .description('the last 24 hours in a few lines')
    .option('--hour <hour>', 'send it each day at this hour, UTC; or never')
    .action(async (options) => finish(await (await work()).digest(options, terminal)));
}

export function ruleCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const rules = root.command('rules').description('alert rules: what people are told of');
  const work = () => import('../commands/alert-settings.js');
  online(rules.command('list', { isDefault: true }))
    .description('the rules, those that Certfleet brings first')
    .action(async (options) => finish(await (await work()).listRules(options, terminal)));
  for (const on of [true, false])
    online(rules.command(on ? 'enable' : 'disable'))
      .description(`switch a rule ${on ? 'on' : 'off'}`)
      .argument('<id>', 'its id')
      .action(async (id, options) => finish(await (await work()).switchRule(id, { ...options, on }, terminal)));
  online(rules.command('save'))
    .description('write a rule, or change one that Certfleet brings')
    .argument('<id>', 'letters, digits and dashes')
    .requiredOption('--file <file>', 'the rule as JSON; docs/alerts.md has the keys')
    .action(async (id, options) => finish(await (await work()).saveRule(id, options, terminal)));
  online(rules.command('remove'))
    .description('forget a rule, or the changes to one that Certfleet brings')
    .argument('<id>', 'its id')
    .action(async (id, options) => finish(await (await work()).forgetRule(id, options, terminal)));
  online(rules.command('backtest'))
    .description('when a rule would have had something to tell, before it is switched on; tells nobody')
    .argument('<id>', 'its id')
    .option('--days <n>', 'so many days back', '90')
    .option('--file <file>', 'a rule that is not saved yet, as JSON')
    .action(async (id, options) => finish(await (await work()).backTestRule(id, options, terminal)));
}

export function channelCommands(root: Command, terminal: Terminal, finish: Finish): void {
  const channels = root.command('channels').description('ways in which people are told');
  const work = () => import('../commands/alert-settings.js');
  online(channels.command('list', { isDefault: true }))
    .description('the channels; never their secrets')
    .action(async (options) => finish(await (await work()).listChannels(options, terminal)));
  online(channels.command('save'))
    .description('add a channel, or change one')
    .argument('<name>', 'letters, digits, dots, dashes and underscores')
    .requiredOption(
      '--kind <kind>',
      'webhook, cloudevents, alertmanager, slack, teams, pagerduty, email, syslog, program',
    )
    .requiredOption('--file <file>', 'its settings as JSON: a file, so that no secret stands on a command line')
    .option('--least <severity>', 'what is less bad is not sent: critical, high, medium, low')
    .option('--no-digest', 'without the digest')
    .action(async (name, options) => finish(await (await work()).saveChannel(name, options, terminal)));
  online(channels.command('remove'))
    .description('remove a channel')
    .argument('<name>', 'its name')
    .action(async (name, options) => finish(await (await work()).removeChannel(name, options, terminal)));
  online(channels.command('test'))
    .description('send a test message now, and say what came of it')
    .argument('<name>', 'its name')
    .action(async (name, options) => finish(await (await work()).testChannel(name, options, terminal)));
}
