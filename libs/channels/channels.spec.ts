import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertMessage } from '#libs/alerts/message.js';
import { anyMessage, EVERY_KIND, HOSTILE_TEXTS, messageFullOf } from '../../test/support/alert-messages.js';
import {
  AlertmanagerWebhook,
  CloudEvent,
  EcsRecord,
  MessageData,
  PagerDutyAlert,
  PagerDutyChange,
  PostableAlerts,
  ProgramInput,
  readSyslog,
  SlackPost,
  SlackUpdate,
  SlackWebhook,
  TeamsMessage,
  WebhookBody,
} from '../../test/support/wire-schemas.js';
import { CHANNEL_NAMES, type ChannelName, type Occasion } from './channel.js';
import { CHANNELS, channelNamed } from './channels.js';
import { bytesOf } from './shorten.js';
import type { MailWire, Wire } from './wire.js';

const AT: Occasion = { sendingId: 'snd_01JD', at: '2026-11-22T10:41:40Z', thread: null };
const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

/** Every way in which a channel can be set up. */
const SET_UPS: readonly (readonly [ChannelName, Readonly<Record<string, unknown>>, Occasion?])[] = [
  ...CHANNELS.map(({ name, sampleSettings }) => [name, sampleSettings] as const),
  ['webhook', { url: 'https://a.example', secrets: [SECRET], body: 'alertmanager', headers: { 'X-Team': 'mail' } }],
  ['cloudevents', { url: 'https://a.example', mode: 'binary', handshake: false, secrets: [SECRET] }],
  ['alertmanager', { urls: ['https://a.example'], user: 'certfleet', password: 'päss' }],
  ['slack', { url: 'https://hooks.slack.com/services/T0/B0/x' }],
  ['slack', { botToken: 'xoxb-1', conversation: 'C0123456789' }, { ...AT, thread: 'C0123456789/1732270867.000200' }],
  ['email', { host: 'mx', port: 465, tls: 'tls', user: 'u', password: 'p', from: 'a@b.c', to: ['d@e.f', 'g@h.i'] }],
  ['syslog', { host: '10.0.0.5', port: 514, transport: 'udp' }],
  ['syslog', { host: 'siem', port: 514, transport: 'tcp', facility: 23, enterpriseNumber: 1 }],
];

function formed(name: ChannelName, settings: unknown, message: AlertMessage, occasion = AT): readonly Wire[] {
  const made = channelNamed(name)?.form(message, settings, occasion);
  if (made?.ok !== true) throw new Error(`${name}: ${JSON.stringify(made)}`);
  return made.wires;
}

/** Throws unless the wire is what its receiver takes, within its limits. */
function check(name: ChannelName, wire: Wire): void {
  if (wire.kind === 'http') {
    for (const [header, value] of Object.entries(wire.headers))
      expect(`${header}: ${value}`).toMatch(/^[a-zA-Z0-9-]+: [\x20-\x7e]*$/);
    expect(bytesOf(wire.body)).toBeLessThanOrEqual(MOST_BYTES[name] ?? 0);
    expect(wire.body).not.toMatch(/\p{Surrogate}/u);
    expect(wire.body).not.toMatch(DECEIVING);
    expect(JSON.stringify(JSON.parse(wire.body))).not.toMatch(DECEIVING_ESCAPE);
  }
  CHECKS[name](wire);
}

const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const DECEIVING_ESCAPE = /[^\\](?:\\\\)*\\u(?:d[89a-f]|00(?!0a))/i;

const MOST_BYTES: Partial<Record<ChannelName, number>> = {
  webhook: 256_000,
  cloudevents: 65_536,
  alertmanager: 64_000,
  slack: 13_200,
  teams: 20_000,
  pagerduty: 512_000,
};

