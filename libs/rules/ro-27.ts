import { coverage } from '#libs/certificates/certificate-names.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { clientNames } from './client-names.js';
import { nameUnderWildcard, serveClientProtocol } from './client-protocol-commands.js';
import { clientProtocols, type ClientProtocol } from './client-protocols.js';
import { exchangeName } from './commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed, plain } from './wording.js';

export const ro27: StandingRule = {
  kind: 'standing',
  id: 'RO-27',
  title: 'POP or IMAP has no certificate, or not the one that its clients need',
  severity: 'high',
  fires:
    'for POP and for IMAP: X509CertificateName is set and no certificate of the store can be used for it; or the certificate that is presented definitely does not cover a name that its clients use; or a wildcard certificate has the service among its services, whether or not there are settings.',
  breaks:
    'POPS and IMAPS, and STLS and STARTTLS of both, are without a certificate, or clients warn of the name. `Enable-ExchangeCertificate` cannot set a wildcard certificate for POP and IMAP, so a wildcard that counts as enabled stands for a name with a star, which no client uses.',
  remedy:
    '`Set-PopSettings` or `Set-ImapSettings -X509CertificateName` with the host name of the clients, and a certificate that covers it and is enabled for the service; then restart the services.',
  notRisky:
    'A wildcard certificate need not be enabled for POP and IMAP: a host name under it in X509CertificateName is enough. Unset settings are no finding.',
  cite: [
    { key: 'PS-POP', confidence: 'A' },
    { key: 'KB948896', confidence: 'A' },
  ],
  check: (subject) => {
    let found: Occurrence[] | undefined;
    for (const protocol of clientProtocols(subject)) {
      const occurrence =
        withoutCertificate(subject, protocol) ?? withOtherNames(subject, protocol) ?? withWildcard(subject, protocol);
      if (occurrence !== null) (found ??= []).push(occurrence);
    }
    return found ?? NOTHING;
  },
};

function withoutCertificate(subject: Subject, protocol: ClientProtocol): Occurrence | null {
  const { answer, endpoint, name } = protocol;
  if (answer?.rule !== 'PI-4') return null;
  return {
    endpoint,
    summary: `${protocolOn(subject, protocol)} looks for a certificate for ${plain(name ?? '')}, and no certificate of the store can be used: its clients get no TLS.`,
    evidence: { reason: 'noCertificate', x509CertificateName: name },
    remediation: serveClientProtocol(subject, protocol),
  };
}

function withOtherNames(subject: Subject, protocol: ClientProtocol): Occurrence | null {
  const { facts } = subject;
  const { answer, endpoint } = protocol;
  if (answer?.outcome !== 'PRESENTED' || answer.thumbprint === null) return null;
  const { thumbprint } = answer;
  const presented = storedCertificate(facts, thumbprint);
  if (presented === undefined) return null;
  const names = clientNames(facts, endpoint).filter((name) => coverage(presented.names, name) === 'none');
  if (names.length === 0) return null;
  return {
    endpoint,
    summary: `${protocolOn(subject, protocol)} presents ${certificateNamed(facts, thumbprint)}, which does not cover ${listed(names)}: its clients warn or refuse.`,
    evidence: { reason: 'nameNotCovered', names, thumbprint },
    remediation: serveClientProtocol(subject, protocol),
  };
}

function withWildcard(subject: Subject, protocol: ClientProtocol): Occurrence | null {
  const { facts } = subject;
  const { service, endpoint } = protocol;
  const wildcard = facts.certificates?.find((certificate) => isEnabledWildcard(certificate, service));
  if (wildcard === undefined) return null;
  const { thumbprint } = wildcard;
  return {
    endpoint,
    summary: `${plain(exchangeName(facts))} has the wildcard ${certificateNamed(facts, thumbprint)} enabled for ${service}, which only finds it by a host name in its settings: its clients may get no TLS.`,
    evidence: { reason: 'wildcardEnabled', thumbprint },
    remediation: nameUnderWildcard(subject, protocol, wildcard),
  };
}

function isEnabledWildcard({ wildcard, services }: CertificateFacts, service: 'POP' | 'IMAP'): boolean {
  return wildcard === true && services?.includes(service) === true;
}

function protocolOn({ facts }: Subject, { service }: ClientProtocol): string {
  return `${service} on ${plain(exchangeName(facts))}`;
}
