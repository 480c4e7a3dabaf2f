import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_TYPES, type EventType } from '#libs/fleet/event.js';
import { readEvents, type EventsMode } from './read-events.js';
import { share } from '../../../test/support/share.js';

const SERVER = '/organizations/contoso/servers/ex01.contoso.com';
const ORGANIZATION = '/organizations/contoso';
const THUMBPRINT = 'B0F49B77E744FAEA88C0FF266FECB71A431C700F';

const event = (type: string, data: unknown, rest: object = {}) => ({
  specversion: '1.0',
  id: '1',
  source: SERVER,
  type: `certfleet.${type}.v1`,
  time: '2026-06-01T08:30:00.5Z',
  data,
  ...rest,
});
const note = (rest: object = {}) => event('note.added', { text: 'replaced on Sunday' }, rest);
const read = (value: unknown, mode: EventsMode = 'any') =>
  readEvents(typeof value === 'string' ? value : JSON.stringify(value), mode);
const faultOf = (value: unknown, mode: EventsMode = 'any') => {
  const result = read(value, mode);
  if (result.ok) throw new Error('expected a refusal');
  return result;
};

const samples: Record<EventType, unknown> = {
  'server.observed': { fqdn: 'ex01.contoso.com', version: '2019' },
  'certificate.imported': null,
  'certificate.enabled': { thumbprint: THUMBPRINT.toLowerCase(), services: ['SMTP'], answer: null },
  'default-smtp-certificate.overwritten': { previous: null, current: ` ${THUMBPRINT}` },
  'certificate.removed': { thumbprint: THUMBPRINT },
  'receive-connector.configured': { name: 'Default', bindings: ['0.0.0.0:25'] },
  'receive-connector.removed': { name: 'Default' },
  'send-connector.configured': { name: 'Internet', fqdn: null },
  'send-connector.removed': { name: 'Internet' },
  'iis-binding.configured': {
    site: 'Default Web Site',
    protocol: 'https',
    ipAddress: '*',
    port: 443,
    hostName: '',
    thumbprint: THUMBPRINT.toLowerCase(),
  },
  'iis-binding.removed': { site: 'Default Web Site', ipAddress: '*', port: 443 },
  'client-protocol.configured': { protocol: 'pop', settings: { x509CertificateName: 'mail.contoso.com' } },
  'edge-subscription.added': { edgeServer: 'edge01.contoso.com', adSite: 'AMS' },
  'edge-subscription.removed': { edgeServer: 'edge01.contoso.com' },
  'hybrid.configured': null,
  'auth-config.changed': { currentThumbprint: THUMBPRINT.toLowerCase(), nextThumbprint: '' },
  'inventory.observed': {
    certificates: [{ thumbprint: THUMBPRINT.toLowerCase(), services: ['SMTP'] }],
    complete: ['certificates'],
  },
  'presentation.observed': { endpoint: 'iis:Default Web Site:*:443:', chain: [THUMBPRINT] },
  'windows-event.logged': { provider: 'MSExchangeTransport', eventId: 12014, level: null, thumbprint: THUMBPRINT },
  'note.added': { text: 'x', refers: [1], ticket: null },
};

/** Self-signed, made for these tests; its key was thrown away. */
const PEM = readFileSync(new URL('./sample-certificate.pem', import.meta.url), 'utf8');

