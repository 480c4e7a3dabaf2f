import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parametersOf } from './parameters-text.js';

const text = (value: string) => ({ kind: 'text', text: value });
const list = (...texts: string[]) => ({ kind: 'list', texts });
const unset = { kind: 'unset' };
const lost = { kind: 'lost' };

describe('parameters as Exchange 2013 and later write them', () => {
  test.each<[string, object]>([
    ['', {}],
    ['-Identity "david"', { identity: text('david') }],
    ['-Services "IMAP, POP, IIS, SMTP" -Force "True"', { services: text('IMAP, POP, IIS, SMTP'), force: text('True') }],
    ['-Bindings ("0.0.0.0:25","[::]:25") -Fqdn $null', { bindings: list('0.0.0.0:25', '[::]:25'), fqdn: unset }],
    ['-SmartHosts () -Enabled "False"', { smarthosts: list(), enabled: text('False') }],
    ['-A ("x",$null,"y")', { a: list('x', 'y') }],
    ['-A $null -B "c"', { a: unset, b: text('c') }],
    [
      '-TlsCertificateName "<I>CN=CA, O="Contoso, Inc."<S>CN=a" -Enabled "True"',
      { tlscertificatename: text('<I>CN=CA, O="Contoso, Inc."<S>CN=a'), enabled: text('True') },
    ],
    ['-Name "a "b" - c"', { name: text('a "b" - c') }],
    ['-A ("O="x, y"","z")', { a: list('O="x, y"', 'z') }],
    [`-Pin "${'x'.repeat(200)}[...]" -B "c"`, { pin: lost, b: text('c') }],
    ['-FileData MIIKAAIBAzCCCcYGCSqG[...] -Server "EX01"', { filedata: lost, server: text('EX01') }],
    ['-SourceTransportServers @{Add="EX03"} -Enabled "True"', { sourcetransportservers: lost, enabled: text('True') }],
    ['-Two "lines\r\nof text"', { two: text('lines\r\nof text') }],
  ])('%s', (written, expected) => {
    expect(Object.fromEntries(parametersOf(written) ?? [['nothing', 'read']])).toEqual(expected);
  });
});

describe('parameters as Exchange 2010 writes them', () => {
  test.each<[string, object]>([
    ['{}', {}],
    ['{MailboxServer=EX02, Identity=DAG1}', { mailboxserver: text('EX02'), identity: text('DAG1') }],
    [
      '{Identity=EX01\\Default, Bindings={0.0.0.0:25, [::]:25}, Fqdn=}',
      { identity: text('EX01\\Default'), bindings: list('0.0.0.0:25', '[::]:25'), fqdn: unset },
    ],
  ])('%s', (written, expected) => {
    expect(Object.fromEntries(parametersOf(written) ?? [['nothing', 'read']])).toEqual(expected);
  });
});

test.each(['Identity "david"', '-Identity', '-Identity "david', '-A ("x"', '{x}', '-A "b"c" d'])(
  'what is none is not read: %s',
  (written) => {
    expect(parametersOf(written)).toBeNull();
  },
);

test('what a list of texts was written as is read back, whatever marks they hold', () => {
  const value = fc.string({ maxLength: 20 }).filter((one) => !/[-,)]|\[\.\.\.\]$/.test(one) && one.trim() === one);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), value, (texts, one) => {
      const written = `-Many (${texts.map((each) => `"${each}"`).join(',')}) -One "${one}" -Last $null`;
      expect(Object.fromEntries(parametersOf(written) ?? [])).toEqual({
        many: list(...texts),
        one: text(one),
        last: unset,
      });
    }),
  );
});

test('a text of nothing but marks takes no long time', () => {
  const begun = performance.now();
  for (const hostile of ['"', ' -A ', '"," -A ', '")', '{', ', a=', '" ', '@{'])
    parametersOf(`-A "${hostile.repeat(50_000)}`);
  parametersOf(`{${'{, a='.repeat(50_000)}}`);
  expect(performance.now() - begun).toBeLessThan(3_000);
});
