import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { observe } from '#libs/fleet/observe.js';
import { decode } from '../formats.js';
import { needed, withGiven } from '../needed.js';
import type { Report } from '../report.js';
import { MOST_TOLD } from './presentations.js';
import { MOST_OPEN } from './sessions.js';
import { anyCharacter } from '../../../test/support/any-character.js';
import { share } from '../../../test/support/share.js';

const file = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));
const utf8 = (text: string) => new TextEncoder().encode(text);
const A = 'A'.repeat(40);
const B = 'B'.repeat(40);

function reportOf(bytes: Uint8Array): Report {
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(decoded.refusal.message);
  return decoded.report;
}

const FIELDS =
  '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';
const header = (kind: 'Receive' | 'Send') =>
  `#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP ${kind} Protocol Log\r\n` +
  `#Date: 2026-06-01T08:00:00.000Z\r\n${FIELDS}\r\n`;

interface Where {
  readonly at?: string;
  readonly connector?: string;
  readonly session?: string;
}

/** One line; the numbers and addresses do not matter. */
function line(event: string, data: string, context = '', where: Where = {}): string {
  const { at = '2026-06-01T08:00:00.000Z', connector = 'EX01\\Default Frontend EX01', session = '08DE01' } = where;
  const field = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [at, field(connector), session, '0', '10.0.0.5:25', '10.0.0.9:4711', event, field(data), field(context)].join(
    ',',
  );
}

const ONE_LINE =
  'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names';
const oneLine = (thumbprint: string) =>
  ` CN=EX01 CN=EX01 0D92CFF6 ${thumbprint} 2026-01-01T00:00:00.000Z 2027-01-01T00:00:00.000Z EX01;ex01.contoso.com`;

/** A session in which TLS is asked for, a certificate is shown, and the client speaks on. */
const session = (thumbprint: string, where: Where = {}, verb = 'STARTTLS') => [
  line('<', verb, '', where),
  line('>', '220 2.0.0 SMTP server ready', '', where),
  line('*', oneLine(thumbprint), ONE_LINE, where),
  line('<', 'EHLO mx.fabrikam.com', '', where),
];

const receive = (...lines: readonly string[]) => reportOf(utf8(header('Receive') + lines.join('\r\n')));
const send = (...lines: readonly string[]) => reportOf(utf8(header('Send') + lines.join('\n')));
const told = (report: Report) =>
  (report.happenings ?? []).map((one) =>
    one.type === 'presentation.observed' ? `${one.data.endpoint} ${one.data.chain.join()}` : one.type,
  );
const messages = (report: Report) => report.warnings.map(({ place, message }) => `${place}: ${message}`).join('\n');

describe('the samples', () => {
  test('a Receive log tells server, connector, verb and our own certificate', () => {
    const report = reportOf(file('./sample.log'));
    expect(report.happenings).toEqual([
      {
        type: 'presentation.observed',
        server: 'EX01',
        occurredAt: '2026-06-01T08:00:00.475Z',
        data: {
          endpoint: 'receive:Default Frontend EX01:starttls',
          chain: ['9F2A4C1D7E8B3A5F60718293A4B5C6D7E8F901C1'],
        },
        tool: 'SMTP protocol log',
      },
      {
        type: 'presentation.observed',
        server: 'EX01',
        occurredAt: '2026-06-01T08:00:00.693Z',
        data: {
          endpoint: 'receive:Default Frontend EX01:anonymous',
          chain: ['3B77000000000000000000000000000000000A02'],
        },
        tool: 'SMTP protocol log',
      },
    ]);
    expect(report.warnings).toEqual([]);
    expect(needed(report, {})).toEqual([]);
  });

  test('a Send log of Exchange 2010 tells no server, so it is asked for', () => {
    const report = reportOf(file('./sample-send.log'));
    expect(report.happenings).toMatchObject([
      {
        server: null,
        data: { endpoint: 'send:Outbound to Office 365:starttls', chain: ['9F2A4C1D7E8B3A5F60718293A4B5C6D7E8F901C1'] },
      },
    ]);
    expect(needed(report, {})).toMatchObject([{ fact: 'server' }]);
    const given = withGiven(report, { server: 'ex01.contoso.com' });
    expect(given.happenings?.map(({ server }) => server)).toEqual(['ex01.contoso.com']);
  });

  test('the short name of a Receive log gives way to the full name that was given, if that begins with it', () => {
    const report = reportOf(file('./sample.log'));
    const names = (server: string) => withGiven(report, { server }).happenings?.map((one) => one.server);
    expect(names('ex01.contoso.com')).toEqual(['ex01.contoso.com', 'ex01.contoso.com']);
    expect(names('ex02.contoso.com')).toEqual(['EX01', 'EX01']);
  });
});

