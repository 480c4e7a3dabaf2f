import { randomBytes } from 'node:crypto';
import type { ChannelName } from '#libs/channels/channel.js';
import { channelNamed } from '#libs/channels/channels.js';
import { datagramReceiver, httpReceiver } from './receivers.js';
import { smtpReceiver } from './smtp-receiver.js';

/** A receiver of one kind of channel that notes down what came when. */
export interface Journal {
  readonly kind: ChannelName;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What came: when, and as what text. */
  readonly came: () => readonly { readonly at: number; readonly text: string }[];
  readonly stop: () => Promise<void>;
}

/** A real receiver of each kind of channel that goes over a net, on this machine. */
export async function floodReceivers(): Promise<readonly Journal[]> {
  const web = await Promise.all(
    (['webhook', 'cloudevents', 'alertmanager', 'slack', 'teams', 'pagerduty'] as const).map(overHttp),
  );
  return [...web, await byMail(), await bySyslog()];
}

async function overHttp(kind: ChannelName): Promise<Journal> {
  const came: { at: number; text: string }[] = [];
  const receiver = await httpReceiver((response, { body, method }) => {
    if (method === 'OPTIONS') return void response.writeHead(200, { 'webhook-allowed-origin': '*' }).end();
    came.push({ at: Date.now(), text: body });
    if (kind === 'slack') response.writeHead(200).end('ok');
    else if (kind === 'pagerduty')
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success","dedup_key":"k"}');
    else response.writeHead(kind === 'teams' ? 202 : 200).end();
  }, true);
  const url = `http://127.0.0.1:${receiver.port}`;
  return { kind, settings: webSettings(kind, url), came: () => came, stop: () => receiver.stop() };
}

function webSettings(kind: ChannelName, url: string): Readonly<Record<string, unknown>> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  if (kind === 'webhook') return { url: `${url}/`, secrets: [secret] };
  if (kind === 'alertmanager') return { urls: [url] };
  if (kind === 'pagerduty') return { url, routingKey: randomBytes(16).toString('hex') };
  return { url: `${url}/${kind}` };
}

async function byMail(): Promise<Journal> {
  const receiver = await smtpReceiver({ tls: 'none' });
  const seen: number[] = [];
  const timer = setInterval(() => {
    while (seen.length < receiver.mails.length) seen.push(Date.now());
  }, 20);
  return {
    kind: 'email',
    settings: { host: '127.0.0.1', port: receiver.port, tls: 'none', from: 'c@example.com', to: ['d@example.com'] },
    came: () => receiver.mails.map(({ text }, n) => ({ at: seen[n] ?? Date.now(), text: unfolded(text) })),
    stop: async () => {
      clearInterval(timer);
      await receiver.stop();
    },
  };
}

/** Quoted-printable lines as one, so that words of a title are found. */
function unfolded(mail: string): string {
  return mail.replace(/=\r?\n/g, '').replace(/\r?\n[ \t]+/g, ' ');
}

async function bySyslog(): Promise<Journal> {
  const receiver = await datagramReceiver();
  const seen: number[] = [];
  const timer = setInterval(() => {
    while (seen.length < receiver.heard.length) seen.push(Date.now());
  }, 20);
  return {
    kind: 'syslog',
    settings: { host: '127.0.0.1', port: receiver.port, transport: 'udp' },
    came: () => receiver.heard.map((text, n) => ({ at: seen[n] ?? Date.now(), text })),
    stop: async () => {
      clearInterval(timer);
      await receiver.stop();
    },
  };
}

/** What two sendings may lose of their distance on the way: one waits for a connection, the other does not. */
const ON_THE_WAY = 0.25;

/** The most that came within one of the windows of a channel, beside what its receiver takes. */
export function fullestWindows({
  kind,
  came,
}: Journal): readonly { readonly most: number; readonly allowed: number }[] {
  const at = came()
    .map((one) => one.at)
    .sort((one, other) => one - other);
  return (channelNamed(kind)?.rates ?? []).map(({ sendings, withinMs }) => ({
    most: Math.max(
      0,
      ...at.map((first, n) => at.slice(n).filter((one) => one < first + withinMs * (1 - ON_THE_WAY)).length),
    ),
    allowed: sendings,
  }));
}
