import { createConnection, type Socket } from 'node:net';
import type { Dialogue, Spoken } from './dialogue.js';
import { handshake } from './handshake.js';
import { imap } from './imap.js';
import { LIMITS, type Limits } from './limits.js';
import type { Injection, Look, Outcome, ProbeProtocol, Unreachable } from './outcome.js';
import { pop } from './pop.js';
import { printable } from './printable.js';
import { smtp } from './smtp.js';
import { openTalk } from './talk.js';

/** Where to look, at an address that somebody has allowed. */
export interface Target {
  readonly protocol: ProbeProtocol;
  /** An IP address: names are resolved before (`addressOf`). */
  readonly address: string;
  readonly port: number;
  /** The name to send (SNI); null: none. */
  readonly serverName: string | null;
}

/** What is said before TLS, and what to say at the end. */
const MANNERS: Readonly<
  Record<ProbeProtocol, { readonly dialogue: Dialogue | null; readonly goodbye: string | null }>
> = {
  smtp: { dialogue: smtp, goodbye: 'QUIT' },
  smtps: { dialogue: null, goodbye: 'QUIT' },
  https: { dialogue: null, goodbye: null },
  imap: { dialogue: imap, goodbye: 'z LOGOUT' },
  imaps: { dialogue: null, goodbye: 'z LOGOUT' },
  pop: { dialogue: pop, goodbye: 'QUIT' },
  pops: { dialogue: null, goodbye: 'QUIT' },
};

/**
 * Connects as a client would, and looks at the certificate that is presented. Never authenticates, sends no mail, trusts nothing, and ends
 * within the limits whatever the other side does. Never throws.
 */
export async function look(target: Target, stop?: AbortSignal, limits: Limits = LIMITS): Promise<Look> {
  const nobody = { injected: null, address: target.address, ownAddress: null };
  if (isStopped(stop)) return { ...nobody, outcome: unreachable('stopped', '') };
  const over = deadline(limits.totalMs, stop);
  const connected = await connection(target, Math.min(limits.connectMs, limits.totalMs), over.signal);
  try {
    if ('kind' in connected) return { ...nobody, outcome: connected };
    const ownAddress = connected.localAddress ?? null;
    const { outcome, injected } = await overSocket(connected, target, limits, over.signal);
    const ended = isStopped(stop) && isTooSlow(outcome) ? unreachable('stopped', '') : outcome;
    return { outcome: ended, injected, address: target.address, ownAddress };
  } finally {
    over.end();
    if (!('kind' in connected)) connected.destroy();
  }
}

function isStopped(stop: AbortSignal | undefined): boolean {
  return stop?.aborted === true;
}

function isTooSlow(outcome: Outcome): boolean {
  return 'reason' in outcome && outcome.reason === 'too-slow';
}

function deadline(milliseconds: number, stop: AbortSignal | undefined) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, milliseconds);
  stop?.addEventListener('abort', abort);
  const end = () => {
    clearTimeout(timer);
    stop?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, end };
}

async function overSocket(
  socket: Socket,
  { protocol, serverName }: Target,
  limits: Limits,
  over: AbortSignal,
): Promise<{ readonly outcome: Outcome; readonly injected: Injection | null }> {
  const { dialogue, goodbye } = MANNERS[protocol];
  const { spoken, injected } =
    dialogue === null ? { spoken: READY, injected: null } : await converse(socket, dialogue, goodbye, { limits, over });
  if (spoken !== 'ready') return { outcome: spoken, injected: null };
  return { outcome: await handshake(socket, { serverName, goodbye, limits, over }), injected };
}

const READY: Spoken = 'ready';

/** The part before TLS. What came unasked behind the answer to STARTTLS is thrown away: it was never protected. @cite CVE-2011-0411 */
async function converse(
  socket: Socket,
  dialogue: Dialogue,
  goodbye: string | null,
  { limits, over }: { readonly limits: Limits; readonly over: AbortSignal },
): Promise<{ readonly spoken: Spoken; readonly injected: Injection | null }> {
  const talk = openTalk(socket, limits, over);
  const spoken = await dialogue(talk, { limits, ownAddress: socket.localAddress ?? '127.0.0.1' });
  if (goodbye !== null && understands(spoken)) await leave(socket, goodbye, limits.goodbyeMs);
  const rest = talk.end();
  return { spoken, injected: rest.length === 0 ? null : { bytes: rest.length, line: printable(rest) } };
}

/** Whether the other side still speaks the protocol, and waits for plaintext: such a one is said goodbye to. */
function understands(spoken: Spoken): boolean {
  return spoken !== 'ready' && (spoken.kind !== 'protocol-error' || spoken.reason === 'turned-away');
}

/** Says goodbye, and waits a moment for the other side to hang up. */
function leave(socket: Socket, goodbye: string, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const gone = () => {
      clearTimeout(timer);
      resolve();
    };
    if (socket.destroyed) gone();
    else socket.once('close', gone).end(`${goodbye}\r\n`);
  });
}

const WHY: Readonly<Record<string, Unreachable>> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'too-slow',
};

function connection({ address, port }: Target, milliseconds: number, over: AbortSignal): Promise<Socket | Outcome> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port });
    const end = (result: Socket | Outcome) => {
      clearTimeout(timer);
      over.removeEventListener('abort', tooSlow);
      if ('kind' in result) socket.destroy();
      resolve(result);
    };
    const tooSlow = () => end(unreachable('too-slow', ''));
    const timer = setTimeout(tooSlow, milliseconds);
    over.addEventListener('abort', tooSlow);
    socket.once('connect', () => end(socket));
    // It stays for as long as the socket lives: whoever talks over it listens for himself.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(unreachable(WHY[error.code ?? ''] ?? 'other', error.code ?? error.message)),
    );
  });
}

export function unreachable(reason: Unreachable, line: string): Outcome {
  return { kind: 'unreachable', reason, line: printable(line) };
}