describe('an event', () => {
  test.each(EVENT_TYPES.filter((type) => type !== 'certificate.imported'))('%s is read', (type) => {
    const result = read(event(type, samples[type]));
    expect(result).toMatchObject({
      ok: true,
      warnings: [],
      events: [{ type, occurredAt: '2026-06-01T08:30:00.500Z', source: SERVER }],
    });
    expect(JSON.stringify(result)).not.toMatch(/b0f49b77e7/);
  });

  test('of an imported certificate carries what the certificate says', () => {
    const base64 = PEM.replace(/-----.*-----|\s/g, '');
    const [one, two] = [PEM, base64].map((text) =>
      read(event('certificate.imported', { certificate: text, hasPrivateKey: true, facts: { thumbprint: 'x' } })),
    );
    expect(one).toMatchObject({
      ok: true,
      events: [{ data: { facts: { subject: 'CN=mail.contoso.com, O=Contoso', keySize: 2048 }, hasPrivateKey: true } }],
    });
    expect(one?.ok && one.warnings).toEqual([{ place: 'data.facts', message: 'Unknown key, ignored.' }]);
    expect(two).toMatchObject({ ok: true });
  });

  test('keeps who and what stands behind it, and warns of attributes it does not know', () => {
    const result = read(
      note({ actor: 'CONTOSO\\anna', actorkind: 'user', tool: null, sequence: 7, colour: 'red', subject: 'ex01' }),
    );
    expect(result).toMatchObject({
      ok: true,
      events: [{ actor: 'CONTOSO\\anna', actorKind: 'user', sequence: '00000000000000000007' }],
    });
    expect(result.ok && result.warnings).toEqual([{ place: 'colour', message: 'Unknown attribute, ignored.' }]);
    expect(result.ok && result.events[0]).not.toHaveProperty('tool');
  });

  test('of a server may come from the organization, if its data names the server', () => {
    const data = { fqdn: 'ex01.contoso.com', adSite: 'AMS' };
    for (const type of ['server.observed', 'inventory.observed'])
      expect(read(event(type, data, { source: ORGANIZATION }))).toMatchObject({
        ok: true,
        events: [{ data }],
        warnings: [],
      });
  });

  test('of a presentation says how it was looked at; nulls that say no more than absent are dropped, no server name is kept', () => {
    const data = {
      endpoint: 'iis:Default Web Site:*:443:',
      chain: [],
      outcome: 'HANDSHAKE_FAILS',
      reason: 'alert',
      line: 'x',
      protocol: 'https',
      port: 443,
      serverName: null,
      injectedBytes: 0,
    };
    expect(read(event('presentation.observed', data))).toMatchObject({ ok: true, events: [{ data }], warnings: [] });
    const nothing = {
      ...data,
      outcome: null,
      reason: null,
      line: null,
      protocol: null,
      port: null,
      injectedBytes: null,
    };
    const result = read(event('presentation.observed', nothing));
    expect(result.ok && result.events[0]?.data).toEqual({ endpoint: data.endpoint, chain: [], serverName: null });
    for (const wrong of [{ port: 65_536 }, { outcome: 'SHOWN' }, { injectedBytes: -1 }, { chain: 'x' }])
      expect(read(event('presentation.observed', { ...data, ...wrong }))).toMatchObject({ ok: false });
  });

  test('of the organization may come from the organization', () => {
    const data = { sendConnectors: [{ name: 'Internet' }], complete: ['sendConnectors'] };
    expect(read(event('inventory.observed', data, { source: ORGANIZATION }))).toMatchObject({
      ok: true,
      events: [{ data }],
      warnings: [],
    });
    expect(read(event('send-connector.removed', { name: 'a' }, { source: ORGANIZATION }))).toMatchObject({ ok: true });
  });
});

describe('several events', () => {
  const three = [note({ id: 'a' }), note({ id: 'b' }), note({ id: 'c' })];
  test('are read from a list and from lines, in their order', () => {
    for (const text of [JSON.stringify(three), `${three.map((e) => JSON.stringify(e)).join('\r\n')}\n\n`]) {
      const result = read(text);
      expect(result.ok && result.events.map((e) => e.id)).toEqual(['a', 'b', 'c']);
    }
  });

  test('one that is malformed refuses them all and is named by its index', () => {
    const bad = [three[0], { ...three[1], time: undefined }, 'x', three[2]];
    const result = faultOf(bad);
    expect(result.faults.map((f) => [f.index, f.place])).toEqual([
      [1, '[1].time'],
      [2, '[2]'],
    ]);
    expect(result.refusal).toMatchObject({
      kind: 'malformed',
      place: '[1].time',
      message: 'Event 1: time is required and missing.',
    });
    const lines = faultOf(bad.map((e) => JSON.stringify(e)).join('\n'), 'ndjson');
    expect(lines.faults.map((f) => [f.index, f.place])).toEqual([
      [1, 'line 2: time'],
      [2, 'line 3'],
    ]);
  });

  test('a broken line is named', () => {
    const result = faultOf(`${JSON.stringify(note())}\n{"specversion"`, 'ndjson');
    expect(result.faults[0]).toMatchObject({ index: 1, place: 'line 2: column 15' });
  });

  test('the content type holds', () => {
    expect(faultOf(three, 'single').refusal.message).toContain('list');
    expect(faultOf(note(), 'batch').refusal.message).toContain('list');
    expect(read([], 'batch')).toEqual({ ok: true, events: [], warnings: [] });
    expect(read(JSON.stringify(note(), null, 2))).toMatchObject({ ok: true });
  });
});

