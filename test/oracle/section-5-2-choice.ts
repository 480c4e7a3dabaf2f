import type { Certificate } from '#libs/certificates/certificate.js';
import type { Policy, Server } from '#libs/fleet/document.js';
import type { Candidate, CandidateReason, SelectionNote } from '#libs/selection/selection.js';
import { and, knownBoolean, knownInstant, knownList, knownUnlessNull, not, type Tri } from './known.js';
import { thumbprintText } from './section-4-answer.js';
import { isWildcardCertificate, nameMatch } from './section-3-names.js';
import { pinMatch, type Pin } from './section-3-pins.js';

export type Selector =
  { readonly kind: 'pin'; readonly pin: Pin | null } | { readonly kind: 'name'; readonly name: string };

export interface Question {
  readonly server: Server;
  readonly selector: Selector;
  /** `SMTP`, `POP` or `IMAP` */
  readonly service: 'SMTP' | 'POP' | 'IMAP';
  readonly at: number;
  readonly policy: Policy;
}

/** What 5.2 and 4.5 say of one certificate. */
export interface Judged {
  readonly certificate: Certificate;
  readonly thumbprint: string;
  readonly matches: Tri;
  /** The kind of the match; undefined: unknown, or not a match by name. */
  readonly exact: Tri;
  readonly verdict: 'rejected' | 'undecided' | 'decided';
  readonly reasons: readonly CandidateReason[];
  readonly enabled: Tri;
  /** The most favourable class: an unknown service counts as enabled. */
  readonly klass: 0 | 1;
  readonly selfSigned: Tri;
  readonly expired: Tri;
  readonly notBefore: number | undefined;
  readonly notAfter: number | undefined;
}

export type Choice =
  | { readonly kind: 'undecided'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'no match'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'none eligible'; readonly candidates: readonly Candidate[] }
  | {
      readonly kind: 'winner';
      readonly winner: Judged;
      /** Eligible and decided, best first, the winner at their head. */
      readonly ranked: readonly Judged[];
      readonly notes: readonly SelectionNote[];
      readonly candidates: readonly Candidate[];
    };

/** Steps STLS-5 to STLS-8 with 4.5. */
export function choose(question: Question): Choice {
  const judged = (question.server.certificates ?? []).map((certificate) => judge(certificate, question));
  const ranked = judged.filter((one) => one.verdict === 'decided').sort((a, b) => (before(a, b, question) ? -1 : 1));
  const winner = ranked[0];
  const open = judged.filter((one) => one.verdict === 'undecided');
  const harmful = winner === undefined ? open : open.filter((one) => before(one, winner, question));
  if (harmful.length > 0) return { kind: 'undecided', candidates: judged.map((one) => candidate(one, null, question)) };
  if (winner === undefined) {
    const kind = judged.some((one) => one.matches === true) ? 'none eligible' : 'no match';
    return { kind, candidates: judged.map((one) => candidate(one, null, question)) };
  }
  // 5.1, STLS-S: on 2007 a certificate without SMTP is not presented: none has won.
  if (winner.klass === 1 && question.server.version === '2007') {
    return { kind: 'none eligible', candidates: judged.map((one) => candidate(one, null, question)) };
  }
  const candidates = judged.map((one) => candidate(one, winner, question));
  return { kind: 'winner', winner, ranked, notes: winnerNotes(winner, ranked, question), candidates };
}

// ---- the tests ----

