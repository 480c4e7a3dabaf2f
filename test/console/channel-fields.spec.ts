import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { CHANNELS } from '#libs/channels/channels.js';
import {
  addressOf,
  type Field,
  fieldsOf,
  settingsOf,
  type Values,
  valuesOf,
} from '../../apps/console/alerts/channel-fields.js';

const KINDS = CHANNELS.map((channel) => ({
  channel,
  kind: channel.name,
  secrets: [...channel.secrets],
  settings: z.toJSONSchema(channel.Settings, { io: 'input', unrepresentable: 'any' }),
}));

/** The settings of the samples, as somebody would type them. */
function typed(fields: readonly Field[], settings: Readonly<Record<string, unknown>>): Values {
  return valuesOf(
    fields.map((field) => ({ ...field, secret: false })),
    settings,
  );
}

describe.each(KINDS.map((kind) => [kind.kind, kind] as const))('the form of %s', (_name, { channel, ...kind }) => {
  const fields = fieldsOf(kind);

  test('has an input for each setting, those that are needed first', () => {
    expect(fields.map(({ key }) => key).toSorted()).toEqual(Object.keys(kind.settings.properties ?? {}).toSorted());
    const needed = fields.map((field) => field.needed);
    expect(needed).toEqual(needed.toSorted((one, other) => Number(other) - Number(one)));
    for (const { about } of fields) expect(about).not.toBe('');
  });

  test('says what the server takes', () => {
    const settings = settingsOf(fields, typed(fields, channel.sampleSettings), {});
    expect(channel.readSettings(settings)).toEqual({ ok: true });
    expect(settings).toMatchObject(channel.sampleSettings);
  });

  test('never holds a secret that is kept, and keeps it when nobody touches it', () => {
    const kept = { ...channel.sampleSettings, ...Object.fromEntries(channel.secrets.map((key) => [key, '…'])) };
    const values = valuesOf(fields, kept);
    for (const secret of channel.secrets) expect(values).not.toHaveProperty(secret);
    const sent = settingsOf(fields, values, kept);
    for (const secret of channel.secrets) expect(sent[secret]).toBe('…');
  });
});

describe('what is typed', () => {
  const webhook = fieldsOf(KINDS[0] ?? { settings: {}, secrets: [] });
  const sent = (values: Values, kept: Readonly<Record<string, unknown>> = {}) => settingsOf(webhook, values, kept);

  test('is left out where it is empty, a secret too, and trimmed', () => {
    expect(sent({ url: ' https://x.example ', secrets: ['', ' whsec_1 ', ''], headers: [['', 'x']] })).toEqual({
      url: 'https://x.example',
      secrets: ['whsec_1'],
    });
    expect(sent({ url: '', secrets: [], headers: [], ca: '' }, { secrets: '…', headers: '…' })).toEqual({});
  });

  test('is a number where one is wanted, and goes as it stands where it is none', () => {
    const syslog = fieldsOf(KINDS.find(({ kind }) => kind === 'syslog') ?? { settings: {}, secrets: [] });
    expect(settingsOf(syslog, { port: '514', facility: '-1', hostname: '' }, {})).toEqual({
      port: 514,
      facility: '-1',
    });
  });

  test.each([[null], [[]], ['x'], [{ url: 7 }], [{ url: { type: 7 } }], [{ url: { enum: [1] } }]])(
    'of a shape that cannot be read (%j) there is no field',
    (settings) => expect(fieldsOf({ settings: Object.assign({}, { properties: settings }), secrets: [] })).toEqual([]),
  );
});

test('an address is shown only where it is no secret', () => {
  const at = (kind: (typeof KINDS)[number]['kind'], settings: Record<string, unknown>) => addressOf({ kind, settings });
  expect(at('teams', { url: '…' })).toBeNull();
  expect(at('slack', { url: '…' })).toBeNull();
  expect(at('slack', { botToken: '…', conversation: 'C0123456' })).toBe('C0123456');
  expect(at('webhook', { url: 'https://x.example', secrets: '…' })).toBe('https://x.example');
  expect(at('email', { host: 'relay', port: 25, to: ['a@x.example'] })).toBe('a@x.example through relay:25');
  expect(at('syslog', { host: 'siem' })).toBe('siem');
  expect(at('program', { program: '/opt/tell' })).toBe('/opt/tell');
});
