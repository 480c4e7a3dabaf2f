import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decode } from '../formats.js';
import { needed } from '../needed.js';
import type { Report } from '../report.js';

const T = '9F2A4C1B7E5D3A6F8091B2C3D4E5F60718293AC1';
const U = '3B77E1D24C5F60718293A4B5C6D7E8F9001122E0';
const utf8 = (text: string) => new TextEncoder().encode(text);
const sample = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));

function reportOf(bytes: Uint8Array): Report {
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  return decoded.report;
}

const ENABLED = {
  type: 'certificate.enabled',
  id: 'ex01.contoso.com/MSExchange Management/18421@2026-06-02T07:15:04.123Z',
  sequence: '00000000000000018421',
  epoch: 'ex01.contoso.com/MSExchange Management',
  server: 'ex01.contoso.com',
  occurredAt: '2026-06-02T07:15:04.123Z',
  actor: 'contoso.com/Users/Jo Admin',
  tool: 'Remote-ECP-Unknown',
  data: { thumbprint: T, services: ['SMTP', 'IIS'], answer: 'force', surface: 'eac' },
};

test('as XML: cmdlets that succeeded, and evidence; the rest is counted', () => {
  const { happenings, warnings } = reportOf(sample('./sample.xml'));
  expect(happenings?.[0]).toEqual(ENABLED);
  expect(happenings?.slice(1).map(({ type, server, data }) => [type, server, data])).toMatchObject([
    [
      'windows-event.logged',
      'ex01.contoso.com',
      { provider: 'MSExchangeFrontEndTransport', eventId: 12014, level: 'Error', subject: 'Default Frontend EX01' },
    ],
    ['windows-event.logged', 'ex01.contoso.com', { eventId: 12017, thumbprint: U }],
    ['windows-event.logged', 'ex01.contoso.com', { eventId: 15021, subject: '0.0.0.0:444' }],
  ]);
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining('Remove-ExchangeCertificate (1)'),
    expect.stringMatching(/^1 record was left out, .*: MSExchangeTransport, event 16025\.$/),
  ]);
});

test('the same records as a run of XML and as JSON are the same events', () => {
  const all = reportOf(sample('./sample.xml')).happenings;
  expect(reportOf(sample('./sample-run.xml')).happenings).toEqual([ENABLED]);
  expect(reportOf(sample('./sample.json')).happenings).toEqual(all?.slice(0, 2));
});

const NS = 'xmlns="http://schemas.microsoft.com/win/2004/08/events/event"';
function event(provider: string, id: number, data: readonly string[], system = '') {
  const inserts = data.map((text) => `<Data>${text}</Data>`).join('');
  return `<Event ${NS}><System><Provider Name="${provider}"/><EventID>${id}</EventID>${system}</System><EventData>${inserts}</EventData></Event>`;
}
const AT = '<TimeCreated SystemTime="2026-06-02T07:00:00Z"/>';
const xml = (...events: readonly string[]) => reportOf(utf8(`<Events>${events.join('')}</Events>`));