describe('refused, with the place', () => {
  test.each<[string, unknown, string]>([
    ['specversion missing', { ...note(), specversion: undefined }, 'specversion'],
    ['another specversion', note({ specversion: '0.3' }), 'specversion'],
    ['id missing', note({ id: undefined }), 'id'],
    ['id empty', note({ id: ' ' }), 'id'],
    ['id a number', note({ id: 1 }), 'id'],
    ['id too long', note({ id: 'x'.repeat(2000) }), 'id'],
    ['id with NUL', note({ id: 'a\u0000' }), 'id'],
    ['source missing', note({ source: undefined }), 'source'],
    ['source of another form', note({ source: '/servers/ex01' }), 'source'],
    ['source too long', note({ source: `${ORGANIZATION}/servers/${'x'.repeat(2000)}` }), 'source'],
    ['type unknown', note({ type: 'certfleet.coffee.made.v1' }), 'type'],
    ['type without prefix', note({ type: 'note.added' }), 'type'],
    ['type __proto__', note({ type: '__proto__' }), 'type'],
    ['time missing', note({ time: undefined }), 'time'],
    ['time without zone', note({ time: '2026-06-01T08:30:00' }), 'time'],
    ['no such day', note({ time: '2026-02-30T08:30:00Z' }), 'time'],
    ['data missing', note({ data: undefined }), 'data'],
    ['data a text', note({ data: 'x' }), 'data'],
    ['data in base64', note({ data_base64: 'eA==' }), 'data_base64'],
    ['another content type', note({ datacontenttype: 'text/xml' }), 'datacontenttype'],
    ['actor an object', note({ actor: {} }), 'actor'],
    ['a key missing', event('certificate.enabled', { services: [] }), 'data.thumbprint'],
    ['no thumbprint', event('certificate.removed', { thumbprint: 'ABC' }), 'data.thumbprint'],
    ['no service', event('certificate.enabled', { thumbprint: THUMBPRINT, services: ['SMPT'] }), 'data.services[0]'],
    [
      'no answer',
      event('certificate.enabled', { thumbprint: THUMBPRINT, services: [], answer: 'maybe' }),
      'data.answer',
    ],
    ['no address', event('receive-connector.configured', { name: 'a', bindings: ['x:25'] }), 'data.bindings[0]'],
    [
      'no instant',
      event('inventory.observed', { certificates: [{ thumbprint: THUMBPRINT, notAfter: 'soon' }] }),
      'data.certificates[0].notAfter',
    ],
    [
      'a duplicate',
      event('inventory.observed', { receiveConnectors: [{ name: 'a' }, { name: 'a' }] }),
      'data.receiveConnectors[1].name',
    ],
    ['no protocol', event('client-protocol.configured', { protocol: 'ftp', settings: null }), 'data.protocol'],
    ['no certificate', event('certificate.imported', { certificate: 'AAAA' }), 'data.certificate'],
    ['no base64', event('certificate.imported', { certificate: '%%%' }), 'data.certificate'],
    [
      'an event of a server from the organization',
      event('certificate.removed', { thumbprint: THUMBPRINT }, { source: ORGANIZATION }),
      'source',
    ],
    ['half a surrogate pair', event('note.added', { text: '\ud800' }), 'data.text'],
    ['empty', '', ''],
    ['200,000 levels', '['.repeat(200_000), 'line 1, column 129'],
  ])('%s', (_, value, place) => {
    const { refusal } = faultOf(value);
    expect(refusal.place).toBe(place);
    expect(refusal.message).not.toBe('');
    expect(refusal.remedy).not.toBe('');
  });
});

test('no JSON makes the reader throw', () => {
  const data = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...EVENT_TYPES), data, data, (type, one, two) => {
      read(event(type, one));
      read(event(type, { ...(typeof samples[type] === 'object' ? samples[type] : {}), extra: one, name: two }));
      read([one, two]);
      read({ specversion: one, source: two });
    }),
    { numRuns: share(500) },
  );
});
