import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import type { Candidate, CandidateReason, Outcome, SelectionNote } from '#libs/selection/selection.js';

/** 4.1 without certainty, `changesAt` and the names of server and endpoint, which are added at the end. */
export interface Draft {
  readonly outcome: Outcome;
  /** What was chosen; `thumbprintOf` decides whether the answer shows it. */
  readonly thumbprint: string | null;
  readonly rule: string;
  readonly events: readonly number[];
  readonly smtpResponse: string | null;
  readonly notes: ReadonlySet<SelectionNote>;
  readonly candidates: readonly Candidate[];
  readonly via: string | null;
  readonly healthierCandidate: string | null;
  /** What of table 4.6 cannot be seen in the rest. */
  readonly medium: boolean;
  readonly low: boolean;
}

type Changes = Partial<Draft>;

/** An answer before certificates are looked at: every candidate is rejected with NOT_EVALUATED. */
export function notAdvertised(server: Server, rule: string, more: Changes = {}): Draft {
  return {
    outcome: 'NOT_ADVERTISED',
    thumbprint: null,
    rule,
    events: [],
    smtpResponse: null,
    notes: new Set(),
    candidates: all(server, 'NOT_EVALUATED'),
    via: null,
    healthierCandidate: null,
    medium: false,
    low: false,
    ...more,
  };
}

export function indeterminate(server: Server, rule: string, more: Changes = {}): Draft {
  const draft = notAdvertised(server, rule, more);
  return {
    ...draft,
    outcome: 'INDETERMINATE',
    thumbprint: null,
    events: [],
    smtpResponse: null,
    notes: new Set([...draft.notes, 'FACT_UNKNOWN']),
    low: true,
  };
}

/** 3.4 */
export function thumbprintText(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

export function all(server: Server, reason: CandidateReason): Candidate[] {
  return (server.certificates ?? []).map((certificate) => ({
    thumbprint: thumbprintText(certificate.thumbprint),
    verdict: 'rejected',
    reasons: [reason],
  }));
}

/** One certificate is what was asked for; the others are rejected with one reason. */
export function allBut(server: Server, one: Certificate, asUnknown: boolean, reason: CandidateReason): Candidate[] {
  return (server.certificates ?? []).map((certificate) => {
    const thumbprint = thumbprintText(certificate.thumbprint);
    if (certificate !== one) return { thumbprint, verdict: 'rejected', reasons: [reason] };
    return asUnknown
      ? { thumbprint, verdict: 'eligible', reasons: ['FACT_UNKNOWN'] }
      : { thumbprint, verdict: 'selected', reasons: [] };
  });
}

const MEDIUM_NOTES = [
  'WILDCARD_SHADOWS_EXACT',
  'SHADOWED_BY_UNSERVICED_CERT',
  'EXPIRED_PKI_SKIPPED',
  'FRONTEND_PROXY',
] as const;
const LOW_NOTES = [
  'TIE_BROKEN_ARBITRARILY',
  'AMBIGUOUS_TLSCERTIFICATENAME',
  'HTTPSYS_PRECEDENCE_CONFLICT',
  'PROFILE_2007_SINGLE',
] as const;

/** 4.6 */
export function certaintyOf(draft: Draft): 'high' | 'medium' | 'low' {
  if (draft.low || draft.outcome === 'INDETERMINATE' || LOW_NOTES.some((note) => draft.notes.has(note))) return 'low';
  if (draft.medium || MEDIUM_NOTES.some((note) => draft.notes.has(note))) return 'medium';
  return 'high';
}