describe('evidence', () => {
  test.each<[string, number, readonly string[], object]>([
    ['MSExchangeTransport', 12012, [], {}],
    ['MSExchangeTransport', 12013, [T], { thumbprint: T }],
    ['MSExchangeTransport', 12014, ['mail.contoso.com', 'Default EX01'], { subject: 'Default EX01' }],
    ['MSExchangeTransport', 12015, [T.toLowerCase()], { thumbprint: T }],
    ['MSExchangeFrontEndTransport', 12016, ['mail.contoso.com', T], { subject: 'mail.contoso.com', thumbprint: T }],
    ['MSExchangeTransport', 12017, [T, '719'], { thumbprint: T }],
    [
      'MSExchangeTransport',
      12018,
      ['CN=mail.contoso.com', T, '719'],
      { subject: 'CN=mail.contoso.com', thumbprint: T },
    ],
    ['MSExchangeTransport', 12019, ['CN=edge01'], { subject: 'CN=edge01' }],
    ['MSExchangeTransport', 12020, ['CN=edge01'], { subject: 'CN=edge01' }],
    ['MSExchangeTransport', 12021, ['a'], {}],
    ['MSExchangeTransport', 12022, [], {}],
    ['MSExchangeTransport', 12023, [T, U], { thumbprint: T }],
    ['MSExchangeTransport', 12024, [T, U], { thumbprint: T }],
    ['MSExchangeTransport', 1036, ['CN=edge01', '10.0.0.9'], { subject: 'CN=edge01' }],
    ['MSExchangeTransport', 2018, ['CN=edge01'], { subject: 'CN=edge01' }],
    ['MSExchange EdgeSync', 10104, ['edge01'], {}],
    ['MSExchange EdgeSync', 1035, [T], { thumbprint: T }],
    ['Microsoft-Windows-HttpEvent', 15021, ['\\Device\\Http\\ReqQueue', '0.0.0.0:444'], { subject: '0.0.0.0:444' }],
  ])('%s %i', (provider, eventId, data, expected) => {
    const { happenings, warnings } = xml(event(provider, eventId, data, `${AT}<Level>2</Level>`));
    const message = data.length === 0 ? {} : { message: data.join(' | ') };
    expect(happenings).toEqual([
      {
        type: 'windows-event.logged',
        server: null,
        occurredAt: '2026-06-02T07:00:00.000Z',
        data: { provider, eventId, level: 'Error', ...message, ...expected },
      },
    ]);
    expect(warnings).toEqual([]);
  });

  test('an event of another provider with the same number is none, and each kind is counted once', () => {
    const report = xml(
      event('Security', 12014, [], AT),
      event('Security', 12014, [], AT),
      event('Security', 1, [], AT),
    );
    expect(report.happenings).toEqual([]);
    expect(report.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^2 records were left out.*Security, event 12014\.$/),
      expect.stringMatching(/^1 record was left out.*Security, event 1\.$/),
    ]);
  });

  test('of very many kinds the rest is counted together', () => {
    const report = xml(...Array.from({ length: 300 }, (_, i) => event('Security', 20_000 + i, [], AT)));
    expect(report.warnings).toHaveLength(101);
    expect(report.warnings.at(-1)?.message).toMatch(/^200 records .*: other providers and events\.$/);
  });

  test('a time without a zone is not guessed', () => {
    expect(xml(event('MSExchangeTransport', 12013, [T], AT.replace('Z"', '"')))).toMatchObject({
      happenings: [],
      warnings: [{ place: 'event 1', message: expect.stringContaining('time zone') }],
    });
  });

  test('one that names no computer asks for it', () => {
    expect(needed(xml(event('MSExchangeTransport', 12013, [T], AT)), {})).toMatchObject([{ fact: 'server' }]);
  });
});