export function judge(certificate: Certificate, question: Question): Judged {
  const { selector, at } = question;
  const pinned = selector.kind === 'pin';
  const { matches, exact } = match(certificate, selector);
  const version = knownUnlessNull(certificate.version);
  const key = knownBoolean(certificate.hasPrivateKey);
  const status = knownUnlessNull(certificate.status);
  const selfSigned = knownBoolean(certificate.isSelfSigned);
  const usages = certificate.extendedKeyUsages;
  const notBefore = knownInstant(certificate.notBefore);
  const notAfter = knownInstant(certificate.notAfter);
  const enabled = enabledFor(certificate, question);
  const client = question.service !== 'SMTP';
  const wildcard = client ? isWildcardCertificate(certificate) : false;
  const serviceFails = client ? and(not(enabled), not(wildcard)) : false;

  const reasons: CandidateReason[] = [];
  if (matches === false) reasons.push(pinned ? 'PIN_NO_MATCH' : 'NAME_NO_MATCH');
  else {
    if (version !== undefined && version < 3) reasons.push('NOT_V3');
    if (!pinned && key === false) reasons.push('NO_PRIVATE_KEY');
    if (status === 'PendingRequest') reasons.push('PENDING_REQUEST');
    if (selfSigned === false && (status === 'Untrusted' || status === 'Invalid' || status === 'Unknown')) {
      reasons.push('CHAIN_INVALID');
    }
    if (selfSigned === false && status === 'Revoked') reasons.push('REVOKED');
    if (selfSigned === false && status === 'RevocationCheckFailure') reasons.push('REVOCATION_UNKNOWN');
    if (usages != null && !usages.some((oid) => oid === '1.3.6.1.5.5.7.3.1' || oid === '2.5.29.37.0')) {
      reasons.push('NO_SERVER_AUTH_EKU');
    }
    if (notBefore !== undefined && at < notBefore) reasons.push('NOT_YET_VALID');
    if (serviceFails === true) reasons.push('NOT_SERVICE_ENABLED');
  }
  const rejected = reasons.length > 0;
  const klass = question.service === 'SMTP' && !pinned && enabled === false ? 1 : 0;
  if (klass === 1 && matches !== false) reasons.push('NOT_SMTP_ENABLED');
  const needs = [
    matches === undefined,
    version === undefined,
    !pinned && key === undefined,
    selfSigned === undefined,
    selfSigned !== true && status === undefined,
    usages === undefined,
    notBefore === undefined,
    notAfter === undefined,
    client ? serviceFails === undefined : !pinned && enabled === undefined,
  ];
  return {
    certificate,
    thumbprint: thumbprintText(certificate.thumbprint),
    matches,
    exact,
    verdict: rejected ? 'rejected' : needs.includes(true) ? 'undecided' : 'decided',
    reasons,
    enabled,
    klass,
    selfSigned,
    expired: notAfter === undefined ? undefined : at >= notAfter,
    notBefore,
    notAfter,
  };
}

function match(certificate: Certificate, selector: Selector): { readonly matches: Tri; readonly exact: Tri } {
  if (selector.kind === 'name') return nameMatch(certificate, selector.name);
  return { matches: selector.pin === null ? false : pinMatch(certificate, selector.pin), exact: undefined };
}

/** `services` has it; with profile `single` on 2007: it is the internal transport certificate (5.4). */
function enabledFor(certificate: Certificate, { server, service, policy }: Question): Tri {
  if (service === 'SMTP' && policy.exchange2007Profile === 'single' && server.version === '2007') {
    const itc = server.internalTransportCertificate;
    if (itc === undefined) return undefined;
    return thumbprintText(itc ?? '') === thumbprintText(certificate.thumbprint);
  }
  return knownList(certificate.services)?.includes(service);
}

// ---- the rank ----

/** Unknown facts count as the most favourable (4.5). */
export function tierOf(one: Judged, policy: Policy): number {
  const selfSigned = one.selfSigned === true;
  const expired = one.expired === true && policy.expiredPolicy !== 'ignoreExpiry';
  return (expired ? 3 : 1) + (selfSigned ? 1 : 0);
}

function before(a: Judged, b: Judged, question: Question): boolean {
  return a.klass !== b.klass ? a.klass < b.klass : beforeButForClass(a, b, question);
}

/** Rank items 2 to 6. */
function beforeButForClass(a: Judged, b: Judged, { selector, policy }: Question): boolean {
  const tiers = tierOf(a, policy) - tierOf(b, policy);
  if (tiers !== 0) return tiers < 0;
  if (selector.kind === 'name' && policy.preferExactOverWildcard === true) {
    const kinds = (a.exact === false ? 1 : 0) - (b.exact === false ? 1 : 0);
    if (kinds !== 0) return kinds < 0;
  }
  const dates: ('notBefore' | 'notAfter')[] =
    selector.kind === 'pin' && policy.tieBreak === 'notAfter' ? ['notAfter', 'notBefore'] : ['notBefore', 'notAfter'];
  for (const date of dates) {
    const [left, right] = [a[date] ?? Infinity, b[date] ?? Infinity];
    if (left !== right) return left > right;
  }
  return a.thumbprint < b.thumbprint;
}

