import { bringForSmtp, HYBRID_WIZARD } from './connector-commands.js';
import { connectorsOf } from './connectors.js';
import { hybridCertificate, isHybrid, isHybridServer } from './hybrid.js';
import { matchesNothing } from './pin-matches.js';
import { NOTHING, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { plain } from './wording.js';

export const ro22: StandingRule = {
  kind: 'standing',
  id: 'RO-22',
  title: 'A hybrid server lacks the certificate of the hybrid configuration',
  severity: 'critical',
  fires:
    'the certificate name of the hybrid configuration is well-formed, the server is one of its sending, receiving or Edge servers or a source server of an enabled hybrid Send connector, the store is known, and every certificate definitely does not match.',
  breaks:
    'Receive: STARTTLS is not offered (event 12014), and mail from Exchange Online stops. Send: mail to Exchange Online is deferred with `454 4.7.5`. The same certificate must be on every sending and receiving server and on every Edge.',
  remedy:
    'Import the certificate with its private key, enable it for SMTP and answer No to the overwrite question; or name one in the Hybrid Configuration wizard that every server has.',
  cite: [
    { key: 'KB2989382', confidence: 'A' },
    { key: 'EHLO-25', confidence: 'B' },
    { key: 'L-HYBCERT', confidence: 'A' },
  ],
  check: (subject) => {
    const { facts } = subject;
    const certificate = hybridCertificate(facts);
    if (certificate === null || !carriesHybridMail(subject)) return NOTHING;
    if (!matchesNothing(facts, certificate.text)) return NOTHING;
    const wanted = plain(certificate.text);
    return [
      {
        endpoint: null,
        summary: `${plain(facts.server.fqdn)} carries hybrid mail, but has no certificate that matches ${wanted} of the hybrid configuration: mail between it and Exchange Online stops.`,
        evidence: { tlsCertificateName: certificate.text },
        remediation: [
          ...bringForSmtp(subject, `the certificate that the hybrid configuration names (${wanted})`),
          'If every hybrid server has another certificate by now, name that one instead:',
          HYBRID_WIZARD,
        ],
      },
    ];
  },
};

function carriesHybridMail(subject: Subject): boolean {
  return (
    isHybridServer(subject) ||
    connectorsOf(subject).some((connector) => connector.kind === 'send' && isHybrid(connector))
  );
}
