import type { LogRow } from './rows.js';

/** What a note of the server says of certificates. */
export type Spoken =
  /** The lines that follow speak of our certificate, or of the peer's. */
  | { readonly whose: 'ours' | 'peer' }
  /** The thumbprint of the certificate that is spoken of; null: the line does not tell one, or not clearly. */
  | { readonly thumbprint: string | null; readonly whose?: 'ours' };

/** The parts that Exchange 2007 and 2010 write on lines of their own. */
const PART = /^Certificate (?:subject|issuer name|serial number|thumbprint|alternate names)$/i;
const SENDING = /^Sending certificate\b/i;

/**
 * What a line says of a certificate; null: nothing. Exchange writes it in one of three ways:
 *
 *   on lines of their own (2007, 2010, 2013):   `,Sending certificate` … `CN=…,Certificate subject` … `9F2A…,Certificate thumbprint`
 *   on one line (2013, 2016):                   ` CN=… CN=… 0D92… 9F2A… names,Sending certificate Certificate subject … Certificate thumbprint …`
 *   the same with dates (2016, 2019, SE):       ` CN=… CN=… 0D92… 9F2A… from until names,Sending certificate Subject Issuer name … Thumbprint …`
 *
 * Any other line about a certificate (`Received certificate`, `Remote certificate`) begins to speak of the peer's.
 * @cite KB4495258, KB4051498 (lines of their own); logs published by administrators (one line) (C)
 */
export function certificateSpokenOf({ event, data, context }: LogRow): Spoken | null {
  if (event !== '*' || !/certificate/i.test(context)) return null;
  const said = context.trim();
  if (SENDING.test(said))
    return /\bthumbprint\b/i.test(said) ? { whose: 'ours', thumbprint: inOneLine(data, said) } : { whose: 'ours' };
  if (!PART.test(said)) return { whose: 'peer' };
  return /thumbprint$/i.test(said) ? { thumbprint: SHA1.test(data.trim()) ? data.trim().toUpperCase() : null } : null;
}

const SHA1 = /^[0-9A-F]{40}$/i;
const HEX = /^[0-9A-F]+$/i;
const DATE = /^\d{4}-\d\d-\d\dT\S+$/;

/**
 * The thumbprint among the values of one line, which nothing but blanks tells apart: behind the serial number and, where the line has
 * dates, before them. Null where more than one word could be it, as a name may hold anything.
 */
function inOneLine(data: string, context: string): string | null {
  const words = data.trim().split(/\s+/);
  const hasDates = /\bnot before\b/i.test(context);
  const found = new Set(
    words.filter((word, at) => {
      if (!SHA1.test(word) || !HEX.test(words[at - 1] ?? '')) return false;
      return !hasDates || (DATE.test(words[at + 1] ?? '') && DATE.test(words[at + 2] ?? ''));
    }),
  );
  const [only] = found;
  return found.size === 1 && only !== undefined ? only.toUpperCase() : null;
}