describe('the messages of an export without properties', () => {
  const json = (more: object) =>
    reportOf(
      utf8(
        JSON.stringify({
          ProviderName: 'MSExchangeTransport',
          Id: 12014,
          TimeCreated: '2026-06-02T07:00:00Z',
          ...more,
        }),
      ),
    );

  test('in English say the connector, the name and the endpoint', () => {
    const said = (message: string, id: number, provider = 'MSExchangeTransport') =>
      json({ Message: message, Id: id, ProviderName: provider }).happenings?.[0]?.data;
    expect(
      said(
        '… the STARTTLS SMTP verb for the connector Default EX01 with a FQDN parameter of a.contoso.com. If …',
        12014,
      ),
    ).toMatchObject({ subject: 'Default EX01' });
    expect(
      said('… certificate for the FQDN of a.contoso.com. The existing certificate for that FQDN has expired.', 12016),
    ).toMatchObject({
      subject: 'a.contoso.com',
    });
    expect(
      said(`The STARTTLS certificate will expire soon: subject: CN=a, thumbprint: ${T}, hours remaining: 7.`, 12018),
    ).toMatchObject({
      subject: 'CN=a',
      thumbprint: T,
    });
    expect(
      said(
        'An error occurred while using SSL configuration for endpoint 0.0.0.0:444.  The error status code …',
        15021,
        'Microsoft-Windows-HttpEvent',
      ),
    ).toMatchObject({ subject: '0.0.0.0:444' });
  });

  test('tell of a cmdlet what it was, but not who ran it; it is another witness than the record itself', () => {
    const message = `Cmdlet suceeded. Cmdlet Enable-ExchangeCertificate, parameters -Services "SMTP" -Identity "EX01\\${T}".`;
    const ids = { RecordId: 7, LogName: 'MSExchange Management', MachineName: 'EX01' };
    const [happening] =
      json({ ProviderName: 'MSExchange CmdletLogs', Id: 1, Message: message, ...ids }).happenings ?? [];
    expect(happening).toEqual({
      type: 'certificate.enabled',
      id: 'ex01/MSExchange Management/7@2026-06-02T07:00:00.000Z/message',
      sequence: '00000000000000000007',
      epoch: 'ex01/MSExchange Management',
      server: 'EX01',
      occurredAt: '2026-06-02T07:00:00.000Z',
      data: { thumbprint: T, services: ['SMTP'], answer: 'unknown' },
    });
  });

  test.each(['Das Cmdlet war erfolgreich.', '', null, 7])('say nothing in other languages: %j', (Message) => {
    expect(json({ ProviderName: 'MSExchange CmdletLogs', Id: 1, Message })).toMatchObject({
      happenings: [],
      warnings: [{ message: expect.stringContaining('names no cmdlet') }],
    });
  });

  test('properties that were cut off, or hold bytes', () => {
    const cut = { Properties: ['System.Diagnostics.Eventing.Reader.EventProperty'], Message: 'whole' };
    expect(json(cut).happenings?.[0]?.data).toMatchObject({ message: 'whole' });
    const bytes = {
      Properties: [{ Value: 'a.contoso.com' }, { Value: 'Default' }, { Value: [2, 0] }],
      Message: 'whole',
    };
    expect(json(bytes).happenings?.[0]?.data).toMatchObject({ message: 'a.contoso.com | Default', subject: 'Default' });
  });
});

describe('bad input', () => {
  test.each<[string, string, string, RegExp]>([
    ['a run that is cut off', event('a', 1, []).slice(0, -4), 'malformed', /^line 1/],
    [
      'a declaration before a run',
      `<?xml version="1.0"?>${event('a', 1, [])}${event('a', 1, [])}`,
      'malformed',
      /^line 1/,
    ],
    ['a document type', `<!DOCTYPE Events><Events ${NS}/>`, 'malformed', /^line 1/],
    ['a control character', event('a', 1, ['\u0001']), 'malformed', /^line 1/],
    ['200,000 levels', `<Events><Event ${NS}>${'<a>'.repeat(200_000)}`, 'too-large', /^line 1/],
    ['JSON that is cut off', '[{"ProviderName":"a","Id":1,"TimeCreated":', 'malformed', /^line 1/],
    [
      'JSON with an element that is none',
      '[{"ProviderName":"a","Id":1,"TimeCreated":""},{}]',
      'malformed',
      /^\[1\]\.ProviderName$/,
    ],
    ['an id that is none', '{"ProviderName":"a","TimeCreated":"","Id":-1}', 'malformed', /^Id$/],
  ])('%s is refused', (_, text, kind, place) => {
    const decoded = decode(utf8(text));
    expect(decoded).toMatchObject({ ok: false, refusal: { kind, place: expect.stringMatching(place) } });
    expect(decoded.ok || decoded.refusal.remedy).not.toBe('');
  });

  test('other XML with events is not taken for it', () => {
    expect(decode(utf8('<Events><Event Cmdlet="a"/></Events>'))).toMatchObject({
      ok: false,
      refusal: { kind: 'not-recognised' },
    });
    expect(reportOf(utf8('<Events></Events>'))).toMatchObject({
      format: 'windows-event',
      happenings: [],
      warnings: [],
    });
  });

  test('events without provider or id are told', () => {
    expect(reportOf(utf8(`<Events><Event ${NS}/></Events>`))).toMatchObject({
      warnings: [{ place: 'event 1', message: expect.stringContaining('without provider') }],
    });
  });
});
