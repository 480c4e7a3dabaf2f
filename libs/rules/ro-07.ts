import { knownText } from '#libs/certificates/known.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { repairKey, restartTransport } from './commands.js';
import { INTERNAL_TRANSPORT, storedInternalTransport } from './internal-transport.js';
import { serverNamed, takeOver, takeOwn } from './internal-transport-commands.js';
import { NOTHING, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { certificateNamed } from './wording.js';

export const ro07: StandingRule = {
  kind: 'standing',
  id: 'RO-07',
  title: 'The internal transport certificate has no private key',
  severity: 'critical',
  fires: 'the internal transport certificate is in the store, and its private key is known to be missing.',
  breaks:
    'X-ANONYMOUSTLS fails in its handshake (`NoCredentials`, event 12013): mail between servers, and from the Front End to the Hub, is deferred.',
  remedy:
    'Bring the key back: `certutil -repairstore My <serial number>` if it is still on the server, else import the PFX file again; then enable the certificate for SMTP again. Without a backup give the server another internal transport certificate.',
  cite: [{ key: 'KB4495258', confidence: 'A' }],
  check: (subject) => {
    const { facts } = subject;
    const stored = storedInternalTransport(facts);
    if (stored?.hasPrivateKey !== false) return NOTHING;
    const { thumbprint } = stored;
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The internal transport certificate of ${serverNamed(subject)}, ${certificateNamed(facts, thumbprint)}, has no private key: TLS with other servers of the organization fails, and internal mail is deferred.`,
        evidence: { thumbprint },
        remediation: remediation(subject, stored),
      },
    ];
  },
};

/** `Import-ExchangeCertificate` refuses a thumbprint that is in the store, and the certificate in use cannot be removed first. */
const IMPORT = "certutil -importpfx My 'C:\\Certificates\\certificate.pfx'";

function remediation(subject: Subject, { thumbprint, certificate }: CertificateFacts): readonly string[] {
  const { facts } = subject;
  return [
    `Run the following on ${serverNamed(subject)} itself, as administrator:`,
    repairKey(knownText(certificate.serialNumber) ?? thumbprint),
    'If that finds no key, import the certificate with its key again, from a PFX file:',
    IMPORT,
    takeOver(subject, thumbprint),
    restartTransport(facts),
    'If the key is lost, give the server another internal transport certificate instead:',
    ...takeOwn(subject),
  ];
}
