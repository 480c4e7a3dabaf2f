import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isExpired } from '#libs/selection/eligibility.js';
import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { exchangeName, repairKey } from './commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import { answerAt, type Subject } from './subject.js';
import { namesToServe, serveNames } from './web-commands.js';
import { defaultWebSite, isReachable } from './web-sites.js';
import { certificateNamed, dayOf, plain } from './wording.js';

export const ro13: StandingRule = {
  kind: 'standing',
  id: 'RO-13',
  title: 'The web site presents a certificate that clients refuse',
  severity: 'critical',
  fires:
    'for each non-loopback https binding of Default Web Site on 443: the TLS handshake fails, or the certificate that is presented is self-signed, expired, or has the status Untrusted, Revoked or Invalid.',
  breaks:
    'Outlook, OWA, ActiveSync and EWS clients warn or refuse to connect; a binding without a usable certificate logs HttpEvent 15021 and answers nobody. An expired certificate makes the setup of a Cumulative Update fail.',
  remedy: 'Enable a certificate for IIS that clients trust, that is in date, and that covers all names.',
  notRisky:
    'A self-signed certificate on a loopback binding or on Exchange Back End is how setup leaves them: clients never see it. The recorded status `DateInvalid` does not count, the dates decide.',
  cite: [
    { key: 'L-CERTS', confidence: 'A' },
    { key: 'CSS-SETUP', confidence: 'B' },
  ],
  check: (subject) => {
    let found: Occurrence[] | undefined;
    for (const binding of defaultWebSite(subject.facts.server) ?? []) {
      const occurrence = isReachable(binding) === true ? occurrenceAt(subject, binding) : null;
      if (occurrence !== null) (found ??= []).push(occurrence);
    }
    return found ?? NOTHING;
  },
};

/** Why clients refuse it; the first that applies. */
type Reason = 'handshakeFails' | 'selfSigned' | 'expired' | 'untrusted' | 'revoked' | 'invalid';

const STATUS_REASONS: Readonly<Record<string, Reason>> = {
  Untrusted: 'untrusted',
  Revoked: 'revoked',
  Invalid: 'invalid',
};

function occurrenceAt(subject: Subject, binding: HttpsBinding): Occurrence | null {
  const answer = answerAt(subject, binding.endpoint);
  if (answer === undefined) return null;
  const { outcome, thumbprint } = answer;
  if (outcome === 'HANDSHAKE_FAILS') {
    return occurrence(subject, binding, {
      reason: 'handshakeFails',
      thumbprint,
      words: failureOf(subject, thumbprint),
    });
  }
  const certificate = thumbprint === null ? undefined : storedCertificate(subject.facts, thumbprint);
  const reason = outcome === 'PRESENTED' && certificate ? reasonAgainst(certificate, subject.at) : null;
  if (reason === null || certificate === undefined) return null;
  const words = `presents ${certificateNamed(subject.facts, certificate.thumbprint)}, which ${wordsFor(reason, certificate)}`;
  return occurrence(subject, binding, { reason, thumbprint, words });
}

function reasonAgainst(certificate: CertificateFacts, at: number): Reason | null {
  if (certificate.isSelfSigned === true) return 'selfSigned';
  if (isExpired(certificate, at)) return 'expired';
  return STATUS_REASONS[certificate.certificate.status ?? ''] ?? null;
}

function wordsFor(reason: Reason, { notAfter }: CertificateFacts): string {
  if (reason === 'selfSigned') return 'is self-signed';
  if (reason === 'expired') return `expired on ${dayOf(notAfter ?? 0)}`;
  return reason === 'invalid' ? 'has an invalid chain' : `is ${reason}`;
}

function failureOf({ facts }: Subject, thumbprint: string | null): string {
  if (thumbprint === null) return 'has no certificate bound, so that the handshake fails with HttpEvent 15021';
  const name = certificateNamed(facts, thumbprint);
  return storedCertificate(facts, thumbprint) === undefined
    ? `is bound to ${name}, which is not in the store, so that the handshake fails with HttpEvent 15021`
    : `is bound to ${name}, which has no private key, so that the handshake fails`;
}

interface Refused {
  readonly reason: Reason;
  readonly thumbprint: string | null;
  readonly words: string;
}

function occurrence(subject: Subject, binding: HttpsBinding, { reason, thumbprint, words }: Refused): Occurrence {
  const { site, ipAddress, port, hostName } = binding.binding;
  const place = `${site} (${ipAddress || '*'}:${port}:${hostName ?? ''})`;
  return {
    endpoint: binding.endpoint,
    summary: `${plain(place)} on ${plain(exchangeName(subject.facts))} ${words}: web clients warn or fail.`,
    evidence: { reason, thumbprint },
    remediation: [...repairOf(subject, thumbprint), ...serveNames(subject, binding, namesToServe(subject, binding))],
  };
}

/** A key that is still on the server is sooner found than a certificate replaced. */
function repairOf({ facts }: Subject, thumbprint: string | null): readonly string[] {
  const certificate = thumbprint === null ? undefined : storedCertificate(facts, thumbprint);
  if (certificate?.hasPrivateKey !== false) return [];
  const id = certificate.certificate.serialNumber ?? certificate.thumbprint;
  return [
    `If the private key is still on ${exchangeName(facts)}, this ties it to the certificate again, and nothing else is needed:`,
    repairKey(id),
  ];
}
