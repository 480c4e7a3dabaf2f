import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  inTls,
  oddServer,
  scripted,
  type Answers,
  type Behaviour,
  type OddServer,
} from '../../test/support/odd-server.js';
import { issuedCertificate, serverCertificate } from '../../test/support/server-certificate.js';
import { LIMITS, type Limits } from './limits.js';
import { look } from './look.js';
import type { Look, Outcome, ProbeProtocol } from './outcome.js';

const SHORT: Limits = { ...LIMITS, connectMs: 1_000, totalMs: 1_200, goodbyeMs: 200 };
const EX01 = serverCertificate('ex01.contoso.com');
const OTHER = serverCertificate('other.contoso.com');

let server: OddServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function seen(
  behave: (socket: Socket, said: () => string) => void,
  protocol: ProbeProtocol = 'smtp',
  { serverName = null, limits = SHORT }: { readonly serverName?: string | null; readonly limits?: Limits } = {},
): Promise<Look> {
  server = await oddServer(behave);
  return look({ protocol, address: '127.0.0.1', port: server.port, serverName }, undefined, limits);
}

function thumbprints(outcome: Outcome): readonly string[] | string {
  if (outcome.kind !== 'presented') return JSON.stringify(outcome);
  return outcome.chain.map((der) => createHash('sha1').update(der).digest('hex').toUpperCase());
}

const EHLO = '250-ex01.contoso.com Hello [127.0.0.1]\r\n250-SIZE 37748736\r\n250-STARTTLS\r\n250 CHUNKING\r\n';
const GREETING = '220 ex01.contoso.com Microsoft ESMTP MAIL Service ready\r\n';

function smtpServer(starttls: string | null | Behaviour, ehlo = EHLO): Behaviour {
  return scripted(GREETING, [
    [/^EHLO /, ehlo],
    [/^STARTTLS$/, starttls],
    [/^QUIT$/, '221 bye\r\n'],
  ]);
}

const ready = (text: string) => (socket: Socket) => void socket.write(text, () => inTls(EX01)(socket));

describe('SMTP', () => {
  test('the certificate behind STARTTLS', async () => {
    const { outcome, injected, ownAddress, address } = await seen(smtpServer(ready('220 2.0.0 SMTP server ready\r\n')));
    expect(thumbprints(outcome)).toEqual([EX01.thumbprint]);
    expect(outcome).toMatchObject({ version: 'TLSv1.3' });
    expect({ injected, ownAddress, address }).toEqual({
      injected: null,
      ownAddress: '127.0.0.1',
      address: '127.0.0.1',
    });
    expect(server?.said[0]).toMatch(/^EHLO \[127\.0\.0\.1\]\r\nSTARTTLS\r\n/);
  });

  test('nothing is said but EHLO, STARTTLS and QUIT', async () => {
    let told = '';
    const listen = inTls(EX01, {}, {}, (tls) =>
      tls.on('data', (bytes: Buffer) => (told += bytes.toString())).on('end', () => tls.end()),
    );
    await seen(smtpServer((socket) => void socket.write('220 go\r\n', () => listen(socket))));
    expect(told).toBe('QUIT\r\n');
  });

  test('the whole chain, in the order in which it was sent', async () => {
    const issued = issuedCertificate('ex01.contoso.com');
    const { outcome } = await seen(
      smtpServer((socket) => void socket.write('220 go\r\n', () => inTls(issued)(socket))),
    );
    expect(thumbprints(outcome)).toEqual(issued.chain.map(({ thumbprint }) => thumbprint));
  });

  test('no STARTTLS among the capabilities', async () => {
    const { outcome } = await seen(smtpServer('220 go\r\n', '250-ex01\r\n250-SIZE 1\r\n250 X-STARTTLSX\r\n'));
    expect(outcome).toEqual({ kind: 'not-advertised', line: '250 SIZE X-STARTTLSX' });
    expect(server?.said[0]).toMatch(/\r\nQUIT\r\n$/);
  });

  test('a server that does not know EHLO', async () => {
    const { outcome } = await seen(smtpServer('220 go\r\n', '500 5.3.3 Unrecognized command\r\n'));
    expect(outcome).toEqual({ kind: 'not-advertised', line: '500 5.3.3 Unrecognized command' });
  });

  test.each([
    ['454 4.7.5 The certificate is not available\r\n', 'refused', '454 4.7.5 The certificate is not available'],
    ['454-one\r\n454 two\r\n', 'refused', '454-one'],
  ])('STARTTLS answered with %j', async (answer, reason, line) => {
    expect((await seen(smtpServer(answer))).outcome).toEqual({ kind: 'handshake-failed', reason, line });
  });

  test.each([
    ['554 5.7.1 go away\r\n', 'turned-away', '554 5.7.1 go away'],
    ['421 4.3.2 Service not available\r\n', 'turned-away', '421 4.3.2 Service not available'],
    ['* OK IMAP4 ready\r\n', 'not-the-protocol', '* OK IMAP4 ready'],
    ['\0\0\u001b[2J\u0007\r\n', 'not-the-protocol', '\\x00\\x00\\x1b[2J\\x07'],
    ['220', 'too-slow', '220'],
    ['', 'too-slow', ''],
  ])('a greeting %j', async (greeting, reason, line) => {
    const { outcome } = await seen((socket) => void socket.write(greeting));
    expect(outcome).toEqual({ kind: 'protocol-error', place: 'greeting', reason, line });
  });

  test('a NUL, a backslash and bytes beyond ASCII are escaped in what is told', async () => {
    const { outcome } = await seen((socket) => void socket.write(Buffer.from('554 \0\\\xff\u009b31m\r\n', 'latin1')));
    expect(outcome).toMatchObject({ line: '554 \\x00\\\\\\xff\\x9b31m' });
  });
});

