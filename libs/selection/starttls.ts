import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { candidatesOf, peersOf } from './candidates.js';
import type { EffectivePin } from './effective-pin.js';
import { isExpired, sift, type Selector, type Sieve, type Standing } from './eligibility.js';
import { handshakeFails, indeterminate, type Decision, type Taken, type Verdict, type Walk } from './path.js';
import { choose, compare, type Choice } from './rank.js';
import type { Candidate, Certainty } from './selection.js';
import { unevaluated } from './server-facts.js';
import { standsBeforeExpiredPki, winnerNotes } from './winner-notes.js';

/** What the inbound and the outbound path know of their connector, and have found in the store. */
export interface StarttlsWalk extends Walk {
  /** `fqdn` of the connector. */
  readonly fqdn: string | null | undefined;
  readonly pin: EffectivePin;
  /** `FrontendProxyEnabled` of a Send connector. */
  readonly frontendProxy: boolean;
  selector?: Selector | undefined;
  sieve?: Sieve | undefined;
  choice?: Choice;
  kind?: WinnerRule;
}

/** The rules that let a winner through, by its kind. */
export type WinnerRule = 'STLS-9' | 'STLS-10' | 'STLS-X' | 'STLS-11';

/** Takes the pin as selector, if one counts here. @cite rulebook 3.3 */
export function lookForPin(walk: StarttlsWalk): Taken {
  const { pin, server } = walk;
  if ('missing' in pin) return indeterminate(pin.missing);
  if (pin.note !== null) walk.notes?.push(pin.note);
  if (pin.text === null) return pin.note === null ? 'has-no-say' : 'goes-on';
  const selector: Selector = { by: 'pin', pin: parseTlsCertificateName(pin.text), text: pin.text };
  if (isUnreadable(selector.pin)) walk.notes?.push('PIN_SYNTAX');
  if (server.knobs.pinFallback === 'fqdn' && nothingCanMatch(sift(server, selector, 'SMTP'))) {
    walk.notes?.push('PIN_FELL_BACK');
  } else {
    walk.selector = selector;
  }
  return 'goes-on';
}

function nothingCanMatch(sieve: Sieve | undefined): boolean {
  return sieve?.standings.every(({ match }) => match === 'none') ?? false;
}

export function hasNoSelector(walk: StarttlsWalk): boolean {
  return walk.selector === undefined;
}

/** Takes the FQDN of the connector as selector, if it has one. */
export function lookForConnectorName(walk: StarttlsWalk): Taken {
  if (walk.fqdn === undefined) return indeterminate('fqdn of the connector');
  if (walk.fqdn === null) return 'has-no-say';
  walk.selector = selectorFor(walk.fqdn);
  return 'goes-on';
}

/** Takes the FQDN of the server as selector. */
export function lookForServerName(walk: StarttlsWalk): Taken {
  walk.selector = selectorFor(walk.server.server.fqdn);
  return 'goes-on';
}

export function selectorFor(text: string): Selector {
  return { by: 'name', name: normalizeHostName(text), text: knownText(text) ?? '' };
}

/** Looks into the store: who matches, who ranks first. Null: the store is unknown. */
export function lookIntoStore(walk: StarttlsWalk): Choice | null {
  if (walk.selector === undefined) return null;
  walk.sieve ??= sift(walk.server, walk.selector, 'SMTP');
  if (walk.sieve === undefined) return null;
  walk.choice = choose(walk.sieve, walk.at, walk.server.knobs);
  return walk.choice;
}

/** An undecided certificate might rank before the winner. @cite rulebook 4.5 */
export function isContested(walk: StarttlsWalk): boolean {
  return walk.choice !== undefined && walk.choice.rival !== null;
}

export function isPinned(walk: StarttlsWalk): boolean {
  return walk.selector?.by === 'pin';
}

/** The certificate that ranks first. On 2007 one without SMTP is never chosen. @cite T07-12014 (A) */
export function winnerOf(walk: StarttlsWalk): Standing | null {
  const winner = walk.choice?.winner ?? null;
  return winner?.unserviced && walk.server.version === '2007' ? null : winner;
}

export function hasNoWinner(walk: StarttlsWalk): boolean {
  return winnerOf(walk) === null;
}

