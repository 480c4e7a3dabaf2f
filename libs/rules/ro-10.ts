import { hasOAuthName, INTERNAL_TRANSPORT, internalTransportThumbprint, isOfAuthConfig } from './internal-transport.js';
import { ownInternalTransport, serverNamed } from './internal-transport-commands.js';
import { NOTHING, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import { certificateNamed } from './wording.js';

export const ro10: StandingRule = {
  kind: 'standing',
  id: 'RO-10',
  title: 'The OAuth certificate is the internal transport certificate',
  severity: 'high',
  fires:
    'the internal transport certificate is the current, next or previous certificate of the OAuth configuration, or it is in the store with the common name `Microsoft Exchange Server Auth Certificate`.',
  breaks:
    'TLS between servers hangs on a certificate that is rotated in the whole organization and is the same on every server: the rotation replaces or removes it (12013), and direct trust with an Edge fails (1036, 2018).',
  remedy:
    'Make a self-signed certificate of the server the internal transport certificate, with `-Force`. When the OAuth certificate is created, answer N to the overwrite question.',
  notRisky:
    'The OAuth certificate shows SMTP among its services although it can never match the name of a connector. That alone is no risk.',
  cite: [{ key: 'CSS-AUTHDOC', confidence: 'B' }],
  check: (subject) => {
    const { facts } = subject;
    const thumbprint = internalTransportThumbprint(facts);
    if (thumbprint == null) return NOTHING;
    const stored = storedCertificate(facts, thumbprint);
    if (!isOfAuthConfig(facts, thumbprint) && (stored === undefined || !hasOAuthName(stored))) return NOTHING;
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `${serverNamed(subject)} uses the OAuth certificate, ${certificateNamed(facts, thumbprint)}, as internal transport certificate: its next rotation breaks TLS between the servers.`,
        evidence: { thumbprint },
        remediation: ownInternalTransport(subject),
      },
    ];
  },
};
