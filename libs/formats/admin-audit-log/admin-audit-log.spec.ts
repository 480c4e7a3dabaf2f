import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decode } from '../formats.js';
import { needed } from '../needed.js';
import type { Report } from '../report.js';

const T = '9F2A4C1B7E5D3A6F8091B2C3D4E5F60718293AC1';
const utf8 = (text: string) => new TextEncoder().encode(text);
const sample = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));

function reportOf(bytes: Uint8Array): Report {
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  return decoded.report;
}

const ENABLED = {
  type: 'certificate.enabled',
  server: 'EX01',
  occurredAt: '2026-06-02T07:15:04.000Z',
  actor: 'contoso.com/Users/Jo Admin',
  data: { thumbprint: T, services: ['SMTP', 'IIS'], answer: 'force' },
};

test('mailed as XML: who did what, when and where', () => {
  const { happenings, warnings, servers, organization } = reportOf(sample('./sample.xml'));
  expect([servers, organization]).toEqual([[], {}]);
  expect(happenings).toEqual([
    ENABLED,
    {
      type: 'receive-connector.configured',
      server: 'EX01',
      occurredAt: '2026-06-02T07:20:30.000Z',
      actor: 'contoso.com/Users/Jo Admin',
      data: {
        name: 'Default Frontend EX01',
        bindings: ['0.0.0.0:25', '[::]:25'],
        tlsCertificateName: '<I>CN=Trust CA1, O=Contoso<S>CN=mail.contoso.com',
      },
    },
  ]);
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining('Remove-ExchangeCertificate (1)'),
    expect.stringContaining('Set-Mailbox (1)'),
  ]);
});

test('the same entry as CLIXML and as JSON is the same event', () => {
  const [fromJson] = reportOf(sample('./sample.json')).happenings ?? [];
  expect(fromJson).toEqual({ ...ENABLED, id: 'admin-audit-log:AAMkSampleEntry1=' });
  const fromClixml = reportOf(sample('./sample-clixml.xml'));
  expect(fromClixml.happenings).toEqual([fromJson]);
  expect(needed(fromClixml, {})).toEqual([]);
});

const entry = (more: object) => ({
  CmdletName: 'Remove-ExchangeCertificate',
  CmdletParameters: [{ Name: 'Thumbprint', Value: T }],
  Succeeded: true,
  RunDate: '2026-06-02T09:15:04+02:00',
  OriginatingServer: 'WIN8MBX (15.00.0516.032)',
  ...more,
});
const json = (value: unknown) => reportOf(utf8(JSON.stringify(value)));

describe('as JSON', () => {
  test('one entry is an object; the version of the server is no part of its name', () => {
    expect(json(entry({})).happenings).toMatchObject([{ type: 'certificate.removed', server: 'WIN8MBX' }]);
  });

  test.each([
    [
      'a list that Windows PowerShell wrapped',
      { CmdletParameters: { value: [{ Name: 'Thumbprint', Value: T }], Count: 1 } },
    ],
    ['one parameter', { CmdletParameters: { Name: 'Thumbprint', Value: T } }],
    [
      'texts for true and for the date',
      { Succeeded: 'True', RunDate: { value: '/Date(1780384504000)/', DisplayHint: 2 } },
    ],
  ])('%s', (_, more) => {
    expect(json([entry(more)])).toMatchObject({
      happenings: [{ type: 'certificate.removed', occurredAt: '2026-06-02T07:15:04.000Z' }],
      warnings: [],
    });
  });

  test.each([
    ['parameters that were cut off to their names', { CmdletParameters: ['Thumbprint'] }, '-Depth'],
    ['a date without a zone', { RunDate: '2026-06-02T09:15:04' }, 'time zone'],
    ['no success', { Succeeded: null }, 'whether it succeeded'],
    ['parameters of no shape', { CmdletParameters: 7 }, '-Depth'],
  ])('%s: left out, with what to do', (_, more, said) => {
    expect(json([entry({}), entry(more)])).toMatchObject({
      happenings: [{ type: 'certificate.removed' }],
      warnings: [{ place: '[1]', message: expect.stringContaining(said) }],
    });
  });

  test.each<[string, string, object]>([
    ['cut off', '[{"CmdletName":"a","RunDate":"', { kind: 'malformed', place: /line 1/ }],
    ['an element that is no entry', JSON.stringify([entry({}), 7]), { kind: 'malformed', place: '[1]' }],
    ['an entry without cmdlet', JSON.stringify([entry({}), {}]), { kind: 'malformed', place: '[1].CmdletName' }],
    ['NUL', JSON.stringify([entry({ Caller: 'a\0b' })]), { kind: 'malformed', place: '[0].Caller' }],
  ])('%s is refused', (_, text, { place, ...expected }: { place?: string | RegExp }) => {
    const decoded = decode(utf8(text));
    expect(decoded).toMatchObject({ ok: false, refusal: expected });
    if (!decoded.ok) expect(decoded.refusal.place).toMatch(place ?? '');
    expect(decoded.ok || decoded.refusal.remedy).not.toBe('');
  });
});

