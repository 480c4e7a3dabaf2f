import { afterEach, describe, expect, test } from '@jest/globals';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Outcome } from '#libs/channels/outcome.js';
import { SAMPLE_MESSAGE } from '#libs/channels/sample-message.js';
import { HOSTILE_TEXTS, messageFullOf } from '../support/alert-messages.js';
import { RECEIVER, RECEIVER_CERTIFICATE, testMeans } from '../support/receivers.js';
import { headersOf, partsOf, smtpReceiver, type Relay, type SmtpReceiver } from '../support/smtp-receiver.js';
import { oddServer } from '../support/odd-server.js';
import { deliver } from '#libs/delivery/deliver.js';
import { PUBLIC_ONLY } from '#libs/delivery/egress.js';

let relay: SmtpReceiver | undefined;
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
});

const settingsFor = (port: number, more = {}) => ({
  host: RECEIVER,
  port,
  from: 'certfleet@example.com',
  to: ['anna@example.com', 'ben@example.com'],
  ca: RECEIVER_CERTIFICATE.cert,
  ...more,
});

async function sent(
  behave: Relay,
  settings = {},
  message: AlertMessage = SAMPLE_MESSAGE,
  { sendingId = 's1', means = testMeans() } = {},
): Promise<Outcome> {
  relay ??= await smtpReceiver(behave);
  const occasion = { sendingId, at: '2026-11-22T10:41:40Z', thread: null };
  const delivery = { channel: 'email' as const, settings: settingsFor(relay.port, settings), message, occasion };
  return deliver(delivery, means, new AbortController().signal);
}

const mail = (index = 0) => relay?.mails[index]?.text ?? '';

describe('a mail', () => {
  test('goes through STARTTLS, with text, HTML, and the marks that keep robots silent', async () => {
    expect(await sent({})).toEqual({ kind: 'delivered', receipt: '2.0.0 Ok: queued as 7F3A', note: null });
    const headers = headersOf(mail());
    expect(headers).toMatchObject({
      from: 'certfleet@example.com',
      to: 'anna@example.com, ben@example.com',
      subject: '[contoso][critical] EX01: default SMTP certificate overwritten',
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      'x-priority': expect.stringContaining('1'),
      'content-type': expect.stringContaining('multipart/alternative'),
    });
    const parts = partsOf(mail());
    expect(parts['text/plain']).toContain('FIRING, critical: EX01: default SMTP certificate overwritten');
    expect(parts['text/html']).toContain('<h1');
    for (const part of Object.values(parts)) expect(part).toContain('-Services SMTP -Force');
    expect(relay?.lines.filter((line) => !line.startsWith('TLS'))).toEqual([
      expect.stringMatching(/^EHLO/),
      'STARTTLS',
    ]);
    expect(relay?.mails[0]?.to).toHaveLength(2);
  });

  test('stands in the thread of its alert, and each try is the same mail', async () => {
    const over = { ...SAMPLE_MESSAGE, state: 'resolved', endsAt: '2026-11-22T11:00:00Z' } as const;
    await sent({}, {}, SAMPLE_MESSAGE, { sendingId: 'a' });
    await sent({}, {}, SAMPLE_MESSAGE, { sendingId: 'a' });
    await sent({}, {}, over, { sendingId: 'b' });
    await sent({}, {}, { ...SAMPLE_MESSAGE, id: 'another' }, { sendingId: 'c' });
    const [first, again, end, other] = [0, 1, 2, 3].map((index) => headersOf(mail(index)));
    expect(again?.['message-id']).toBe(first?.['message-id']);
    expect(end?.['message-id']).not.toBe(first?.['message-id']);
    expect(end?.['references']).toBe(first?.['references']);
    expect(end?.['in-reply-to']).toBe(first?.['references']);
    expect(end?.['subject']).toContain('[resolved]');
    expect(other?.['references']).not.toBe(first?.['references']);
    expect(first?.['message-id']).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
  });

  test('goes through TLS from the first byte on, with a password', async () => {
    const outcome = await sent(
      { tls: 'implicit', login: true },
      { tls: 'tls', user: 'certfleet', password: 'pass word' },
    );
    expect(outcome).toMatchObject({ kind: 'delivered' });
    const plain = Buffer.from('\0certfleet\0pass word').toString('base64');
    expect(relay?.lines).toContain(`TLS AUTH PLAIN ${plain}`);
  });

  test('goes in plaintext only where that was asked for', async () => {
    expect(await sent({ tls: 'none' }, { tls: 'none' })).toMatchObject({ kind: 'delivered' });
  });

  test.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 40), text] as const))(
    'names such as %j add no header and no command',
    async (_, text) => {
      const message = { ...messageFullOf(text, 5), severity: 'high' } as const;
      expect(await sent({}, {}, message)).toMatchObject({ kind: 'delivered' });
      expect(Object.keys(headersOf(mail())).toSorted()).toEqual([
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'in-reply-to',
        'message-id',
        'mime-version',
        'references',
        'subject',
        'to',
        'x-auto-response-suppress',
        'x-certfleet-alert',
        'x-certfleet-state',
      ]);
      expect(relay?.mails).toHaveLength(1);
      expect(relay?.lines.filter((line) => /RCPT/.test(line))).toHaveLength(2);
      expect(
        mail()
          .split('\r\n')
          .every((line) => line.length <= 998),
      ).toBe(true);
    },
  );
});