describe('plaintext that comes with the answer to STARTTLS', () => {
  test('is thrown away and reported; the handshake goes on without it', async () => {
    const injected = '250 AUTH PLAIN\r\nMAIL\u001b\r\n';
    const answer = await seen(smtpServer(ready(`220 go\r\n${injected}`)));
    expect(thumbprints(answer.outcome)).toEqual([EX01.thumbprint]);
    expect(answer.injected).toEqual({ bytes: injected.length, line: '250 AUTH PLAIN\\x0d\\x0aMAIL\\x1b\\x0d\\x0a' });
  });

  test.each<readonly [ProbeProtocol, string, (go: Behaviour) => Answers]>([
    [
      'imap',
      '* OK ready\r\n',
      (go) => [
        [/^a CAPABILITY/, '* CAPABILITY IMAP4rev1 STARTTLS\r\na OK\r\n'],
        [/^b STARTTLS/, go],
      ],
    ],
    [
      'pop',
      '+OK ready\r\n',
      (go) => [
        [/^CAPA/, '+OK\r\nSTLS\r\n.\r\n'],
        [/^STLS/, go],
      ],
    ],
  ])('in %s too', async (protocol, greeting, answers) => {
    const go = ready(`${protocol === 'pop' ? '+OK' : 'b OK'} go\r\n* injected\r\n`);
    const answer = await seen(scripted(greeting, answers(go)), protocol);
    expect(thumbprints(answer.outcome)).toEqual([EX01.thumbprint]);
    expect(answer.injected?.line).toBe('* injected\\x0d\\x0a');
  });

  test('sent a moment later, it is no TLS', async () => {
    const later = (socket: Socket) => {
      socket.write('220 go\r\n');
      setTimeout(() => socket.write('250 injected\r\n'), 100);
    };
    expect((await seen(smtpServer(later))).outcome).toMatchObject({ kind: 'handshake-failed', reason: 'not-tls' });
  });
});

