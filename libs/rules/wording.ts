import { commonNames } from '#libs/certificates/distinguished-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';

const LONGEST = 80;
const CONTROLS_AND_BLANKS = /[\s\p{Cc}\p{Cf}]+/gu;

/** A text of a document as it may stand in a sentence: one line, not too long. */
export function plain(text: string): string {
  const line = text.replace(CONTROLS_AND_BLANKS, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/**
 * A certificate as a reader knows it: `certificate …EA30 (mail.contoso.com)`, by the end of its thumbprint and its first common name. Of a
 * certificate that is not in the store, or has none, only the former is known.
 */
export function certificateNamed(facts: Pick<ServerFacts, 'certificates'>, thumbprint: string): string {
  const stored = facts.certificates?.find((certificate) => certificate.thumbprint === thumbprint);
  const [name] = commonNames(knownText(stored?.certificate.subject) ?? '');
  const end = `certificate …${plain(thumbprint.slice(-4))}`;
  return name === undefined ? end : `${end} (${plain(name)})`;
}

/** `a`, `a and b`, `a, b and c`; of a long list only the beginning, and how many are left. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  const all = shown.map(plain);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** The day of an instant, UTC: `2027-06-20`. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