describe('as XML', () => {
  const xml = (attributes: string, parameters = `<Parameter Name="Thumbprint" Value="${T}"/>`) =>
    reportOf(
      utf8(
        `<SearchResults><Event ${attributes}><CmdletParameters>${parameters}</CmdletParameters></Event></SearchResults>`,
      ),
    );
  const RUN = 'Cmdlet="Remove-ExchangeCertificate" RunDate="2026-06-02T07:15:04Z" Succeeded="true"';

  test('an entry that names no server asks for one', () => {
    const report = xml(RUN);
    expect(report.happenings).toMatchObject([{ server: null }]);
    expect(needed(report, {})).toMatchObject([{ fact: 'server', option: '--server' }]);
    expect(needed(report, { server: 'ex01.contoso.com' })).toEqual([]);
  });

  test('the entries of a mailbox’s audit log are counted', () => {
    expect(xml('MailboxGuid="x" Owner="David" LastAccessed="2026-06-02T07:15:04Z"')).toMatchObject({
      happenings: [],
      warnings: [{ message: expect.stringMatching(/^1 .*mailbox audit log/) }],
    });
  });

  test('a value that the log cut off is not taken for the whole', () => {
    const cut = `<Parameter Name="Identity" Value="Out"/><Parameter Name="TlsDomain" Value="${'x'.repeat(1024)}..."/>`;
    expect(xml(RUN.replace('Remove-ExchangeCertificate', 'Set-SendConnector'), cut)).toMatchObject({
      happenings: [{ data: { name: 'Out' } }],
      warnings: [{ place: 'entry 1', message: expect.stringContaining('-TlsDomain') }],
    });
  });

  test.each([
    ['cut off', '<SearchResults><Event Cmdlet="a"', 'malformed'],
    ['a document type', '<!DOCTYPE SearchResults [<!ENTITY a "b">]><SearchResults/>', 'malformed'],
    ['200,000 levels', `<SearchResults>${'<Event>'.repeat(200_000)}`, 'too-large'],
  ])('%s is refused', (_, text, kind) => {
    expect(decode(utf8(text))).toMatchObject({ ok: false, refusal: { kind, place: expect.stringMatching(/^line 1/) } });
  });
});

test('a CLIXML entry that was exported too shallow is left out, with what to do', () => {
  const text = new TextDecoder().decode(sample('./sample-clixml.xml'));
  const shallow = text.replace(/<Obj RefId="3">[\s\S]*?<\/Obj>/, '<S>Server</S>').replaceAll('<TNRef RefId="2" />', '');
  expect(reportOf(utf8(shallow))).toMatchObject({
    happenings: [],
    warnings: [{ place: 'object 1', message: expect.stringContaining('-Depth') }],
  });
});
