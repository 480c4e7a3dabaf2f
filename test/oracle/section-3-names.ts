import type { Certificate } from '#libs/certificates/certificate.js';
import { commonNames } from './section-3-distinguished-names.js';
import type { Tri } from './known.js';

/** 3.1, steps 1 and 2. */
export function normalName(text: string): string {
  let name = text.trim();
  if (name.endsWith('.')) name = name.slice(0, -1);
  return name.split('.').map(normalLabel).join('.');
}

function normalLabel(text: string): string {
  const label = text.toLowerCase();
  if (!hasHighCharacter(label)) return label;
  const mapped = label.normalize('NFKC').toLowerCase().normalize('NFC');
  return hasHighCharacter(mapped) ? `xn--${punycode(mapped)}` : mapped;
}

function hasHighCharacter(text: string): boolean {
  return [...text].some((character) => (character.codePointAt(0) ?? 0) > 0x7f);
}

/** RFC 3492, section 6.3, written down as it stands there. */
function punycode(label: string): string {
  const input = [...label].map((character) => character.codePointAt(0) ?? 0);
  const basic = input.filter((code) => code < 0x80);
  let output = basic.map((code) => String.fromCodePoint(code)).join('');
  if (basic.length > 0) output += '-';
  let n = 128;
  let delta = 0;
  let bias = 72;
  let handled = basic.length;
  while (handled < input.length) {
    const m = Math.min(...input.filter((code) => code >= n));
    delta += (m - n) * (handled + 1);
    n = m;
    for (const code of input) {
      if (code < n) delta += 1;
      if (code !== n) continue;
      let q = delta;
      for (let k = 36; ; k += 36) {
        const t = Math.min(Math.max(k - bias, 1), 26);
        if (q < t) break;
        output += digit(t + ((q - t) % (36 - t)));
        q = Math.floor((q - t) / (36 - t));
      }
      output += digit(q);
      bias = adapted(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return output;
}

function digit(value: number): string {
  return 'abcdefghijklmnopqrstuvwxyz0123456789'.charAt(value);
}

function adapted(delta: number, points: number, first: boolean): number {
  let d = Math.floor(first ? delta / 700 : delta / 2);
  d += Math.floor(d / points);
  let k = 0;
  while (d > ((36 - 1) * 26) / 2) {
    d = Math.floor(d / (36 - 1));
    k += 36;
  }
  return k + Math.floor((36 * d) / (d + 38));
}

/** 3.1, step 4, without the equality that is tested first. */
function matchesByWildcard(pattern: string, name: string): boolean {
  const [star, ...rest] = pattern.split('.');
  const [label, ...others] = name.split('.');
  return (
    star === '*' &&
    rest.length > 0 &&
    label !== '' &&
    others.length === rest.length &&
    others.join('.') === rest.join('.')
  );
}

interface CertificateNames {
  readonly names: readonly string[];
  readonly complete: boolean;
}

/** "Names of a certificate" of 3.1. */
function namesOf(certificate: Certificate): CertificateNames {
  const alternative = certificate.subjectAlternativeNames;
  const subject = certificate.subject;
  return {
    // A text of blanks only is unset (2).
    names: [
      ...(alternative ?? []).filter((name) => name.trim() !== ''),
      ...(subject == null ? [] : commonNames(subject)),
    ].map(normalName),
    complete: alternative !== undefined && subject !== undefined,
  };
}

/** Whether a certificate matches a name, and whether it does so exactly (undefined: the kind of the match is unknown). */
export function nameMatch(certificate: Certificate, name: string): { readonly matches: Tri; readonly exact: Tri } {
  const { names, complete } = namesOf(certificate);
  const wanted = normalName(name);
  if (names.includes(wanted)) return { matches: true, exact: true };
  if (names.some((pattern) => matchesByWildcard(pattern, wanted))) {
    return { matches: true, exact: complete ? false : undefined };
  }
  return complete ? { matches: false, exact: undefined } : { matches: undefined, exact: undefined };
}

/** "Wildcard certificate" of 3.1. */
export function isWildcardCertificate(certificate: Certificate): Tri {
  const { names, complete } = namesOf(certificate);
  if (names.some((name) => name.startsWith('*.'))) return true;
  return complete ? false : undefined;
}
