import { isTiedToEdge } from './edge.js';
import { INTERNAL_TRANSPORT, storedInternalTransport } from './internal-transport.js';
import { ownInternalTransport, partnersOf, serverNamed } from './internal-transport-commands.js';
import { quoted } from './powershell.js';
import { NOTHING, type StandingRule } from './rule.js';
import { certificateNamed } from './wording.js';

export const ro05: StandingRule = {
  kind: 'standing',
  id: 'RO-05',
  title: 'A CNG key under the internal transport certificate of a server that an Edge subscription depends on',
  severity: 'critical',
  fires:
    'the key of the internal transport certificate, which is in the store, is held by a CNG provider, and the server is a subscribed Edge or another server of a subscribed site.',
  breaks:
    'EdgeSync cannot decrypt its credentials with such a key: it logs event 1035, and recipients and configuration no longer reach the Edge.',
  remedy:
    'Have the certificate issued again with an RSA key of a CAPI provider (New-ExchangeCertificate makes such a key), and subscribe the Edge again. `certutil -store My <thumbprint>` shows the provider.',
  notRisky: 'A CNG key under a certificate that is not the internal transport certificate.',
  cite: [{ key: 'GRANIKOS', confidence: 'C' }],
  check: (subject) => {
    const { facts } = subject;
    const stored = storedInternalTransport(facts);
    if (stored?.certificate.keyProvider !== 'CNG' || !isTiedToEdge(subject)) return NOTHING;
    const { thumbprint } = stored;
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The key of ${certificateNamed(facts, thumbprint)}, the internal transport certificate of ${serverNamed(subject)}, is held by a CNG provider: EdgeSync with ${partnersOf(subject)} fails with event 1035.`,
        evidence: { thumbprint },
        remediation: [
          `On ${serverNamed(subject)} itself, see which provider holds the key:`,
          `certutil -store My ${quoted(thumbprint)}`,
          ...ownInternalTransport(subject),
        ],
      },
    ];
  },
};
