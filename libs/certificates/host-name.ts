import { toPunycode } from './punycode.js';

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** How a name of a certificate meets a wanted name. Equality is tested first. */
export type HostNameMatch = 'exact' | 'wildcard' | 'none';

/**
 * A host name in the one form in which names are compared: trimmed, without one trailing dot, lower case, each label beyond
 * ASCII as `xn--` Punycode. Labels are not validated: `_`, `*` and blanks stay.
 * @cite rulebook 3.1 (D)
 */
export function normalizeHostName(text: string): string {
  const trimmed = text.trim();
  const name = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  return BEYOND_ASCII.test(name) ? name.split('.').map(asciiLabel).join('.') : name.toLowerCase();
}

function asciiLabel(label: string): string {
  if (!BEYOND_ASCII.test(label)) return label.toLowerCase();
  const mapped = label.normalize('NFKC').toLowerCase().normalize('NFC');
  return BEYOND_ASCII.test(mapped) ? `xn--${toPunycode(mapped)}` : mapped;
}

/**
 * Whether a certificate's name covers a wanted name; both normalised. `*.rest` covers exactly one non-empty label before `rest`;
 * a star anywhere else is an ordinary character.
 * @cite L-CERTS (A)
 */
export function matchHostName(pattern: string, name: string): HostNameMatch {
  if (pattern === name) return 'exact';
  if (!pattern.startsWith('*.')) return 'none';
  const dot = name.indexOf('.');
  return dot > 0 && name.length - dot === pattern.length - 1 && name.endsWith(pattern.slice(1)) ? 'wildcard' : 'none';
}
