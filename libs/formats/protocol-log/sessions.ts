import { readAround, type ReadAround } from '../read-around.js';
import { certificateSpokenOf, type Spoken } from './certificate-line.js';
import type { LogRow } from './rows.js';

/** A certificate that was shown in a session whose TLS came about. */
export interface Shown {
  readonly tls: Tls;
  readonly thumbprint: string;
  /** The line that names the certificate. */
  readonly row: LogRow;
}

/** By which verb TLS was asked for. */
export type Tls = 'starttls' | 'anonymous';

/** The sessions that have asked for TLS and have not shown yet what came of it. */
export interface Sessions {
  readonly open: Map<string, Session>;
  readonly doubts: ReadAround<SessionDoubt>;
}

/** Why a certificate of a session was not taken. */
export type SessionDoubt = 'no-verb' | 'no-thumbprint' | 'unfinished' | 'evicted';

interface Session {
  readonly tls: Tls;
  readonly line: number;
  /** Of whose certificate the lines speak now. */
  whose: 'ours' | 'peer' | null;
  shown: Shown | null;
}

/** So many sessions may negotiate TLS at once, as far as a log tells; of more, the oldest is given up. */
export const MOST_OPEN = 10_000;

export function newSessions(): Sessions {
  return { open: new Map(), doubts: new Map() };
}

/**
 * Takes the next line, and returns the certificate that it proves to have been shown.
 *
 * `Sending certificate` alone proves nothing: Exchange writes it before the handshake, which may fail. It counts when the negotiation is
 * said to have succeeded, or when the peer speaks on after it.
 */
export function step({ open, doubts }: Sessions, row: LogRow): Shown | null {
  const key = `${row.connectorId}\n${row.sessionId}`;
  const tls = tlsAskedFor(row);
  const session = open.get(key);
  if (tls !== null) {
    giveUp(session, doubts);
    open.delete(key);
    open.set(key, { tls, line: row.line, whose: null, shown: null });
    if (open.size > MOST_OPEN) evictOldest(open, doubts);
    return null;
  }
  if (session === undefined) {
    if (row.event === '*' && /^Sending certificate\b/i.test(row.context)) readAround(doubts, 'no-verb', placeOf(row));
    return null;
  }
  const spoken = certificateSpokenOf(row);
  if (spoken !== null) {
    listen(session, spoken, row, doubts);
    return null;
  }
  const ending = endingIn(row, session);
  if (ending === null) return null;
  open.delete(key);
  if (ending === 'shown') return session.shown;
  giveUp(session, doubts);
  return null;
}

/** Gives up what the end of the log leaves open. */
export function endOfLog({ open, doubts }: Sessions): void {
  for (const session of open.values()) giveUp(session, doubts);
  open.clear();
}

export function placeOf({ line }: Pick<LogRow, 'line'>): string {
  return `line ${line}`;
}

const VERBS: Readonly<Record<string, Tls>> = { STARTTLS: 'starttls', 'X-ANONYMOUSTLS': 'anonymous' };

/** The client asks: in a Receive log it is heard, in a Send log it is us. */
function tlsAskedFor({ kind, event, data }: LogRow): Tls | null {
  if (event !== (kind === 'receive' ? '<' : '>') || data.length > 32) return null;
  const verb = data.trim().toUpperCase();
  return Object.hasOwn(VERBS, verb) ? (VERBS[verb] ?? null) : null;
}

function listen(session: Session, spoken: Spoken, row: LogRow, doubts: Sessions['doubts']): void {
  session.whose = spoken.whose ?? session.whose;
  if (!('thumbprint' in spoken) || session.whose !== 'ours') return;
  if (spoken.thumbprint === null) readAround(doubts, 'no-thumbprint', placeOf(row));
  else session.shown = { tls: session.tls, thumbprint: spoken.thumbprint, row };
}

function endingIn({ event, data, context }: LogRow, { shown }: Session): 'shown' | 'nothing' | null {
  if (event === '-') return 'nothing';
  if (event === '<') return shown === null ? null : 'shown';
  if (event !== '*') return null;
  if (/\bnegotiation failed\b/i.test(context) || /\bnegotiation failed\b/i.test(data)) return 'nothing';
  if (!/\bnegotiation succeeded\b/i.test(context) && !/\bnegotiation succeeded\b/i.test(data)) return null;
  return shown === null ? null : 'shown';
}

function giveUp(session: Session | undefined, doubts: Sessions['doubts']): void {
  if (session?.shown != null) readAround(doubts, 'unfinished', placeOf(session.shown.row));
}

function evictOldest(open: Sessions['open'], doubts: Sessions['doubts']): void {
  for (const [key, { line }] of open) {
    open.delete(key);
    return readAround(doubts, 'evicted', placeOf({ line }));
  }
}
