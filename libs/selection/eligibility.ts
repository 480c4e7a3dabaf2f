import { coverage, type Coverage } from '#libs/certificates/certificate-names.js';
import { matchPin, type TlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import type { Unreadable } from '#libs/certificates/unreadable.js';
import type { CertificateFacts } from './certificate-facts.js';
import type { CandidateReason } from './selection.js';
import type { ServerFacts } from './server-facts.js';

/** What a certificate must match to be considered at all. `text` is what an administrator reads. */
export type Selector =
  | { readonly by: 'name'; readonly name: string; readonly text: string }
  | { readonly by: 'pin'; readonly pin: TlsCertificateName | Unreadable; readonly text: string };

export type SelectedService = 'SMTP' | 'POP' | 'IMAP';

/** How one certificate stands before a selector, apart from the instant. */
export interface Standing {
  readonly facts: CertificateFacts;
  readonly match: Coverage;
  /** Tests that fail at every instant, in the order of the rulebook. */
  readonly failed: readonly CandidateReason[];
  /** Class 1: it matches, but is known to lack SMTP. Never under a pin, nor for POP and IMAP. */
  readonly unserviced: boolean;
  /** A fact that a test needs is unknown, and no other test has failed. */
  readonly open: boolean;
}

/** The store before one selector. */
export interface Sieve {
  readonly selector: Selector;
  /** All certificates, in the order of the document. */
  readonly standings: readonly Standing[];
  /** Those that match, or might. */
  readonly matching: readonly Standing[];
  /** Those of them that no test without a clock rejects. */
  readonly live: readonly Standing[];
  /** At least one certificate definitely matches the selector. */
  readonly matched: boolean;
}

/** The store before a selector; undefined: the store is unknown. */
export function sift(server: ServerFacts, selector: Selector, service: SelectedService): Sieve | undefined {
  if (server.certificates === undefined) return undefined;
  const key = `${service} ${selector.by === 'name' ? selector.name : `<I> ${selector.text}`}`;
  const known = server.kept.sieves?.get(key);
  if (known !== undefined) return known;
  const standings = server.certificates.map((facts) => standing(facts, selector, service));
  const matching = standings.filter(({ match }) => match !== 'none');
  const sieve = {
    selector,
    standings,
    matching,
    live: matching.filter(({ failed }) => failed.length === 0),
    matched: matching.some(({ match }) => match !== 'unknown'),
  };
  (server.kept.sieves ??= new Map()).set(key, sieve);
  return sieve;
}

const NAME_DIFFERS: readonly CandidateReason[] = ['NAME_NO_MATCH'];
const PIN_DIFFERS: readonly CandidateReason[] = ['PIN_NO_MATCH'];

function standing(facts: CertificateFacts, selector: Selector, service: SelectedService): Standing {
  return selector.by === 'name' ? standingByName(facts, selector.name, service) : standingUnderPin(facts, selector.pin);
}

/** Neither the key nor SMTP is a test under a pin (STLS-S). */
function standingUnderPin(facts: CertificateFacts, pin: TlsCertificateName | Unreadable): Standing {
  const match = matchPin(pin, facts.certificate);
  if (match === 'no-match') return { facts, match: 'none', failed: PIN_DIFFERS, unserviced: false, open: false };
  const { failed, open } = facts.underPin;
  return {
    facts,
    match: match === 'match' ? 'exact' : 'unknown',
    failed,
    unserviced: false,
    open: open || match === 'unknown',
  };
}

function standingByName(facts: CertificateFacts, name: string, service: SelectedService): Standing {
  const match = coverage(facts.names, name);
  if (match === 'none') return { facts, match, failed: NAME_DIFFERS, unserviced: false, open: false };
  const { failed, open: untested } = facts.byName;
  const open = untested || match === 'unknown';
  if (service === 'SMTP') {
    return { facts, match, failed, unserviced: facts.smtp === false, open: open || facts.smtp === undefined };
  }
  const enabled = enabledFor(facts, service);
  return {
    facts,
    match,
    failed: enabled === false ? [...failed, 'NOT_SERVICE_ENABLED'] : failed,
    unserviced: false,
    open: open || enabled === undefined,
  };
}

/** A wildcard certificate need not be enabled for POP and IMAP. @cite PS-POP, PS-IMAP (A) */
function enabledFor({ services, wildcard }: CertificateFacts, service: SelectedService): boolean | undefined {
  if (wildcard === true || services?.includes(service)) return true;
  return services === undefined || wildcard === undefined ? undefined : false;
}

/** Validity is half-open: valid from `notBefore` on, until just before `notAfter`. An unknown instant does not count against it. */
export function isNotYetValid({ notBefore }: CertificateFacts, at: number): boolean {
  return notBefore !== undefined && at < notBefore;
}

export function isExpired({ notAfter }: CertificateFacts, at: number): boolean {
  return notAfter !== undefined && at >= notAfter;
}

/** Passed every test at this instant, with every needed fact known. */
export function isEligible(standing: Standing, at: number): boolean {
  return standing.failed.length === 0 && !standing.open && !isNotYetValid(standing.facts, at);
}

/** Failed no test at this instant, but a needed fact is unknown. */
export function isUndecided(standing: Standing, at: number): boolean {
  return standing.failed.length === 0 && standing.open && !isNotYetValid(standing.facts, at);
}
