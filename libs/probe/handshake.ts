import { constants, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { Limits } from './limits.js';
import type { HandshakeFault, Outcome } from './outcome.js';
import { printable } from './printable.js';

/** Longer chains are cut: what an event holds. */
const LONGEST_CHAIN = 32;

/**
 * Old Exchange speaks TLS 1.0 with SHA-1 and short keys: everything is allowed that this OpenSSL can still do, and nothing is trusted.
 * The list of trusted authorities is empty, so that the chain is what the server sent and nothing that Node knows beside it.
 */
const LOOK_AT_ANYTHING: ConnectionOptions = {
  rejectUnauthorized: false,
  checkServerIdentity: () => undefined,
  ca: [],
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.3',
  ciphers: 'DEFAULT:@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

export interface Greeting {
  /** The name to send (SNI); null: none. */
  readonly serverName: string | null;
  /** What to say when all is seen; null: nothing. */
  readonly goodbye: string | null;
  readonly limits: Limits;
  readonly over: AbortSignal;
}

/** Shakes hands over a connection and looks at what the server presents. The connection is spent afterwards. */
export async function handshake(socket: Socket, greeting: Greeting): Promise<Outcome> {
  const { serverName, limits, over } = greeting;
  const tls = connect({ ...LOOK_AT_ANYTHING, socket, ...(serverName !== null && { servername: serverName }) });
  const counter = setInterval(() => {
    if (socket.bytesRead > limits.mostBytes) tls.destroy(new Error(TOO_MANY));
  }, 20);
  const outcome = await new Promise<Outcome>((resolve) => {
    tls.once('secureConnect', () => resolve(seen(tls)));
    tls.on('error', (error: NodeJS.ErrnoException) => resolve(failure(error)));
    tls.once('close', () => resolve(failed('closed', 'the connection was closed')));
    const tooSlow = () => resolve(failed('too-slow', ''));
    if (over.aborted) tooSlow();
    else over.addEventListener('abort', tooSlow, { once: true });
  });
  if (outcome.kind === 'presented') await leave(tls, greeting);
  clearInterval(counter);
  tls.destroy();
  return outcome;
}

const TOO_MANY = 'more bytes than are taken';

function seen(tls: TLSSocket): Outcome {
  const chain: Uint8Array[] = [];
  for (let next = tls.getPeerX509Certificate(); next !== undefined && chain.length < LONGEST_CHAIN;) {
    chain.push(next.raw);
    const issuer: X509Certificate | undefined = next.issuerCertificate;
    next = issuer === next ? undefined : issuer;
  }
  if (chain.length === 0) return failed('no-certificate', '');
  return { kind: 'presented', chain, version: tls.getProtocol() ?? 'unknown', cipher: tls.getCipher().name };
}

/** Says goodbye and waits a moment for the other side to go first, whatever else it says. */
async function leave(tls: TLSSocket, { goodbye, limits }: Greeting): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, limits.goodbyeMs);
    tls.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    let heard = 0;
    tls.on('data', (bytes: Buffer) => {
      heard += bytes.length;
      if (heard > limits.mostBytes) tls.destroy();
    });
    if (goodbye === null) tls.end();
    else tls.end(`${goodbye}\r\n`);
  });
}

/** What the codes of OpenSSL and of the system mean here; the first that fits. */
const FAULTS: readonly (readonly [RegExp, HandshakeFault])[] = [
  [/more bytes than are taken/, 'too-many-bytes'],
  [
    /ALERT_PROTOCOL_VERSION|INSUFFICIENT_SECURITY|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|UNKNOWN_CIPHER|WRONG_CIPHER|NO_SHARED/,
    'no-common',
  ],
  [/DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|MD_TOO_WEAK|LEGACY_SIGALG|WRONG_SIGNATURE_TYPE/, 'no-common'],
  [/_ALERT_|UNRECOGNIZED_NAME/, 'alert'],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|BAD_RECORD_TYPE|HTTP_REQUEST|UNEXPECTED_MESSAGE|RECORD_LENGTH|BAD_PACKET/,
    'not-tls',
  ],
  [/ECONNRESET|EPIPE|UNEXPECTED_EOF/, 'closed'],
];

function failure(error: NodeJS.ErrnoException): Outcome {
  const text = [error.code, error.message].filter((part) => part !== undefined && part !== '').join(': ');
  const [, reason] = FAULTS.find(([form]) => form.test(text)) ?? [];
  return failed(reason ?? 'other', worded(error));
}

/** OpenSSL's own words: of `C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/…` the reason. */
function worded({ message, code }: NodeJS.ErrnoException): string {
  const [, reason] = /SSL routines:[^:]*:([^:]+):/.exec(message) ?? [];
  return reason ?? (message.split('\n')[0] || code || '');
}

function failed(reason: HandshakeFault, line: string): Outcome {
  return { kind: 'handshake-failed', reason, line: printable(line) };
}
