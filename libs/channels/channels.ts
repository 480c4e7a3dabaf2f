import { alertmanager } from './alertmanager/alertmanager.js';
import type { Channel, ChannelName } from './channel.js';
import { cloudevents } from './cloudevents/cloudevents.js';
import { email } from './email/email.js';
import { pagerduty } from './pagerduty/pagerduty.js';
import { program } from './program/program.js';
import { slack } from './slack/slack.js';
import { syslog } from './syslog/syslog.js';
import { teams } from './teams/teams.js';
import { webhook } from './webhook/webhook.js';

/** Every way in which somebody can be told. */
export const CHANNELS: readonly Channel[] = [
  webhook,
  cloudevents,
  alertmanager,
  slack,
  teams,
  pagerduty,
  email,
  syslog,
  program,
];

export function channelNamed(name: ChannelName): Channel | undefined {
  return CHANNELS.find((channel) => channel.name === name);
}
