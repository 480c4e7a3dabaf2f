import { ANY_PURPOSE, SERVER_AUTHENTICATION, type CertificateFacts } from '#libs/selection/certificate-facts.js';
import { exchangeName, getCertificate, signIn } from './commands.js';
import { reissue } from './reissue-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed, plain } from './wording.js';

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const SERVICES_OF_A_SERVER: ReadonlySet<string> = new Set(['SMTP', 'IIS', 'POP', 'IMAP']);

export const ro34: StandingRule = {
  kind: 'standing',
  id: 'RO-34',
  title: 'A certificate lacks the extended key usage that it is used for',
  severity: ['high', 'low'],
  fires:
    'a certificate of the store has a list of extended key usages without any-purpose, and: without server authentication (`1.3.6.1.5.5.7.3.1`) while SMTP, IIS, POP or IMAP is among its services (high); else without client authentication (`1.3.6.1.5.5.7.3.2`) while it is presented by a Send connector (low, to watch). One finding for each certificate.',
  breaks:
    'without server authentication the certificate is out of every choice: STARTTLS falls to another one or to event 12014, and web clients refuse it. Without client authentication it still works as a rule; public CAs drop that usage in 2026 and 2027, and a partner that demands it will refuse our mutual TLS.',
  remedy:
    'Ask the certification authority for a certificate with server authentication; for outbound mutual TLS, for one with client authentication too, and watch what partners demand.',
  notRisky: 'A certificate without the extension may be used for everything, and so may one with any-purpose.',
  cite: [{ key: 'T07-USE', confidence: 'A' }],
  check: (subject) => {
    let found: Occurrence[] | undefined;
    for (const certificate of subject.facts.certificates ?? []) {
      const missing = missingIn(subject, certificate);
      if (missing === 'serverAuth') (found ??= []).push(withoutServer(subject, certificate));
      if (missing === 'clientAuth') (found ??= []).push(withoutClient(subject, certificate));
    }
    return found ?? NOTHING;
  },
};

/** Null: nothing that is needed is known to be missing. */
function missingIn(subject: Subject, certificate: CertificateFacts): 'serverAuth' | 'clientAuth' | null {
  const usages = certificate.certificate.extendedKeyUsages;
  if (usages == null || usages.includes(ANY_PURPOSE)) return null;
  if (!usages.includes(SERVER_AUTHENTICATION) && servesAnything(certificate)) return 'serverAuth';
  const sends = !usages.includes(CLIENT_AUTHENTICATION) && sendersOf(subject, certificate).length > 0;
  return sends ? 'clientAuth' : null;
}

function servesAnything({ services }: CertificateFacts): boolean {
  return services?.some((service) => SERVICES_OF_A_SERVER.has(service)) === true;
}

/** The STARTTLS endpoints of the Send connectors that present it. */
function sendersOf({ answers }: Subject, { thumbprint }: CertificateFacts): readonly string[] {
  return answers
    .filter(
      ({ endpoint, selection }) =>
        endpoint.kind === 'send-starttls' && selection.thumbprint === thumbprint && selection.outcome === 'PRESENTED',
    )
    .map(({ endpoint }) => endpoint.address);
}

function withoutServer(subject: Subject, certificate: CertificateFacts): Occurrence {
  const { facts } = subject;
  const { thumbprint, services } = certificate;
  const serves = (services ?? []).filter((service) => SERVICES_OF_A_SERVER.has(service));
  return {
    endpoint: null,
    severity: 'high',
    summary: `On ${plain(exchangeName(facts))}, ${certificateNamed(facts, thumbprint)} is enabled for ${listed(serves)} without server authentication among its extended key usages: it is never chosen, and web clients refuse it.`,
    evidence: { thumbprint, missing: 'serverAuth', services: serves },
    remediation: [
      `Ask for server authentication (${SERVER_AUTHENTICATION}) among the extended key usages of the new certificate.`,
      ...reissue(subject, certificate),
    ],
  };
}

function withoutClient(subject: Subject, certificate: CertificateFacts): Occurrence {
  const { facts } = subject;
  const { thumbprint } = certificate;
  const endpoints = sendersOf(subject, certificate);
  return {
    endpoint: null,
    severity: 'low',
    summary: `${plain(exchangeName(facts))} presents ${certificateNamed(facts, thumbprint)}, which lacks client authentication among its extended key usages, at ${listed(endpoints)}: a partner that demands it will refuse the connection.`,
    evidence: { thumbprint, missing: 'clientAuth', endpoints },
    remediation: [
      ...signIn(facts),
      `${getCertificate(facts, thumbprint)} | Format-List Subject,Issuer,NotAfter,EnhancedKeyUsageList`,
      `Watch the protocol logs of the Send connector. If a partner refuses the certificate, ask the certification authority for one with client authentication (${CLIENT_AUTHENTICATION}).`,
    ],
  };
}
