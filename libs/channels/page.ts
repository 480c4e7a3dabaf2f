import { z } from 'zod';
import { codeSpan, tableRow } from '#libs/selection/markdown.js';
import { GIVE_UP_AFTER_MS } from './backoff.js';
import type { Channel, Occasion } from './channel.js';
import { CHANNELS } from './channels.js';
import { objectIn } from './judge.js';
import { SAMPLE_MESSAGE } from './sample-message.js';
import type { HttpWire, MailWire, Wire } from './wire.js';

const OCCASION: Occasion = { sendingId: 'snd-0193a1c2-7c11', at: '2026-11-22T10:41:40Z', thread: null };

/** The page of channels, Markdown, as the code has them. */
export function channelsPage(): string {
  return [
    '<!-- Generated from libs/channels by `npm run generate`. Do not edit. -->',
    '# Channels',
    '',
    'Where alerts go. Each channel gives one and the same message the form of its receiver, within the limits of that receiver; names of strangers (servers, connectors,',
    'certificates) are never markup, commands, header lines or log lines. Control characters, marks that turn the direction of writing and halves of characters stand there as `\\u{202e}`.',
    '',
    '## What comes of a sending',
    '',
    tableRow(['outcome', 'means', 'then']),
    '|---|---|---|',
    ...OUTCOMES.map(tableRow),
    '',
    `Tries follow after 5, 10, 30, 60, 120, 300, 600, 1,200 and 1,800 seconds, then every hour, each up to a fifth later so that many do not come back together; a \`Retry-After\` is honoured up to four hours. After ${GIVE_UP_AFTER_MS / 3_600_000} hours a message counts as undelivered and is shown so. Each try of a message has the same id, so that a receiver that took it and lost its answer can tell.`,
    '',
    '## Where deliveries may go',
    '',
    'To public addresses over https. What decides is **the address that was really connected to**, looked at before the first byte is said: private, loopback, link-local, shared, multicast and reserved addresses, IPv4 in IPv6',
    'clothes (mapped, NAT64, 6to4) and cloud metadata are refused, whatever a name resolved to. Redirects are not followed, proxies not asked. Whoever runs Certfleet may allow networks, http, and programs; whoever sets up a channel cannot.',
    'A metadata address must be allowed by itself, not as a part of a network. Certificates are verified; an own authority (`ca`) counts beside the public ones.',
    '',
    '## Secrets',
    '',
    'Settings marked **secret** are sealed at rest (AES-256-GCM) and open only for the channel of the organization that they were sealed for. The keys are those of `CERTFLEET_SECRET_KEYS` (`id:base64 id:base64`: the first seals, every one opens; put a new',
    'one first to change it), else those of the file `secret-keys` in the data folder (mode 0600, made at first use; back it up apart from the database). They are shown as `…`, never logged, and taken out of what receivers say back.',
    'A secret that is kept goes to nobody but those it was entered for: whoever changes the address (`url`, `urls`, `host`, `port`, `tls`, `ca`) enters the secrets anew.',
    '',
    tableRow(['channel', 'for', 'at most', 'secrets']),
    '|---|---|---|---|',
    ...CHANNELS.map(({ name, title, rates, secrets }) =>
      tableRow([
        `[${name}](#${name})`,
        title,
        rates.map(({ sendings, withinMs }) => `${sendings} in ${withinMs / 1000} s`).join(', '),
        secrets.map(codeSpan).join(', ') || 'none',
      ]),
    ),
    '',
    ...CHANNELS.flatMap(sectionOf),
  ].join('\n');
}

const OUTCOMES = [
  ['delivered', 'the receiver took it; its own id is kept where it gives one', ''],
  [
    'retry',
    'it was not taken: no connection, a certificate that nobody vouches for, 404, 408, 429, 5xx, SMTP 4xx',
    'tried again, not before the receiver wants it',
  ],
  ['unknown', 'the answer was lost: it may have been taken', 'tried again under the same id'],
  [
    'never',
    'no repetition helps: 400, 401, 403, 410, 413, 415, 422, a redirect, an address that is not allowed, SMTP 5xx',
    'shown with what to do',
  ],
] as const;

function sectionOf(channel: Channel): readonly string[] {
  return [
    `## ${channel.name}`,
    '',
    `**${channel.title}.** ${channel.about}`,
    '',
    tableRow(['setting', 'kind', 'default', 'what']),
    '|---|---|---|---|',
    ...settingsOf(channel).map(tableRow),
    '',
    `**Limits.** ${channel.limitWords}`,
    '',
    `**Test.** ${channel.testing}`,
    '',
    ...samplesOf(channel),
  ];
}

const Property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.looseObject({ type: z.string().optional() })).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
});
const Properties = z.object({ properties: z.record(z.string(), Property), required: z.array(z.string()).default([]) });

function settingsOf({ Settings, secrets }: Channel): readonly (readonly string[])[] {
  const { properties, required } = Properties.parse(z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([key, property]) => [
    codeSpan(key),
    `${kindOf(property)}${secrets.includes(key) ? ', **secret**' : ''}`,
    required.includes(key) ? 'needed' : codeSpan(JSON.stringify(property.default)),
    property.description ?? '',
  ]);
}

function kindOf({ type, enum: values, anyOf }: z.infer<typeof Property>): string {
  if (values !== undefined) return values.map((value) => codeSpan(String(value))).join(', ');
  return type ?? (anyOf ?? []).map((one) => one.type ?? '').join(' or ');
}

function samplesOf(channel: Channel): readonly string[] {
  const made = channel.form(SAMPLE_MESSAGE, channel.sampleSettings, OCCASION);
  if (!made.ok) return [];
  const [first] = made.wires;
  return first === undefined ? [] : ['What goes over the wire:', '', ...sampleOf(first), ''];
}

function sampleOf(wire: Wire): readonly string[] {
  switch (wire.kind) {
    case 'http':
      return fenced('http', httpSample(wire));
    case 'mail':
      return fenced('text', mailSample(wire));
    case 'syslog':
      return fenced('text', wire.text);
    case 'program':
      return fenced('text', `${[wire.program, ...wire.arguments].join(' ')}\n\n${pretty(wire.stdin)}`);
  }
}

function httpSample({ url, headers, body }: HttpWire): string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${pathname}${search}`, `host: ${host}`, ...lines, '', pretty(body)].join('\n');
}

function mailSample({ from, to, subject, messageId, references, headers, text }: MailWire): string {
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    `In-Reply-To: ${references}`,
    `References: ${references}`,
    ...own,
    '',
    text.trimEnd(),
  ].join('\n');
}

/** JSON as people read it; on the wire it is one line. */
function pretty(body: string): string {
  const value: unknown = objectIn(body) ?? JSON.parse(body);
  return JSON.stringify(value, null, 2);
}

function fenced(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, text, '```'];
}