const CHECKS: Readonly<Record<ChannelName, (wire: Wire) => void>> = {
  webhook: (wire) => {
    if (wire.kind !== 'http') throw new Error(wire.kind);
    const value: unknown = JSON.parse(wire.body);
    (wire.body.startsWith('{"version"') ? AlertmanagerWebhook : WebhookBody).parse(value);
    const signed = `${wire.headers['webhook-id']}.${wire.headers['webhook-timestamp']}.${wire.body}`;
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    expect(wire.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  },
  cloudevents: (wire) => {
    if (wire.kind !== 'http') throw new Error(wire.kind);
    const value: unknown = JSON.parse(wire.body);
    if (wire.headers['content-type'] !== 'application/json') return void CloudEvent.parse(value);
    const attributes = Object.entries(wire.headers)
      .filter(([name]) => name.startsWith('ce-'))
      .map(([name, text]) => [name.slice(3), decodeURIComponent(text)] as const);
    const { severitynumber, ...others } = Object.fromEntries(attributes);
    CloudEvent.parse({
      ...others,
      ...(severitynumber === undefined ? {} : { severitynumber: Number(severitynumber) }),
      datacontenttype: wire.headers['content-type'],
      data: value,
    });
    MessageData.parse(value);
  },
  alertmanager: (wire) => {
    if (wire.kind !== 'http') throw new Error(wire.kind);
    const [alert] = PostableAlerts.parse(JSON.parse(wire.body));
    expect(Date.parse(alert?.startsAt ?? '')).toBeLessThanOrEqual(Date.parse(alert?.endsAt ?? ''));
    expect(wire.url).toMatch(/[^/]\/api\/v2\/alerts$/);
  },
  slack: (wire) => {
    if (wire.kind !== 'http') throw new Error(wire.kind);
    const schema = wire.url.endsWith('chat.update')
      ? SlackUpdate
      : wire.url.endsWith('chat.postMessage')
        ? SlackPost
        : SlackWebhook;
    schema.parse(JSON.parse(wire.body));
  },
  teams: (wire) => {
    if (wire.kind !== 'http') throw new Error(wire.kind);
    TeamsMessage.parse(JSON.parse(wire.body));
  },
  pagerduty: (wire) => {
    if (wire.kind !== 'http') throw new Error(wire.kind);
    (wire.url.endsWith('/change/enqueue') ? PagerDutyChange : PagerDutyAlert).parse(JSON.parse(wire.body));
  },
  email: (wire) => {
    if (wire.kind !== 'mail') throw new Error(wire.kind);
    checkMail(wire);
  },
  syslog: (wire) => {
    if (wire.kind !== 'syslog') throw new Error(wire.kind);
    const [, length, record] =
      wire.transport === 'udp' ? [null, null, wire.text] : (/^(\d+) (.*)$/s.exec(wire.text) ?? []);
    if (length !== null) expect(Number(length)).toBe(bytesOf(record ?? ''));
    expect(bytesOf(record ?? '')).toBeLessThanOrEqual(wire.transport === 'udp' ? 2_048 : 8_192);
    EcsRecord.parse(JSON.parse(readSyslog(record ?? '').text));
  },
  program: (wire) => {
    if (wire.kind !== 'program') throw new Error(wire.kind);
    expect(wire.arguments).toEqual(['--queue', 'messaging']);
    expect(bytesOf(wire.stdin)).toBeLessThanOrEqual(256_000);
    ProgramInput.parse(JSON.parse(wire.stdin));
  },
};

function checkMail({ subject, headers, messageId, references, html, text, from, to }: MailWire): void {
  expect(bytesOf(html) + bytesOf(text)).toBeLessThanOrEqual(100_000);
  for (const line of [subject, ...Object.values(headers), from, ...to]) expect(line).not.toMatch(DECEIVING);
  expect(subject.length).toBeLessThanOrEqual(150);
  for (const id of [messageId, references]) expect(id).toMatch(/^<[0-9a-f]{32}@[a-z.]+>$/);
  expect([html, text].filter((part) => /\p{Surrogate}/u.test(part))).toEqual([]);
  expect(text.replaceAll('\n', '')).not.toMatch(DECEIVING);
  // Every tag is one of ours, and none loads anything from anywhere.
  const tags = html.match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => !OUR_TAG.test(tag))).toEqual([]);
  expect(tags.filter((tag) => / (?:src|background|action|on[a-z]+)=|url\(/i.test(tag))).toEqual([]);
  expect(/[<>]/.test(html.replace(/<[^<>]*>/g, ''))).toBe(false);
  for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//);
}

const OUR_TAG =
  /^<(?:!DOCTYPE html|\/?(?:html|head|title|style|body|div|table|tr|td|h1|h2|p|pre|a|b)|meta|br)(?: [a-z-]+="[^"]*")*>$/;

test('every channel of the list of names is in the list, once', () => {
  expect(CHANNELS.map(({ name }) => name)).toEqual([...CHANNEL_NAMES]);
});

describe.each(CHANNELS)('$name', (channel) => {
  test('says what an administrator must know', () => {
    for (const words of [channel.title, channel.about, channel.limitWords, channel.testing]) expect(words).not.toBe('');
    expect(channel.space.bytes).toBeGreaterThan(0);
    expect(channel.rates.length).toBeGreaterThan(0);
  });

  test('reads its sample settings, refuses others, and repeats no value that was wrong', () => {
    expect(channel.readSettings(channel.sampleSettings)).toEqual({ ok: true });
    for (const wrong of [null, 'x', {}, [], { ...channel.sampleSettings, surprise: 'hunter2-secret' }]) {
      const read = channel.readSettings(wrong);
      expect(read.ok).toBe(false);
      expect(JSON.stringify(read)).not.toContain('hunter2-secret');
    }
  });

  test('says nothing that depends on the try but where the receiver wants it', () => {
    const wires = (at: string) =>
      JSON.stringify(formed(channel.name, channel.sampleSettings, EVERY_KIND[0]!, { ...AT, at }));
    const differs = wires('2026-11-22T10:41:40Z') !== wires('2026-11-22T11:41:40Z');
    expect(differs).toBe(['webhook', 'alertmanager'].includes(channel.name));
  });

  test('carries a test and an alert that fires', () => {
    const kinds = EVERY_KIND.filter(({ kind, state }) => kind === 'test' || (kind === 'alert' && state === 'firing'));
    for (const message of kinds)
      expect(formed(channel.name, channel.sampleSettings, message).length).toBeGreaterThan(0);
  });
});

describe.each(SET_UPS)('%s as %j', (name, settings, occasion) => {
  test.each(EVERY_KIND.map((message) => [message.kind, message.state, message] as const))(
    '%s, %s',
    (_kind, _state, message) => {
      for (const wire of formed(name, settings, message, occasion)) check(name, wire);
    },
  );

  test.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 40), text] as const))(
    'names such as %j never break the form',
    (_, text) => {
      for (const wire of formed(name, settings, messageFullOf(text), occasion)) check(name, wire);
      for (const wire of formed(name, settings, { ...messageFullOf(text, 1), kind: 'change' }, occasion))
        check(name, wire);
    },
  );

  test('no message breaks the form', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        for (const wire of formed(name, settings, message, occasion)) check(name, wire);
      }),
      { numRuns: 25 },
    );
  });
});
