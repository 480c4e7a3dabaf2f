import type { Certificate } from '#libs/certificates/certificate.js';
import { formatInstant, knownInstant } from '#libs/certificates/instant.js';
import { knownText } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import { sha1 } from '#libs/fleet/sha1.js';
import { exchangeName } from '#libs/rules/commands.js';
import type { ServerScene } from './ran.js';

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

/**
 * The certificate that `New-ExchangeCertificate` makes: the given one, what it does not say filled in as Exchange would. Its thumbprint,
 * unless given, is one by which it is told apart in the plan. It has no services yet.
 * @cite rulebook 9.4 (A, D)
 */
export function newCertificate(given: Partial<Certificate>, { server, at, index }: ServerScene): Certificate {
  const netbiosName = exchangeName({ server });
  const filled: Certificate = {
    thumbprint: planThumbprint(index, server),
    subject: `CN=${netbiosName}`,
    subjectAlternativeNames: [netbiosName, server.fqdn.trim()],
    version: 3,
    notBefore: formatInstant(at),
    hasPrivateKey: true,
    keyProvider: 'CAPI',
    keyAlgorithm: 'RSA',
    keySize: 2048,
    signatureAlgorithm: 'sha256RSA',
    extendedKeyUsages: [SERVER_AUTHENTICATION],
    isSelfSigned: true,
    status: 'Valid',
    rootCaType: 'None',
    friendlyName: 'Microsoft Exchange',
    ...stated(given),
    services: [],
  };
  const issuer = filled.subject === undefined ? {} : { issuer: filled.subject };
  const until = lastInstant(filled, server);
  return {
    ...issuer,
    ...(until === undefined ? {} : { notAfter: until }),
    ...filled,
    thumbprint: normalizeThumbprint(filled.thumbprint),
  };
}

/** What is said of the certificate. Null says nothing where it counts as unknown. @cite rulebook 2 */
function stated(given: Partial<Certificate>): Partial<Certificate> {
  return patched(given, {
    thumbprint: knownText(given.thumbprint) ?? undefined,
    version: given.version ?? undefined,
    notBefore: given.notBefore ?? undefined,
    notAfter: given.notAfter ?? undefined,
    status: given.status ?? undefined,
  });
}

function planThumbprint(index: number, { fqdn }: Server): string {
  const bytes = sha1(new TextEncoder().encode(`certfleet:new:${index}:${fqdn.toLowerCase()}`));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

/** Five years after it begins, on 2007 one; a 29 February ends on the 28th. */
function lastInstant({ notBefore }: Certificate, { version }: Server): string | undefined {
  const first = knownInstant(notBefore);
  if (first === undefined) return undefined;
  const date = new Date(first);
  const isLeapDay = date.getUTCMonth() === 1 && date.getUTCDate() === 29;
  const year = date.getUTCFullYear() + (version === '2007' ? 1 : 5);
  return formatInstant(date.setUTCFullYear(year, date.getUTCMonth(), isLeapDay ? 28 : date.getUTCDate()));
}
