import type { SelectionNote } from '#libs/selection/selection.js';

/** What a note on an answer means, as a sentence. */
export const NOTE_WORDS: Readonly<Record<SelectionNote, string>> = {
  FACT_UNKNOWN: 'A fact that this step needs is not known: nobody reported it.',
  EXPIRED_PKI_SKIPPED:
    'A certificate from a CA stands behind the winner because it is expired; the self-signed one is shown instead.',
  WILDCARD_SHADOWS_EXACT: 'A wildcard certificate goes before one that names the host exactly, because it is newer.',
  SHADOWED_BY_UNSERVICED_CERT:
    'A better certificate matches but is not enabled for SMTP; how Exchange treats it is disputed.',
  AMBIGUOUS_TLSCERTIFICATENAME:
    'Several certificates carry the pinned issuer and subject, and the sources disagree which of them goes first (newest start or latest end).',
  TIE_BROKEN_ARBITRARILY: 'Two certificates are equally new: which one Exchange takes is documented nowhere.',
  PIN_DOES_NOT_FALL_BACK:
    'A pinned connector does not fall back to the name of the server when its certificate is missing.',
  PIN_FELL_BACK: 'By policy the pin was given up and the name of the connector was used.',
  PIN_SYNTAX: 'TlsCertificateName is not of the form <I>issuer<S>subject: it matches no certificate.',
  PIN_IGNORED_VERSION: 'This version of Exchange does not know TlsCertificateName: it is ignored.',
  PIN_TOO_LONG_FOR_EDGE: 'TlsCertificateName is longer than 256 characters: an Edge server ignores it.',
  HEALTHIER_CANDIDATE_EXISTS:
    'Another certificate with the pinned issuer and subject would work, but Exchange does not take it.',
  PROFILE_2007_SINGLE:
    'Judged by the profile in which Exchange 2007 uses only the internal transport certificate for SMTP.',
  FRONTEND_PROXY:
    'The Front End makes the outer connection; which server\u2019s store counts then is documented nowhere.',
  ITC_FALLBACK_EPHEMERAL_POSSIBLE: 'Exchange may offer a certificate made on the spot instead; sources disagree.',
  RECEIVER_PRESENTS: 'Here the receiver shows its certificate, the sender shows none.',
  STALE_LOOPBACK_BINDING: 'The loopback binding names another certificate than the binding for all addresses.',
  EXPIRED_PRESENTED: 'The certificate shown is expired.',
  NOT_YET_VALID_PRESENTED: 'The certificate shown is not valid yet.',
  HTTPSYS_PRECEDENCE_CONFLICT: 'Two bindings claim this connection, and sources disagree which of them goes first.',
  NO_CONNECTOR: 'No connector or binding takes this connection.',
};