describe('a relay', () => {
  test.each([
    [
      'takes some of the recipients',
      { onRecipient: (to) => (to.includes('ben') ? '550 5.1.1 unknown' : '250 ok') },
      { kind: 'delivered', note: '1 of 2 recipients; ben@example.com: 550 5.1.1 unknown' },
    ],
    [
      'takes none of the recipients',
      { onRecipient: () => '550 5.1.1 unknown' },
      { kind: 'never', why: expect.stringContaining('anna@example.com: 550') },
    ],
    [
      'lets one wait',
      { onRecipient: () => '451 4.7.1 greylisted' },
      { kind: 'retry', why: expect.stringContaining('451') },
    ],
    ['does not like the sender', { onMail: '550 5.7.1 not from you' }, { kind: 'never' }],
    ['is busy', { greeting: '421 4.3.2 too busy' }, { kind: 'retry' }],
    ['does not want us', { greeting: '554 5.7.1 go away' }, { kind: 'never' }],
    [
      'finds it spam',
      { onMessage: '554 5.7.1 spam\u001b[2J' },
      { kind: 'never', why: 'answered 554 5.7.1 spam\\u{1b}[2J' },
    ],
    ['is full', { onMessage: '452 4.3.1 disk full' }, { kind: 'retry' }],
    ['breaks off before the mail', { onData: null }, { kind: 'unknown' }],
    [
      'breaks off after the mail',
      { onMessage: null },
      { kind: 'unknown', why: expect.stringContaining('no answer to the mail') },
    ],
    [
      'says nothing to the mail',
      { onMessage: 'silence' },
      { kind: 'unknown', why: 'no answer to the mail: the relay was too slow' },
    ],
    ['does not greet', { greeting: undefined }, { kind: 'retry' }],
    ['hangs up', { greeting: null }, { kind: 'retry' }],
    ['offers no STARTTLS', { tls: 'none' }, { kind: 'never', remedy: expect.stringContaining('tls') }],
    ['refuses STARTTLS', { onStartTls: '454 4.7.5 no certificate' }, { kind: 'retry' }],
  ] as readonly (readonly [string, Relay, object])[])('that %s', async (_what, behave, outcome) => {
    expect(await sent(behave)).toMatchObject(outcome);
    if (behave.onMessage === undefined && !('note' in outcome)) expect(relay?.mails).toEqual([]);
  });

  test('that refuses the password, which is not repeated', async () => {
    const login = { user: 'certfleet', password: 'hunter2-secret' };
    const encoded = Buffer.from('\0certfleet\0hunter2-secret').toString('base64');
    const outcome = await sent({ login: true, onLogin: `535 5.7.8 hunter2-secret is wrong (${encoded})` }, login);
    expect(outcome).toMatchObject({ kind: 'never', remedy: expect.stringContaining('password') });
    expect(JSON.stringify(outcome)).not.toContain('hunter2-secret');
  });

  test('that nobody vouches for is told nothing, neither password nor mail', async () => {
    const outcome = await sent({ login: true }, { ca: null, user: 'u', password: 'p' });
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(relay?.lines.filter((line) => /AUTH|MAIL/.test(line))).toEqual([]);
  });

  test('that lies inside is not connected to', async () => {
    const outcome = await sent({}, {}, SAMPLE_MESSAGE, { means: testMeans({ egress: PUBLIC_ONLY }) });
    expect(outcome).toMatchObject({ kind: 'never', why: expect.stringContaining('this machine') });
    expect(relay?.lines).toEqual([]);
  });

  test('that talks without end is left', async () => {
    const server = await oddServer((socket) => {
      const more = (): void =>
        void (socket.destroyed || socket.write('220-x\r\n'.repeat(5_000), () => setImmediate(more)));
      more();
    });
    const delivery = {
      channel: 'email' as const,
      settings: settingsFor(server.port),
      message: SAMPLE_MESSAGE,
      occasion: { sendingId: 'a', at: '2026-11-22T10:41:40Z', thread: null },
    };
    expect(await deliver(delivery, testMeans(), new AbortController().signal)).toMatchObject({ kind: 'retry' });
    await server.stop();
  });
});