describe('which certificate', () => {
  test('the layout of 2013, without dates, is read', () => {
    const context =
      'Sending certificate Certificate subject Certificate issuer name Certificate serial number Certificate thumbprint Certificate alternate names';
    const data = ` CN=*.contoso.com, O="a, b" CN=thawte SHA256 SSL CA, C=US 0D92CFF6070B73AD5722EC8B4DA3389B ${A} *.contoso.com`;
    expect(told(receive(line('<', 'STARTTLS'), line('*', data, context), line('<', 'EHLO a')))).toEqual([
      `receive:Default Frontend EX01:starttls ${A}`,
    ]);
  });

  test.each([
    ['no thumbprint', ' CN=EX01 CN=EX01 0D92 XXXX 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z EX01'],
    ['two words that could be it', ` CN=x 00 ${B} 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z ${oneLine(A)}`],
    ['nothing', ''],
  ])('a line with %s is not taken, and said', (_, data) => {
    const report = receive(line('<', 'STARTTLS'), line('*', data, ONE_LINE), line('<', 'EHLO a'));
    expect(told(report)).toEqual([]);
    expect(messages(report)).toContain('line 7: 1 line about a certificate does not tell its thumbprint clearly');
  });

  test('hex words in a name, and serial numbers of forty digits, do not mislead', () => {
    const data = ` CN=x ${B} y, OU=${B} CN=CA DEAD ${B} ${A} 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z ${B};x`;
    expect(told(receive(line('<', 'STARTTLS'), line('*', data, ONE_LINE), line('<', 'EHLO a')))).toEqual([
      `receive:Default Frontend EX01:starttls ${A}`,
    ]);
  });

  test.each(['Received certificate', 'Remote certificate', 'Proxy target certificate'])(
    'what the peer shows (%s) is never taken',
    (context) => {
      const lines = [line('*', '', context), line('*', B, 'Certificate thumbprint')];
      const layout = line('*', oneLine(B), `${context} Subject Issuer name Serial number Thumbprint Not before`);
      expect(told(receive(line('<', 'STARTTLS'), ...lines, layout, line('<', 'EHLO a')))).toEqual([]);
      expect(told(receive(...session(A).slice(0, 3), ...lines, layout, line('<', 'EHLO a')))).toEqual([
        `receive:Default Frontend EX01:starttls ${A}`,
      ]);
    },
  );

  test('a client cannot write such lines: what it says is data of what was received', () => {
    const report = receive(
      line('<', 'STARTTLS'),
      line('<', oneLine(B), ONE_LINE),
      line('<', B, 'Certificate thumbprint'),
      line('<', `x",*,"${oneLine(B)}","${ONE_LINE}`),
    );
    expect(told(report)).toEqual([]);
  });
});

describe('whether it was shown', () => {
  test.each<[string, readonly string[]]>([
    ['the negotiation failed', [line('*', '', 'TLS negotiation failed with error NoCredentials')]],
    [
      'it failed, and the server answers',
      [line('*', 'TLS negotiation failed with error SocketError', ''), line('<', 'x')],
    ],
    ['the connection ended', [line('-', '', 'Remote(SocketError)'), line('<', 'x')]],
    ['the server gave up', [line('>', '421 4.4.1 Connection timed out')]],
    ['the log ended', []],
  ])('not when %s', (_, after) => {
    const report = receive(...session(A).slice(0, 3), ...after);
    expect(told(report)).toEqual([]);
    expect(messages(report)).toContain('line 8: In 1 session TLS failed or does not come to an end here');
  });

  test('when the negotiation is said to have succeeded', () => {
    const succeeded = line('*', '', 'TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption');
    expect(told(receive(...session(A).slice(0, 3), succeeded))).toHaveLength(1);
  });

  test('a session that begins in an earlier file does not tell which verb was used', () => {
    const report = receive(...session(A).slice(1));
    expect(told(report)).toEqual([]);
    expect(messages(report)).toContain('whether STARTTLS or X-ANONYMOUSTLS was asked for is unknown');
  });

  test('failures alone are turned into nothing, with the hint to log more', () => {
    const report = receive(
      line('<', 'EHLO a'),
      line('>', '250 ex01.contoso.com'),
      line('>', '454 4.7.0 Temporary authentication failure'),
      line('*', '', 'TLS negotiation failed with error UnknownCredentials'),
    );
    expect(report).toMatchObject({ servers: [], happenings: [], warnings: [{ message: /Verbose/ }] });
  });
});

