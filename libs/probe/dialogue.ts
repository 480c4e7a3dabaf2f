import type { Limits } from './limits.js';
import type { DialogueFault, DialoguePlace, Outcome } from './outcome.js';
import { printable } from './printable.js';
import type { Talk } from './talk.js';

/** What is said before TLS: it ends with the server waiting for a handshake, or with an outcome. */
export type Dialogue = (talk: Talk, about: { readonly limits: Limits; readonly ownAddress: string }) => Promise<Spoken>;
export type Spoken = 'ready' | Exclude<Outcome, { readonly kind: 'presented' | 'unreachable' }>;

/** An answer of one line or more; latin1, so that a character is a byte. */
export type Reply = { readonly ok: true; readonly lines: readonly [string, ...string[]] } | Fault;
export interface Fault {
  readonly ok: false;
  readonly fault: DialogueFault;
  readonly line: string;
}

/** Whether a line goes on, ends the answer, or is none of this protocol. */
export type LineKind = 'more' | 'last' | 'foreign';

/** Hears lines until the answer is whole. */
export async function hearReply(talk: Talk, { mostLines }: Limits, kindOf: (line: string) => LineKind): Promise<Reply> {
  const before: string[] = [];
  while (before.length < mostLines) {
    const heard = await talk.hear();
    const line = heard.line.toString('latin1');
    if (!heard.ok) return { ok: false, fault: heard.fault, line: printable(heard.line) };
    const kind = kindOf(line);
    if (kind === 'foreign') return { ok: false, fault: 'not-the-protocol', line: printable(heard.line) };
    if (kind === 'last') {
      const [first = line, ...rest] = [...before, line];
      return { ok: true, lines: [first, ...rest] };
    }
    before.push(line);
  }
  return { ok: false, fault: 'reply-too-long', line: shownLine(before.at(-1) ?? '') };
}

export function protocolError(place: DialoguePlace, { fault, line }: Fault): Spoken {
  return { kind: 'protocol-error', place, reason: fault, line };
}

export function turnedAway(place: DialoguePlace, line: string): Spoken {
  return { kind: 'protocol-error', place, reason: 'turned-away', line: shownLine(line) };
}

export function notAdvertised(line: string): Spoken {
  return { kind: 'not-advertised', line: shownLine(line) };
}

/** TLS was offered, and then there was none: Exchange's `454 4.7.5`. */
export function refusedTls(line: string): Spoken {
  return { kind: 'handshake-failed', reason: 'refused', line: shownLine(line) };
}

/** A line that was heard, as it can be shown. */
function shownLine(line: string): string {
  return printable(Buffer.from(line, 'latin1'));
}
