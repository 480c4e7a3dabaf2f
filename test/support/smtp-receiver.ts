import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { RECEIVER_CERTIFICATE } from './receivers.js';

/** What a relay of the tests does where a real one would say yes: an answer, or `null` to break the connection, or nothing at all. */
export interface Relay {
  /** From the first byte on, after STARTTLS, or not at all. */
  readonly tls?: 'implicit' | 'starttls' | 'none';
  readonly login?: boolean;
  readonly greeting?: string | null | undefined;
  readonly onStartTls?: string;
  readonly onLogin?: string;
  readonly onMail?: string;
  readonly onRecipient?: (recipient: string) => string;
  readonly onData?: string | null;
  readonly onMessage?: string | null | 'silence';
}

export interface SmtpReceiver {
  readonly port: number;
  readonly mails: readonly { readonly from: string; readonly to: readonly string[]; readonly text: string }[];
  /** Every line that was said, in plaintext and in TLS: `TLS EHLO …`. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** A small SMTP server: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA with dot-stuffing. */
export async function smtpReceiver(relay: Relay = {}): Promise<SmtpReceiver> {
  const mails: { from: string; to: string[]; text: string }[] = [];
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (relay.tls === 'implicit') talk(inTls(socket), true);
    else talk(socket, false);
  });

  const inTls = (socket: Socket): TLSSocket => {
    const tls = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(RECEIVER_CERTIFICATE) });
    tls.on('error', () => {});
    return tls;
  };

  const talk = (socket: Socket, secure: boolean, greet = true): void => {
    let heard = '';
    let data: string[] | null = null;
    let mail = { from: '', to: [] as string[], text: '' };
    const say = (answer: string | null | undefined): void => {
      if (answer === null) socket.destroy();
      else if (answer !== undefined) socket.write(`${answer}\r\n`);
    };
    const message = (): void => {
      mails.push({ ...mail, text: (data ?? []).map((line) => line.replace(/^\./, '')).join('\r\n') });
      data = null;
      if (relay.onMessage !== 'silence')
        say(relay.onMessage === undefined ? '250 2.0.0 Ok: queued as 7F3A' : relay.onMessage);
    };
    const command = (line: string): void => {
      lines.push(secure ? `TLS ${line}` : line);
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      if (verb === 'EHLO') {
        const more = [
          ...(relay.tls === 'none' || secure ? [] : ['STARTTLS']),
          ...(relay.login === true ? ['AUTH PLAIN LOGIN'] : []),
          'SIZE 1000000',
        ];
        for (const name of ['relay.example', ...more.slice(0, -1)]) socket.write(`250-${name}\r\n`);
        say(`250 ${more.at(-1)}`);
      } else if (verb === 'STARTTLS') {
        const answer = relay.onStartTls ?? (relay.tls === 'none' ? '502 5.5.1 no such command' : '220 go');
        say(answer);
        if (answer.startsWith('220')) {
          socket.removeAllListeners('data');
          talk(inTls(socket), true, false);
        }
      } else if (verb === 'AUTH') say(relay.onLogin ?? '235 2.7.0 ok');
      else if (verb === 'MAIL') {
        mail = { from: line, to: [], text: '' };
        say(relay.onMail ?? '250 ok');
      } else if (verb === 'RCPT') {
        const answer = relay.onRecipient?.(line) ?? '250 ok';
        if (answer.startsWith('250')) mail.to.push(line);
        say(answer);
      } else if (verb === 'DATA') {
        if (relay.onData === undefined) data = [];
        say(relay.onData === undefined ? '354 go' : relay.onData);
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('500 what');
    };
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('utf8');
      for (let end = heard.indexOf('\r\n'); end >= 0; end = heard.indexOf('\r\n')) {
        const line = heard.slice(0, end);
        heard = heard.slice(end + 2);
        if (data === null) command(line);
        else if (line === '.') message();
        else data.push(line);
      }
    });
    if (greet) say('greeting' in relay ? relay.greeting : '220 relay.example ESMTP');
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address !== 'string' ? address.port : 0,
    mails,
    lines,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The header fields of a mail, unfolded, encoded words read. */
export function headersOf(mail: string): Readonly<Record<string, string>> {
  const [head = ''] = mail.split('\r\n\r\n');
  const fields = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      words(field.slice(field.indexOf(':') + 1).trim()),
    ]),
  );
}

function words(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, coded: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(coded, 'base64').toString('utf8')
        : quotedPrintable(coded.replaceAll('_', ' ')),
    );
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The parts of a multipart/alternative mail, by type, decoded. */
export function partsOf(mail: string): Readonly<Record<string, string>> {
  const boundary = /boundary="?([^"\r\n;]+)"?/.exec(headersOf(mail)['content-type'] ?? '')?.[1] ?? '';
  const pieces = mail.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    pieces.map((piece) => {
      const part = piece.replace(/^\r\n/, '');
      const headers = headersOf(part);
      const body = part.slice(part.indexOf('\r\n\r\n') + 4);
      const text =
        headers['content-transfer-encoding'] === 'base64'
          ? Buffer.from(body, 'base64').toString('utf8')
          : headers['content-transfer-encoding'] === 'quoted-printable'
            ? quotedPrintable(body)
            : body;
      return [(headers['content-type'] ?? '').split(';')[0] ?? '', text.replace(/\r\n/g, '\n')];
    }),
  );
}
