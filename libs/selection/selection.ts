/**
 * The answer: which certificate one endpoint presents, and why. The shape is the public contract.
 */
export interface Selection {
  /** The server's `fqdn` as the document writes it. */
  readonly server: string;
  /** Endpoint address: `internal-transport`, `receive:<connector>:starttls`, `iis:<site>:<ip>:<port>:<host>`, … */
  readonly endpoint: string;
  /** For connections: the endpoint that answers. Otherwise null. */
  readonly via: string | null;
  readonly outcome: Outcome;
  /** What is presented; with HANDSHAKE_FAILS what is chosen and fails; else null. */
  readonly thumbprint: string | null;
  readonly certainty: Certainty;
  /** The rule that decided. */
  readonly rule: string;
  /** The rules that had a say, in the order in which they were consulted. */
  readonly decidedBy: readonly string[];
  /** Windows event ids that this state makes the server log. */
  readonly events: readonly number[];
  readonly smtpResponse: string | null;
  /** Every certificate of the server's store, once, in document order. */
  readonly candidates: readonly Candidate[];
  readonly notes: readonly SelectionNote[];
  /** The next instant at which time alone changes this answer (RFC 3339 UTC), or null. */
  readonly changesAt: string | null;
  readonly healthierCandidate: string | null;
  /** Keys of the rulebook's list of sources. */
  readonly sources: readonly string[];
  /** The worked path: only when asked for. */
  readonly trace?: readonly TraceStep[];
}

export type Outcome = 'PRESENTED' | 'NOT_ADVERTISED' | 'HANDSHAKE_FAILS' | 'INDETERMINATE';
export type Certainty = 'high' | 'medium' | 'low';

export interface Candidate {
  readonly thumbprint: string;
  readonly verdict: 'selected' | 'eligible' | 'rejected';
  readonly reasons: readonly CandidateReason[];
}

/** One step of the path as it was walked for this answer. */
export interface TraceStep {
  /** Rule id of the rulebook. */
  readonly rule: string;
  /** What the step asks, as a sentence: "the connector must offer TLS". */
  readonly asks: string;
  /** What was found here: "authMechanism has Tls", "mail.contoso.com (connector FQDN)". */
  readonly found: string;
  /** Thumbprints still in the running after this step; absent before certificates are looked at. */
  readonly kept?: readonly string[];
  /** Who fell here, and why. */
  readonly fell?: readonly { readonly thumbprint: string; readonly reasons: readonly CandidateReason[] }[];
  /** True for the step that decided. */
  readonly decides: boolean;
}

export const CANDIDATE_REASONS = [
  'NAME_NO_MATCH',
  'PIN_NO_MATCH',
  'NOT_V3',
  'NO_PRIVATE_KEY',
  'PENDING_REQUEST',
  'CHAIN_INVALID',
  'REVOKED',
  'REVOCATION_UNKNOWN',
  'NO_SERVER_AUTH_EKU',
  'NOT_YET_VALID',
  'NOT_SMTP_ENABLED',
  'NOT_SERVICE_ENABLED',
  'FACT_UNKNOWN',
  'OLDER_THAN_WINNER',
  'TIE_LOST',
  'EXPIRED_LAST_RESORT',
  'SELF_SIGNED_LOSES_TO_PKI',
  'NOT_THE_ITC_THUMBPRINT',
  'NOT_BOUND',
  'NOT_EVALUATED',
] as const;
export type CandidateReason = (typeof CANDIDATE_REASONS)[number];

export const SELECTION_NOTES = [
  'FACT_UNKNOWN',
  'EXPIRED_PKI_SKIPPED',
  'WILDCARD_SHADOWS_EXACT',
  'SHADOWED_BY_UNSERVICED_CERT',
  'AMBIGUOUS_TLSCERTIFICATENAME',
  'TIE_BROKEN_ARBITRARILY',
  'PIN_DOES_NOT_FALL_BACK',
  'PIN_FELL_BACK',
  'PIN_SYNTAX',
  'PIN_IGNORED_VERSION',
  'PIN_TOO_LONG_FOR_EDGE',
  'HEALTHIER_CANDIDATE_EXISTS',
  'PROFILE_2007_SINGLE',
  'FRONTEND_PROXY',
  'ITC_FALLBACK_EPHEMERAL_POSSIBLE',
  'RECEIVER_PRESENTS',
  'STALE_LOOPBACK_BINDING',
  'EXPIRED_PRESENTED',
  'NOT_YET_VALID_PRESENTED',
  'HTTPSYS_PRECEDENCE_CONFLICT',
  'NO_CONNECTOR',
] as const;
export type SelectionNote = (typeof SELECTION_NOTES)[number];
