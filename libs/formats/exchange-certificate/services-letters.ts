import type { ExchangeService } from '#libs/certificates/certificate.js';

/**
 * The letters of `ServicesStringForm`, each in its own place; a dot says that the service is not there. The seventh came with 2013.
 * @cite rulebook 15; the seventh letter by republished source (C)
 */
const LETTERS: readonly (readonly [string, ExchangeService])[] = [
  ['I', 'IMAP'],
  ['P', 'POP'],
  ['U', 'UM'],
  ['W', 'IIS'],
  ['S', 'SMTP'],
  ['F', 'Federation'],
  ['C', 'UMCallRouter'],
];

/** The services of `IP.WS.` or `IP.WS..`; null when a letter is missing, or stands where it should not. */
export function servicesOfLetters(written: string): readonly ExchangeService[] | null {
  if (written.length !== LETTERS.length && written.length !== LETTERS.length - 1) return null;
  const places = LETTERS.slice(0, written.length);
  if (!places.every(([letter], at) => written[at] === letter || written[at] === '.')) return null;
  return places.filter(([letter], at) => written[at] === letter).map(([, service]) => service);
}