/** Tells the winner's kind, and writes down what is remarkable about it. */
export function rankWinner(walk: StarttlsWalk): void {
  const winner = winnerOf(walk);
  if (walk.sieve === undefined || winner === null) return;
  walk.kind = kindOf(winner, walk.sieve, walk.at);
  if (walk.notes === null) return;
  const { version, knobs } = walk.server;
  walk.notes.push(...winnerNotes(walk.sieve, winner, { at: walk.at, knobs, pinned: isPinned(walk) }));
  if (version === '2007' && knobs.exchange2007Profile === 'single') walk.notes.push('PROFILE_2007_SINGLE');
  if (walk.frontendProxy) walk.notes.push('FRONTEND_PROXY');
}

/** The winner may lack the key or SMTP: nothing healthier is taken instead. @cite EHLO-25, KB4495258, KB4051498 (C-03) */
export function failWithoutCredentials(walk: StarttlsWalk): Taken {
  const winner = winnerOf(walk);
  if (winner === null) return 'has-no-say';
  if (!isPinned(walk)) {
    return winner.unserviced ? handshakeFails(winner.facts.thumbprint, 'UnknownCredentials', 'low') : 'has-no-say';
  }
  const { hasPrivateKey, smtp, thumbprint } = winner.facts;
  if (hasPrivateKey === undefined) return indeterminate(`hasPrivateKey of ${thumbprint}`);
  if (!hasPrivateKey) return failing(walk, winner, 'NoCredentials');
  if (smtp === undefined) return indeterminate(`services of ${thumbprint}`);
  return smtp ? 'has-no-say' : failing(walk, winner, 'UnknownCredentials');
}

function failing(walk: StarttlsWalk, winner: Standing, smtpResponse: string): Verdict {
  const verdict = handshakeFails(winner.facts.thumbprint, smtpResponse);
  const healthier = walk.notes === null ? null : healthierThan(walk, winner);
  if (healthier === null) return verdict;
  walk.notes?.push('HEALTHIER_CANDIDATE_EXISTS');
  return { ...verdict, healthierCandidate: healthier };
}

/** The best ranked other match that has key and SMTP. */
function healthierThan(walk: StarttlsWalk, winner: Standing): string | null {
  if (walk.sieve === undefined) return null;
  const ranking = { at: walk.at, knobs: walk.server.knobs, pinned: true };
  const [best] = peersOf(walk.sieve, winner, walk.at)
    .filter(({ facts }) => facts.hasPrivateKey === true && facts.smtp === true)
    .sort((one, other) => compare(one, other, ranking));
  return best?.facts.thumbprint ?? null;
}

function kindOf(winner: Standing, sieve: Sieve, at: number): WinnerRule {
  if (isExpired(winner.facts, at)) return 'STLS-11';
  if (winner.facts.isSelfSigned !== true) return 'STLS-9';
  return standsBeforeExpiredPki(winner, peersOf(sieve, winner, at), at) ? 'STLS-X' : 'STLS-10';
}

export function winnerThumbprint(walk: StarttlsWalk): string {
  return winnerOf(walk)?.facts.thumbprint ?? '';
}

/** Every instant at which a certificate that no other test rejects comes into or goes out of date. */
export function instantsOf(walk: { readonly sieve?: Sieve | undefined }): readonly number[] {
  const instants: number[] = [];
  for (const { facts } of walk.sieve?.live ?? []) {
    if (facts.notBefore !== undefined) instants.push(facts.notBefore);
    if (facts.notAfter !== undefined) instants.push(facts.notAfter);
  }
  return instants;
}

export function starttlsCandidates(walk: StarttlsWalk, { verdict }: Decision): readonly Candidate[] {
  const { sieve, choice, server } = walk;
  if (sieve === undefined || choice === undefined) return unevaluated(server);
  const winner = isContested(walk) ? null : winnerOf(walk);
  return candidatesOf({
    sieve,
    choice,
    knobs: server.knobs,
    winner,
    selected: verdict.thumbprint !== null,
    winnerOpen: winner !== null && verdict.outcome === 'INDETERMINATE',
  });
}

/** 13 pages are assumed from 2016; sorting steps of older ones are recalled. @cite rulebook 4.6 (D) */
export function starttlsCap(walk: StarttlsWalk): Certainty {
  const { version } = walk.server;
  return walk.sieve !== undefined && (version === '2007' || version === '2010' || version === '2013')
    ? 'medium'
    : 'high';
}
