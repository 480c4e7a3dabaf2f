import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { Answer, MailAnswer } from '#libs/channels/answer.js';
import type { MailWire } from '#libs/channels/wire.js';
import { connect, type Connected } from './connect.js';
import { errorWords, failure, textIn, valueIn } from './failure.js';
import type { Means } from './means.js';
import type { Socket } from 'node:net';

/** Hands a mail to its relay, over a connection that the egress guard has looked at. */
export async function sendMail(wire: MailWire, means: Means, stop: AbortSignal): Promise<Answer> {
  const { limits } = means;
  const connecting = AbortSignal.any([stop, AbortSignal.timeout(limits.connectMs)]);
  const connection = await connect(wire.relay, means, connecting);
  return connection.ok ? conversation(wire, connection, means, stop) : connection.failure;
}

async function conversation(
  wire: MailWire,
  { socket }: Extract<Connected<Socket>, { ok: true }>,
  { limits }: Means,
  stop: AbortSignal,
): Promise<Answer> {
  const over = AbortSignal.any([stop, AbortSignal.timeout(limits.mailMs)]);
  const end = () => socket.destroy();
  over.addEventListener('abort', end);
  const watch = setInterval(() => void (socket.bytesRead > limits.mailBytes && end()), 200);
  const said: string[] = [];
  const transport = createTransport({
    ...transportSettings(wire, limits.mailMs, said),
    getSocket: (_options: unknown, done: (error: Error | null, options: { connection: Socket }) => void) =>
      done(null, { connection: socket }),
  });
  try {
    return answerOf(await transport.sendMail(mailOf(wire)));
  } catch (error) {
    return answerOfError(error, said.includes('DATA'), over.aborted);
  } finally {
    clearInterval(watch);
    over.removeEventListener('abort', end);
    transport.close();
    end();
  }
}

function transportSettings({ relay }: MailWire, milliseconds: number, said: string[]) {
  const { host, port, tls, user, password, ca } = relay;
  const note = (_about: unknown, words: unknown) => void (words === 'DATA' && said.push('DATA'));
  return {
    host,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === null || password === null ? {} : { auth: { user, pass: password } }),
    tls: {
      ...(isIP(host) > 0 ? {} : { servername: host }),
      ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
      minVersion: 'TLSv1.2' as const,
    },
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
    // Only to know how far it came: nothing of the conversation is logged.
    debug: true,
    logger: { level: () => {}, trace: note, debug: note, info: note, warn: note, error: note, fatal: note },
  };
}

function mailOf({ from, to, replyTo, subject, text, html, messageId, references, urgent, headers }: MailWire) {
  return {
    from,
    to: [...to],
    ...(replyTo === null ? {} : { replyTo }),
    subject,
    text,
    html,
    messageId,
    inReplyTo: references,
    references,
    headers: { ...headers },
    ...(urgent ? { priority: 'high' as const } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

interface Sent {
  readonly accepted?: readonly unknown[];
  readonly rejected?: readonly unknown[];
  readonly rejectedErrors?: readonly unknown[] | undefined;
  readonly response?: string;
}

function answerOf({ accepted = [], rejectedErrors = [], response = '' }: Sent): MailAnswer {
  return {
    kind: 'mail',
    accepted: accepted.map(String),
    rejected: rejectedErrors.map(refusalOf),
    reply: { code: Number(/^\d{3}/.exec(response)?.[0] ?? 250), text: response.replace(/^\d{3}[ -]?/, '') },
  };
}

function refusalOf(error: unknown) {
  return {
    recipient: textOf(error, 'recipient'),
    code: codeOf(error) ?? 550,
    text: textOf(error, 'response').replace(/^\d{3}[ -]?/, ''),
  };
}

/** A relay that answered said no; one that did not may have taken the mail, if it had come so far. */
function answerOfError(error: unknown, dataBegun: boolean, tooSlow: boolean): Answer {
  const code = codeOf(error);
  const refused = rejectedErrorsOf(error);
  if (code === null || tooSlow) return silence(error, dataBegun, tooSlow);
  if (refused.length > 0 && !dataBegun)
    return { kind: 'mail', accepted: [], rejected: refused.map(refusalOf), reply: null };
  const text = textOf(error, 'response').replace(/^\d{3}[ -]?/, '');
  return { kind: 'mail', accepted: [], rejected: [], reply: { code, text } };
}

function silence(error: unknown, dataBegun: boolean, tooSlow: boolean): Answer {
  const words = tooSlow ? 'the relay was too slow' : errorWords(error);
  if (dataBegun) return failure('lost', `no answer to the mail: ${words}`);
  const kind = textOf(error, 'code');
  if (kind === 'EAUTH') return failure('bad-setting', `the relay knows no way to log in that we know: ${words}`);
  if (kind === 'EENVELOPE' || kind === 'EMESSAGE') return failure('bad-setting', words);
  return failure(kind === 'ETLS' ? 'not-trusted' : 'not-reached', words);
}

function rejectedErrorsOf(error: unknown): readonly unknown[] {
  const errors = valueIn(error, 'rejectedErrors');
  return Array.isArray(errors) ? errors : [];
}

function codeOf(error: unknown): number | null {
  const code = valueIn(error, 'responseCode');
  return typeof code === 'number' ? code : null;
}

function textOf(error: unknown, key: 'recipient' | 'response' | 'code'): string {
  return textIn(error, key) ?? '';
}