describe('which endpoint', () => {
  test('of a Send log by the verb that we said', () => {
    const where = { connector: 'Edge, to "Internet"' };
    const lines = (verb: string) => [
      line('>', verb, '', where),
      line('*', oneLine(A), ONE_LINE, where),
      line('<', '250 hello', '', where),
    ];
    expect(told(send(...lines('STARTTLS'), ...lines('X-ANONYMOUSTLS')))).toEqual([
      `send:Edge, to "Internet":starttls ${A}`,
      `send:Edge, to "Internet":anonymous ${A}`,
    ]);
  });

  test('sessions may interleave', () => {
    const [one, two] = [
      session(A, { session: '1' }),
      session(B, { session: '2', connector: 'EX02\\Relay' }, 'x-anonymoustls '),
    ];
    const interleaved = one.flatMap((text, i) => [text, two[i] ?? '']);
    expect(told(receive(...interleaved))).toEqual([
      `receive:Default Frontend EX01:starttls ${A}`,
      `receive:Relay:anonymous ${B}`,
    ]);
  });

  test('logs of both kinds may stand one behind the other', () => {
    const text =
      header('Receive') +
      session(A).join('\n') +
      `\n\ufeff${header('Send')}` +
      [line('>', 'STARTTLS', '', { connector: 'Out' }), line('*', oneLine(B), ONE_LINE, { connector: 'Out' })].join(
        '\n',
      ) +
      `\n${line('<', '250', '', { connector: 'Out' })}\n#Log-type: Message Tracking Log\n${session(B).join('\n')}`;
    const report = reportOf(utf8(text));
    expect(told(report)).toEqual([`receive:Default Frontend EX01:starttls ${A}`, `send:Out:starttls ${B}`]);
    expect(messages(report)).toContain('4 lines could not be read');
  });

  test.each([
    ['no name', ''],
    ['a server only', 'EX01\\'],
    ['a name without end', `EX01\\${'x'.repeat(5000)}`],
    ['a control character', 'EX01\\a\u0007b'],
    ['letters that could not be read', 'EX01\\a\ufffdb'],
  ])('a connector with %s is left out', (_, connector) => {
    const report = receive(...session(A, { connector }));
    expect(told(report)).toEqual([]);
    expect(messages(report)).toContain('no connector name that can be kept');
  });

  test('a Receive connector without its server is one whose server is asked for', () => {
    expect(receive(...session(A, { connector: 'Relay' })).happenings).toMatchObject([{ server: null }]);
  });
});

describe('a session is not an event', () => {
  const at = (day: number, hour: number, thumbprint: string) =>
    session(thumbprint, {
      at: `2026-06-0${day}T${String(hour).padStart(2, '0')}:00:00.000Z`,
      session: `${day}${hour}`,
    });
  const times = (report: Report) => (report.happenings ?? []).map(({ occurredAt }) => occurredAt.slice(5, 13));

  test('the same certificate is told once a day, another one at once', () => {
    const report = receive(
      ...at(1, 8, A),
      ...at(1, 9, A),
      ...at(1, 10, B),
      ...at(1, 11, B),
      ...at(1, 12, A),
      ...at(2, 0, A),
    );
    expect(times(report)).toEqual(['06-01T08', '06-01T10', '06-01T12', '06-02T00']);
  });

  test('overlapping files make the same events', () => {
    const events = (report: Report) =>
      observe({ ...report, happenings: report.happenings ?? [] }, { organization: 'o', observedAt: '' }).events;
    const whole = events(receive(...at(1, 8, A), ...at(1, 9, B), ...at(2, 1, B)));
    expect(events(receive(...at(1, 8, A), ...at(1, 9, B)))).toEqual(whole.slice(0, 2));
    expect(events(receive(...at(1, 9, B), ...at(2, 1, B)))).toEqual(whole.slice(1));
    expect(new Set(whole.map(({ id }) => id)).size).toBe(3);
  });

  test('a log that tells without end is cut, and that is said', () => {
    const lines = Array.from({ length: MOST_TOLD + 5 }, (_, i) => session(i % 2 === 0 ? A : B, { session: String(i) }));
    const report = receive(...lines.flat());
    expect(report.happenings).toHaveLength(MOST_TOLD);
    expect(messages(report)).toMatch(/^line 80008: .*from here on they were left out/);
  });
});

