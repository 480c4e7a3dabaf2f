import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { BROUGHT } from './bring-certificate.js';
import { exchangeName, newSelfSigned } from './commands.js';
import { cmdletLine } from './powershell.js';
import { covers } from './replacement.js';
import { isInDate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { bindInIis, type BindingPlace } from './web-commands.js';

type Where = Pick<Subject, 'facts' | 'at'>;

const PLACE: BindingPlace = { site: 'Exchange Back End', ipAddress: '*', port: 444, hostName: '' };

/**
 * Binds Setup's self-signed certificate to Exchange Back End, or a new one where the store has none that would do.
 * @param binding null: a binding of every address on 444 is made first
 * @param except thumbprint of a certificate that is not to be taken
 * @cite KB2779694 (A), MIGUELO (B)
 */
export function serveBackEnd(
  { facts, at }: Where,
  binding: BindingPlace | null,
  except: string | null = null,
): readonly string[] {
  const found = backEndCertificate({ facts, at }, except);
  const [where = '', load = '', ...steps] = bindInIis(facts, binding ?? PLACE, found?.thumbprint ?? BROUGHT);
  return [
    where,
    ...(found === undefined ? [`$cert = ${newSelfSigned(facts, { services: ['None'] })}`] : []),
    load,
    ...(binding === null ? [NEW_BINDING] : []),
    ...steps,
    'iisreset',
  ];
}

const NEW_BINDING = cmdletLine('New-WebBinding', {
  Name: PLACE.site,
  Protocol: 'https',
  IPAddress: '*',
  Port: `${PLACE.port}`,
});

/** The self-signed certificate of the store that would do: in date, with its key and the server's name. That of Setup goes first. */
function backEndCertificate({ facts, at }: Where, except: string | null): CertificateFacts | undefined {
  return (facts.certificates ?? [])
    .filter(
      (one) =>
        one.isSelfSigned === true &&
        one.hasPrivateKey === true &&
        one.thumbprint !== except &&
        isInDate(one, at) === true &&
        covers(one, facts.fqdn),
    )
    .toSorted((one, other) => Number(isOfSetup(other)) - Number(isOfSetup(one)) || lastToEnd(one, other))[0];
}

function isOfSetup({ certificate: { friendlyName } }: CertificateFacts): boolean {
  return friendlyName === 'Microsoft Exchange';
}

function lastToEnd(one: CertificateFacts, other: CertificateFacts): number {
  return (other.notAfter ?? 0) - (one.notAfter ?? 0);
}

/** `Exchange Back End on EX01`, for summaries. */
export function backEndOf(facts: Where['facts']): string {
  return `Exchange Back End on ${exchangeName(facts)}`;
}
