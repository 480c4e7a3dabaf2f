import {
  isWildcardCertificate,
  namesOfCertificate,
  type CertificateNames,
} from '#libs/certificates/certificate-names.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { knownInstant } from '#libs/certificates/instant.js';
import { knownFlag, knownList } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { CandidateReason } from './selection.js';

/** Extended key usages, as OIDs. */
export const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
export const ANY_PURPOSE = '2.5.29.37.0';

/** What every choice asks of a certificate, read once. `undefined` is unknown. */
export interface CertificateFacts {
  readonly certificate: Certificate;
  readonly thumbprint: string;
  readonly names: CertificateNames;
  readonly wildcard: boolean | undefined;
  readonly notBefore: number | undefined;
  readonly notAfter: number | undefined;
  readonly hasPrivateKey: boolean | undefined;
  readonly isSelfSigned: boolean | undefined;
  readonly services: readonly string[] | undefined;
  /** Whether it counts as SMTP-enabled: its services, or the profile `single`. */
  readonly smtp: boolean | undefined;
  /** The tests of rulebook 5.2 that time does not change, by FQDN; the service is not among them. */
  readonly byName: TestResult;
  /** The same under a pin, where the key is no test. */
  readonly underPin: TestResult;
}

export interface TestResult {
  readonly failed: readonly CandidateReason[];
  /** A fact that a test needs is unknown. */
  readonly open: boolean;
}

/** Nobody changes a certificate of a document, and every state that a plan makes of a server shares them: each is read once. */
const READ = new WeakMap<Certificate, CertificateFacts>();

/** `publishes`: whether the profile `single` counts it as SMTP-enabled; null where that profile does not hold. */
export function certificateFacts(
  certificate: Certificate,
  publishes: ((thumbprint: string) => boolean | undefined) | null,
): CertificateFacts {
  let facts = READ.get(certificate);
  if (facts === undefined) {
    facts = readFacts(certificate);
    READ.set(certificate, facts);
  }
  return publishes === null ? facts : { ...facts, smtp: publishes(facts.thumbprint) };
}

function readFacts(certificate: Certificate): CertificateFacts {
  const names = namesOfCertificate(certificate);
  const services = knownList(certificate.services);
  const notBefore = knownInstant(certificate.notBefore);
  const notAfter = knownInstant(certificate.notAfter);
  const open = notBefore === undefined || notAfter === undefined;
  return {
    certificate,
    thumbprint: normalizeThumbprint(certificate.thumbprint),
    names,
    wildcard: isWildcardCertificate(names),
    notBefore,
    notAfter,
    hasPrivateKey: knownFlag(certificate.hasPrivateKey),
    isSelfSigned: knownFlag(certificate.isSelfSigned),
    services,
    smtp: services?.includes('SMTP'),
    byName: testAll(TESTS_BY_NAME, certificate, open),
    underPin: testAll(TESTS_UNDER_PIN, certificate, open),
  };
}

/** A reason: failed. Null: passed. Undefined: a fact is unknown. */
type Test = (certificate: Certificate) => CandidateReason | null | undefined;

const ofVersion3: Test = ({ version }) => (version == null ? undefined : version < 3 ? 'NOT_V3' : null);

const hasPrivateKey: Test = (certificate) => {
  const key = knownFlag(certificate.hasPrivateKey);
  return key === undefined ? undefined : key ? null : 'NO_PRIVATE_KEY';
};

/** `DateInvalid` is ignored: the dates decide. */
const CHAIN_REASONS: Readonly<Record<string, CandidateReason>> = {
  Untrusted: 'CHAIN_INVALID',
  Invalid: 'CHAIN_INVALID',
  Unknown: 'CHAIN_INVALID',
  Revoked: 'REVOKED',
  RevocationCheckFailure: 'REVOCATION_UNKNOWN',
};

/** Pending requests fail always, the chain counts only where the certificate is not self-signed (STLS-V). @cite EHLO-25, LALIT (B) */
const hasGoodStatus: Test = (certificate) => {
  const selfSigned = knownFlag(certificate.isSelfSigned);
  if (certificate.status === 'PendingRequest') return 'PENDING_REQUEST';
  if (selfSigned === true) return null;
  if (selfSigned === undefined || certificate.status == null) return undefined;
  return CHAIN_REASONS[certificate.status] ?? null;
};

/** Null is no extension, which allows every use. @cite T07-USE (A) */
const allowsServerAuthentication: Test = ({ extendedKeyUsages }) => {
  if (extendedKeyUsages == null) return extendedKeyUsages;
  return extendedKeyUsages.some((usage) => usage === SERVER_AUTHENTICATION || usage === ANY_PURPOSE)
    ? null
    : 'NO_SERVER_AUTH_EKU';
};

const TESTS_BY_NAME = [ofVersion3, hasPrivateKey, hasGoodStatus, allowsServerAuthentication];
const TESTS_UNDER_PIN = [ofVersion3, hasGoodStatus, allowsServerAuthentication];
const PASSED: TestResult = { failed: [], open: false };

function testAll(tests: readonly Test[], certificate: Certificate, openBefore: boolean): TestResult {
  let failed: CandidateReason[] | undefined;
  let open = openBefore;
  for (const test of tests) {
    const result = test(certificate);
    if (result === undefined) open = true;
    else if (result !== null) (failed ??= []).push(result);
  }
  return failed === undefined && !open ? PASSED : { failed: failed ?? PASSED.failed, open };
}
