import { createHash } from 'node:crypto';
import type { AlertMessage, MessageLinks, MessageSide, MessageSubject } from '#libs/alerts/message.js';

/**
 * What acts on a reader's program or deceives its reader: control characters, marks that turn the direction of writing, invisible and separator
 * characters, lone surrogates, and the second half of what is no character.
 */
const DECEIVING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
const LONGEST_TEXT = 2_000;
const LONGEST_LINK = 2_000;
const MOST = 1_000;

/**
 * A text as every channel may show it: line breaks and tabs are blanks, what deceives stands there as `\u{202e}`, and it is never longer than
 * `longest` characters.
 */
export function clean(text: string, longest = LONGEST_TEXT): string {
  return cut(
    text
      .slice(0, 2 * longest + 2)
      .replace(/[\t\r\n]+/g, ' ')
      .replace(DECEIVING, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`),
    longest,
  );
}

/** The beginning of a text, at most so many UTF-16 units with the dots; never half a character. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, Math.max(0, longest - 1));
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** The message with every text clean and every list bounded: what names of strangers may be, its form stays its form. */
export function cleanMessage(message: AlertMessage): AlertMessage {
  const { subjects, evidence, remedy, links, cause, rule } = message;
  return {
    ...message,
    id: plainId(message.id),
    organization: clean(message.organization, 200),
    rule: rule === null ? null : { ...rule, id: clean(rule.id, 100), name: clean(rule.name, 200) },
    title: clean(message.title, 500),
    summary: clean(message.summary),
    subjects: subjects.slice(0, MOST).map(cleanSubject),
    subjectCount: Math.max(message.subjectCount, subjects.length),
    cause:
      cause === null
        ? null
        : { ...cause, what: clean(cause.what), actor: orNull(cause.actor), tool: orNull(cause.tool) },
    evidence: evidence.slice(0, MOST).map(({ name, value }) => ({ name: clean(name, 200), value: clean(value) })),
    remedy: remedy.slice(0, MOST).map((step) => clean(step)),
    links: links === null ? null : cleanLinks(links),
    owner: orNull(message.owner),
  };
}

function cleanSubject({ server, endpoint, before, after }: MessageSubject): MessageSubject {
  return { server: orNull(server), endpoint: orNull(endpoint), before: cleanSide(before), after: cleanSide(after) };
}

function cleanSide(side: MessageSide | null): MessageSide | null {
  return side === null ? null : { ...side, thumbprint: orNull(side.thumbprint), text: clean(side.text, 500) };
}

function orNull(text: string | null): string | null {
  return text === null ? null : clean(text, 500);
}

function cleanLinks({ alert, timeline, explain }: MessageLinks): MessageLinks | null {
  const main = webAddress(alert);
  return main === null ? null : { alert: main, timeline: webAddress(timeline), explain: webAddress(explain) };
}

/** An address that a reader may click on: http or https, written so that it is markup nowhere; null for everything else. */
export function webAddress(text: string | null): string | null {
  if (text === null || text.length > LONGEST_LINK || !/^https?:\/\/[^\s]+$/i.test(text)) return null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  const written = url.href.replace(/["'<>()\\`|*{}]/g, percent);
  return written.length > LONGEST_LINK ? null : written;
}

/** `encodeURIComponent` leaves quotes and parentheses alone. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

const PLAIN_ID = /^[\x21-\x7e]{1,120}$/;

/** The id where it is short and printable, else one made of it: the same for the same, wherever it is made. */
export function plainId(id: string): string {
  return PLAIN_ID.test(id) ? id : `id-${createHash('sha256').update(id).digest('hex').slice(0, 40)}`;
}
