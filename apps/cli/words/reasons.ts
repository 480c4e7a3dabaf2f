import type { CandidateReason } from '#libs/selection/selection.js';

/** Why a certificate lost, as the rest of a sentence that begins with the certificate. */
export const REASON_WORDS: Readonly<Record<CandidateReason, string>> = {
  NAME_NO_MATCH: 'does not carry the name',
  PIN_NO_MATCH: 'is not of the pinned issuer and subject',
  NOT_V3: 'is not an X.509 version 3 certificate',
  NO_PRIVATE_KEY: 'has no private key',
  PENDING_REQUEST: 'is a request that still waits for its certificate',
  CHAIN_INVALID: 'has a chain that this server does not trust',
  REVOKED: 'is revoked',
  REVOCATION_UNKNOWN: 'could not be checked for revocation',
  NO_SERVER_AUTH_EKU: 'is not meant for server authentication',
  NOT_YET_VALID: 'is not valid yet',
  NOT_SMTP_ENABLED: 'is not enabled for SMTP',
  NOT_SERVICE_ENABLED: 'is not enabled for this service',
  FACT_UNKNOWN: 'cannot be judged: a needed fact is unknown',
  OLDER_THAN_WINNER: 'is older than the winner',
  TIE_LOST: 'is as new as the winner and loses the tie',
  EXPIRED_LAST_RESORT: 'is expired: taken only when nothing else is left',
  SELF_SIGNED_LOSES_TO_PKI: 'is self-signed; one from a CA goes first',
  NOT_THE_ITC_THUMBPRINT: 'is not the internal transport certificate',
  NOT_BOUND: 'is not bound here',
  NOT_EVALUATED: 'was not looked at',
};