describe('hostile logs', () => {
  test('open sessions are bounded: the oldest goes', () => {
    const waiting = Array.from({ length: MOST_OPEN }, (_, i) => line('<', 'STARTTLS', '', { session: `w${i}` }));
    const [verb = '', ...rest] = session(A, { session: 'old' });
    const report = receive(verb, ...waiting, ...rest, ...session(B, { session: 'new' }));
    expect(told(report)).toEqual([`receive:Default Frontend EX01:starttls ${B}`]);
    expect(messages(report)).toContain(`line 6: More than ${MOST_OPEN} sessions`);
  });

  test('lines that are cut off, of nothing, of zeros or of other things are read around', () => {
    const bad = [
      '2026-06-01T08:00:00.000Z,"EX01\\a',
      '\0'.repeat(4096),
      'hello',
      ',,,,,,,,',
      '{"a":1}',
      '"a"b,c',
      '2026',
    ];
    const report = receive(...bad, ...session(A), line('<', 'x').slice(0, 40));
    expect(told(report)).toHaveLength(1);
    expect(messages(report)).toContain('line 6: 8 lines could not be read and were left out.');
  });

  test('bytes that are no UTF-8, which a client may send, spoil only their line', () => {
    const bytes = Buffer.concat([
      utf8(header('Receive')),
      utf8('2026-06-01T08:00:00.000Z,EX01\\Default Frontend EX01,1,0,a,b,<,MAIL FROM:<'),
      Uint8Array.of(0xe9, 0xff, 0xfe),
      utf8(`>,\n${session(A).join('\n')}`),
    ]);
    expect(told(reportOf(bytes))).toEqual([`receive:Default Frontend EX01:starttls ${A}`]);
  });

  test('an impossible time is not taken', () => {
    const report = receive(
      ...session(A, { at: '2026-13-41T08:00:00.000Z' }),
      ...session(B, { at: '2026-06-01T08:00:00' }),
    );
    expect(told(report)).toEqual([]);
    expect(messages(report)).toContain('line 8: 2 lines about a certificate have no time');
  });

  test('other columns than Exchange writes are refused; the same in another order are read', () => {
    const shuffled = '#Fields: session-id,event,data,context,date-time,connector-id';
    const text = `#Log-type: SMTP Receive Protocol Log\n${shuffled}\n`;
    const rows = [
      ['<', 'STARTTLS', ''],
      ['*', oneLine(A), ONE_LINE],
      ['<', 'x', ''],
    ];
    const lines = rows.map((row) => ['1', ...row, '2026-06-01T08:00:00.000Z', 'EX01\\Relay'].join(',')).join('\n');
    expect(told(reportOf(utf8(text + lines)))).toEqual([`receive:Relay:starttls ${A}`]);
    expect(decode(utf8(text.replace(',context', '') + lines))).toMatchObject({
      ok: false,
      refusal: { kind: 'malformed', place: '#Fields' },
    });
  });

  test('nothing makes it throw', () => {
    const piece = fc.oneof(
      fc.constantFrom(...session(A), ...session(B, { session: '2' }), line('-', ''), header('Send'), `#Fields: a,b`),
      fc.string({ unit: anyCharacter, maxLength: 80 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(typeof decode(utf8(header('Receive') + pieces.join('\n'))).ok).toBe('boolean');
      }),
      { numRuns: share(300) },
    );
  });

  test('the largest log that may be sent is read well within the deadline of a reader', () => {
    const one = session(A).join('\r\n').length + 2;
    const sessions = Array.from({ length: Math.ceil(share(32 * 1024 * 1024) / one) }, (_, i) =>
      session(A, { session: i.toString(16) }).join('\r\n'),
    );
    const bytes = utf8(header('Receive') + sessions.join('\r\n'));
    const from = performance.now();
    expect(told(reportOf(bytes))).toHaveLength(1);
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