// ---- notes and reasons ----

function winnerNotes(winner: Judged, ranked: readonly Judged[], question: Question): SelectionNote[] {
  const { selector, policy } = question;
  const peers = ranked.filter((one) => one !== winner && one.klass === winner.klass);
  const sameTier = peers.filter((one) => tierOf(one, policy) === tierOf(winner, policy));
  const notes: SelectionNote[] = [];
  if (sameTier.some((peer) => peer.notBefore === winner.notBefore)) notes.push('TIE_BROKEN_ARBITRARILY');
  if (selector.kind === 'name' && winner.exact === false && sameTier.some((peer) => peer.exact === true)) {
    notes.push('WILDCARD_SHADOWS_EXACT');
  }
  if (skipsExpiredPki(winner, ranked)) notes.push('EXPIRED_PKI_SKIPPED');
  if (selector.kind === 'pin') {
    const byStart = firstBy([winner, ...sameTier], 'notBefore', 'notAfter');
    const byEnd = firstBy([winner, ...sameTier], 'notAfter', 'notBefore');
    if (byStart !== byEnd) notes.push('AMBIGUOUS_TLSCERTIFICATENAME');
  }
  if (
    question.service === 'SMTP' &&
    winner.klass === 0 &&
    ranked.some((one) => one.klass === 1 && beforeButForClass(one, winner, question))
  ) {
    notes.push('SHADOWED_BY_UNSERVICED_CERT');
  }
  return notes;
}

/** STLS-X and the note EXPIRED_PKI_SKIPPED. */
export function skipsExpiredPki(winner: Judged, ranked: readonly Judged[]): boolean {
  return (
    winner.selfSigned === true &&
    winner.expired === false &&
    ranked.some((one) => one.klass === winner.klass && one.selfSigned === false && one.expired === true)
  );
}

function firstBy(ones: readonly Judged[], date: 'notBefore' | 'notAfter', then: 'notBefore' | 'notAfter'): Judged {
  return ones.reduce((best, one) => {
    for (const key of [date, then]) {
      const [left, right] = [one[key] ?? Infinity, best[key] ?? Infinity];
      if (left !== right) return left > right ? one : best;
    }
    return one.thumbprint < best.thumbprint ? one : best;
  });
}

function candidate(one: Judged, winner: Judged | null, { policy }: Question): Candidate {
  const { thumbprint, reasons } = one;
  if (one.verdict === 'rejected') return { thumbprint, verdict: 'rejected', reasons };
  if (one.verdict === 'undecided') return { thumbprint, verdict: 'eligible', reasons: [...reasons, 'FACT_UNKNOWN'] };
  if (one === winner) return { thumbprint, verdict: 'selected', reasons };
  // NOT_SMTP_ENABLED: rejected if a class 0 certificate won, or none
  if (one.klass === 1 && winner?.klass !== 1) return { thumbprint, verdict: 'rejected', reasons };
  if (winner === null) return { thumbprint, verdict: 'eligible', reasons };
  return { thumbprint, verdict: 'eligible', reasons: [...reasons, loserReason(one, winner, policy)] };
}

function loserReason(loser: Judged, winner: Judged, policy: Policy): CandidateReason {
  if (tierOf(loser, policy) === tierOf(winner, policy)) {
    return loser.notBefore === winner.notBefore ? 'TIE_LOST' : 'OLDER_THAN_WINNER';
  }
  if (loser.expired === true && winner.expired === false) return 'EXPIRED_LAST_RESORT';
  if (loser.selfSigned === true && winner.selfSigned === false) return 'SELF_SIGNED_LOSES_TO_PKI';
  return 'OLDER_THAN_WINNER';
}