describe('hostile servers', () => {
  const endless = (text: string): Behaviour => {
    const piece = text.repeat(Math.ceil(16_384 / text.length));
    return (socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    };
  };

  type Broken = readonly [what: string, behave: Behaviour, place: string, reason: string];
  test.each<Broken>([
    ['a greeting without end', endless('220-more\r\n'), 'greeting', 'reply-too-long'],
    ['a line without end', endless('x'.repeat(1000)), 'greeting', 'line-too-long'],
    [
      'one line of a megabyte',
      (socket: Socket) => void socket.write(`220 ${'a'.repeat(1 << 20)}\r\n`),
      'greeting',
      'line-too-long',
    ],
    ['NULs', endless('\0'.repeat(999)), 'greeting', 'line-too-long'],
    ['hanging up at once', (socket: Socket) => void socket.destroy(), 'greeting', 'closed'],
    [
      'capabilities without end',
      scripted(GREETING, [[/^EHLO/, (socket) => endless('250-X\r\n')(socket)]]),
      'capabilities',
      'reply-too-long',
    ],
    ['hanging up after EHLO', scripted(GREETING, [[/^EHLO/, null]]), 'capabilities', 'closed'],
    ['no answer to STARTTLS', smtpServer(() => {}), 'starttls', 'too-slow'],
    ['hanging up at STARTTLS', smtpServer(null), 'starttls', 'closed'],
  ])('%s', async (_what, behave, place, reason) => {
    const { outcome } = await seen(behave);
    expect(outcome).toMatchObject({ kind: 'protocol-error', place, reason });
    expect(JSON.stringify(outcome).length).toBeLessThan(1_000);
  });

  test('more bytes than are taken before TLS, in whole lines', async () => {
    const limits = { ...SHORT, mostPlainBytes: 2_000, mostLines: 1_000_000 };
    const { outcome } = await seen(endless('220-more\r\n'), 'smtp', { limits });
    expect(outcome).toMatchObject({ place: 'greeting', reason: 'too-many-bytes' });
  });

  test('a byte now and then: the whole look has a deadline', async () => {
    const started = performance.now();
    const { outcome } = await seen((socket) => {
      const timer = setInterval(() => socket.write('2'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    expect(outcome).toMatchObject({ place: 'greeting', reason: 'too-slow' });
    expect(performance.now() - started).toBeLessThan(SHORT.totalMs + 1_000);
  });

  type Failing = readonly [what: string, behave: Behaviour, reason: string];
  test.each<Failing>([
    ['closes in mid-handshake', (socket: Socket) => void socket.once('data', () => socket.destroy()), 'closed'],
    ['ends in mid-handshake', (socket: Socket) => void socket.once('data', () => socket.end()), 'closed'],
    [
      'sends garbage for TLS',
      (socket: Socket) =>
        void socket.once('data', () => socket.write('\u0001\u0002garbage garbage garbage\0'.repeat(50))),
      'not-tls',
    ],
    [
      'speaks HTTP where TLS should be',
      (socket: Socket) => void socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'not-tls',
    ],
    ['says nothing to the handshake', () => {}, 'too-slow'],
    [
      'sends handshake_failure',
      (socket: Socket) => void socket.once('data', () => socket.write(Uint8Array.of(21, 3, 3, 0, 2, 2, 40))),
      'alert',
    ],
    [
      'sends protocol_version',
      (socket: Socket) => void socket.once('data', () => socket.write(Uint8Array.of(21, 3, 3, 0, 2, 2, 70))),
      'no-common',
    ],
    [
      'sends unrecognized_name',
      (socket: Socket) => void socket.once('data', () => socket.write(Uint8Array.of(21, 3, 3, 0, 2, 2, 112))),
      'alert',
    ],
  ])('a server that %s', async (_what, behave, reason) => {
    expect((await seen(behave, 'https')).outcome).toMatchObject({ kind: 'handshake-failed', reason });
  });

  test('a server that goes on talking after the handshake is left', async () => {
    const started = performance.now();
    const flood = inTls(EX01, {}, {}, (tls) => {
      const more = () => {
        while (!tls.destroyed && tls.write('x'.repeat(16_000)));
      };
      tls.on('drain', more);
      more();
    });
    expect(thumbprints((await seen(flood, 'imaps')).outcome)).toEqual([EX01.thumbprint]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('a handshake of a certificate larger than OpenSSL takes', async () => {
    const huge = serverCertificate('ex01.contoso.com', {
      dnsNames: Array.from({ length: 8_000 }, (_, index) => `name-${index}.contoso.com`),
    });
    const { outcome } = await seen(inTls(huge), 'https');
    expect(outcome).toMatchObject({ kind: 'handshake-failed', reason: 'other' });
  });
});

describe('TLS from the first byte', () => {
  test.each(['https', 'smtps', 'imaps', 'pops'] as const)('%s', async (protocol) => {
    expect(thumbprints((await seen(inTls(EX01), protocol)).outcome)).toEqual([EX01.thumbprint]);
  });

  test('another certificate by the name that is sent', async () => {
    const behave = inTls(EX01, {}, { 'other.contoso.com': OTHER });
    expect(thumbprints((await seen(behave, 'https')).outcome)).toEqual([EX01.thumbprint]);
    await server?.stop();
    const named = await seen(behave, 'https', { serverName: 'other.contoso.com' });
    expect(thumbprints(named.outcome)).toEqual([OTHER.thumbprint]);
  });

  test.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)('%s, as old servers speak it', async (version) => {
    const behave = inTls(EX01, { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' });
    expect((await seen(behave, 'https')).outcome).toMatchObject({ kind: 'presented', version });
  });

  test('an expired certificate for another name is looked at like any other', async () => {
    const expired = serverCertificate('elsewhere.example', {
      notBefore: '20010101000000Z',
      notAfter: '20020101000000Z',
    });
    const { outcome } = await seen(inTls(expired), 'https', { serverName: 'ex01.contoso.com' });
    expect(thumbprints(outcome)).toEqual([expired.thumbprint]);
  });
});

describe('IMAP and POP', () => {
  test.each([
    [
      'imap',
      '* BYE full\r\n',
      [],
      { kind: 'protocol-error', place: 'greeting', reason: 'turned-away', line: '* BYE full' },
    ],
    [
      'imap',
      '220 smtp\r\n',
      [],
      { kind: 'protocol-error', place: 'greeting', reason: 'not-the-protocol', line: '220 smtp' },
    ],
    [
      'imap',
      '* OK\r\n',
      [[/CAPABILITY/, '* CAPABILITY IMAP4rev1 LOGINDISABLED\r\na OK\r\n']],
      { kind: 'not-advertised', line: '* CAPABILITY IMAP4rev1 LOGINDISABLED' },
    ],
    [
      'imap',
      '* OK\r\n',
      [
        [/CAPABILITY/, '* 1 EXISTS\r\n* capability IMAP4rev1 starttls\r\na ok\r\n'],
        [/STARTTLS/, '* OK wait\r\nb NO not now\r\n'],
      ],
      { kind: 'handshake-failed', reason: 'refused', line: 'b NO not now' },
    ],
    [
      'imap',
      '* OK\r\n',
      [[/CAPABILITY/, 'a BAD what\r\n']],
      { kind: 'protocol-error', place: 'capabilities', reason: 'turned-away', line: 'a BAD what' },
    ],
    [
      'pop',
      '-ERR busy\r\n',
      [],
      { kind: 'protocol-error', place: 'greeting', reason: 'turned-away', line: '-ERR busy' },
    ],
    ['pop', '+OKAY\r\n', [], { kind: 'protocol-error', place: 'greeting', reason: 'not-the-protocol', line: '+OKAY' }],
    ['pop', '+OK\r\n', [[/CAPA/, '+OK list\r\nUSER\r\n.\r\n']], { kind: 'not-advertised', line: '+OK list USER .' }],
    [
      'pop',
      '+OK\r\n',
      [
        [/CAPA/, '-ERR what\r\n'],
        [/STLS/, '-ERR what\r\n'],
      ],
      { kind: 'not-advertised', line: '-ERR what' },
    ],
    [
      'pop',
      '+OK\r\n',
      [
        [/CAPA/, '+OK\r\nSTLS\r\n.\r\n'],
        [/STLS/, '-ERR not now\r\n'],
      ],
      { kind: 'handshake-failed', reason: 'refused', line: '-ERR not now' },
    ],
    [
      'pop',
      '+OK\r\n',
      [[/CAPA/, '+OK\r\n' + 'X\r\n'.repeat(500)]],
      { kind: 'protocol-error', place: 'capabilities', reason: 'reply-too-long', line: 'X' },
    ],
  ] as const)('%s, case %#', async (protocol, greeting, answers, outcome) => {
    expect((await seen(scripted(greeting, answers), protocol)).outcome).toEqual(outcome);
  });

  test('POP that does not know CAPA but knows STLS', async () => {
    const answers: Answers = [
      [/CAPA/, '-ERR what\r\n'],
      [/STLS/, ready('+OK go\r\n')],
    ];
    expect(thumbprints((await seen(scripted('+OK\r\n', answers), 'pop')).outcome)).toEqual([EX01.thumbprint]);
  });
});

describe('nobody there', () => {
  test('a port on which nothing listens', async () => {
    server = await oddServer(() => {});
    const { port } = server;
    await server.stop();
    const answer = await look({ protocol: 'https', address: '127.0.0.1', port, serverName: null }, undefined, SHORT);
    expect(answer).toEqual({
      outcome: { kind: 'unreachable', reason: 'connection-refused', line: 'ECONNREFUSED' },
      injected: null,
      address: '127.0.0.1',
      ownAddress: null,
    });
  });

  test('whoever asked may stop it, before and in the middle', async () => {
    const stop = new AbortController();
    server = await oddServer(() => setTimeout(() => stop.abort(), 50));
    const target = { protocol: 'smtp', address: '127.0.0.1', port: server.port, serverName: null } as const;
    const stopped = { kind: 'unreachable', reason: 'stopped', line: '' };
    expect((await look(target, stop.signal, SHORT)).outcome).toEqual(stopped);
    expect((await look(target, stop.signal, SHORT)).outcome).toEqual(stopped);
    expect(server.connections()).toBe(1);
  });
});
