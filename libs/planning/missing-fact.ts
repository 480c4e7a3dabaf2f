import type { Certificate } from '#libs/certificates/certificate.js';
import { namesOfCertificate, isWildcardCertificate } from '#libs/certificates/certificate-names.js';
import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Organization, Server } from '#libs/fleet/document.js';
import { hasTransport } from '#libs/selection/endpoints.js';
import type { Command, EnableCommand, EnabledService, NewCommand } from './command.js';

/** A fact that nobody told, and without which a command cannot be decided. */
export interface MissingFact {
  /** In the words of the fleet document: `hasPrivateKey of 6C79…`. */
  readonly fact: string;
  /** The cmdlet whose export tells it. */
  readonly tells: string;
}

/** The fleet just before a command. */
export interface Before {
  readonly server: Server | null;
  readonly organization: Organization;
}

const STORE = 'Get-ExchangeCertificate';
const TRANSPORT = 'Get-TransportService';
const SERVER = 'Get-ExchangeServer';

/** Which of the facts that a command hangs on are unknown just before it. @cite rulebook 9.2 (D) */
export function missingFacts(command: Command, { server, organization }: Before): readonly MissingFact[] {
  if (command.cmdlet === 'Set-SendConnector') return unknownSendConnectors(organization);
  if (server === null) return [];
  switch (command.cmdlet) {
    case 'Enable-ExchangeCertificate':
      return forEnable(command, server);
    case 'New-ExchangeCertificate':
      return forNew(command, server);
    case 'Import-ExchangeCertificate':
      return unknownStore(server);
    case 'Remove-ExchangeCertificate':
      return forRemove(server, organization);
    case 'Set-ReceiveConnector':
      return server.receiveConnectors === undefined
        ? [{ fact: 'receiveConnectors', tells: 'Get-ReceiveConnector' }]
        : [];
    default:
      return [];
  }
}

function unknownStore({ certificates }: Server): readonly MissingFact[] {
  return certificates === undefined ? [{ fact: 'certificates', tells: STORE }] : [];
}

function unknownSendConnectors({ sendConnectors }: Organization): readonly MissingFact[] {
  return sendConnectors === undefined ? [{ fact: 'sendConnectors', tells: 'Get-SendConnector' }] : [];
}

function forEnable(command: EnableCommand, server: Server): readonly MissingFact[] {
  const thumbprint = normalizeThumbprint(command.thumbprint);
  const certificate = server.certificates?.find((one) => normalizeThumbprint(one.thumbprint) === thumbprint);
  if (certificate === undefined) return unknownStore(server);
  const of = (key: string): MissingFact => ({ fact: `${key} of ${thumbprint}`, tells: STORE });
  return [
    ...(knownFlag(certificate.hasPrivateKey) === undefined ? [of('hasPrivateKey')] : []),
    ...(command.surface === 'eac' && certificate.status == null ? [of('status')] : []),
    ...forServices(command.services, server, certificate),
  ];
}

function forNew({ services, certificate }: NewCommand, server: Server): readonly MissingFact[] {
  // Without a list POP and IMAP are only marked on the certificate.
  const asked = services === undefined ? (['SMTP'] as const) : (services ?? []);
  return [
    ...unknownStore(server),
    ...forServices(asked, server, {
      thumbprint: certificate?.thumbprint ?? '',
      subject: null,
      subjectAlternativeNames: null,
      ...certificate,
    }),
  ];
}

function forServices(
  services: readonly EnabledService[],
  server: Server,
  certificate: Certificate,
): readonly MissingFact[] {
  const has = (...some: readonly EnabledService[]): boolean => some.some((one) => services.includes(one));
  return [
    ...(has('SMTP') ? forSmtp(server, certificate) : []),
    ...(has('IIS') ? forIis(server) : []),
    ...(has('POP', 'IMAP') ? unknownNames(certificate) : []),
    ...(has('UM', 'UMCallRouter') ? forUnifiedMessaging(server) : []),
  ];
}

function forSmtp(server: Server, certificate: Certificate): readonly MissingFact[] {
  return [...unknownInternalTransport(server), ...(server.version === '2007' ? unknownNames(certificate) : [])];
}

function unknownInternalTransport({ internalTransportCertificate }: Server): readonly MissingFact[] {
  return knownText(internalTransportCertificate) === undefined
    ? [{ fact: 'internalTransportCertificate', tells: TRANSPORT }]
    : [];
}

function forIis({ iisBindings }: Server): readonly MissingFact[] {
  return iisBindings === undefined ? [{ fact: 'iisBindings', tells: 'Get-WebBinding' }] : [];
}

function unknownNames(certificate: Certificate): readonly MissingFact[] {
  const names = namesOfCertificate(certificate);
  if (names.complete || isWildcardCertificate(names) === true) return [];
  const key = certificate.subject === undefined ? 'subject' : 'subjectAlternativeNames';
  return [{ fact: `${key} of ${certificate.thumbprint}`, tells: STORE }];
}

function forUnifiedMessaging({ version, umSettings }: Server): readonly MissingFact[] {
  return [
    ...(version == null ? [{ fact: 'version', tells: SERVER }] : []),
    ...(knownText(umSettings?.startupMode) === undefined && umSettings !== null
      ? [{ fact: 'umSettings.startupMode', tells: 'Get-UMService' }]
      : []),
  ];
}

function forRemove(server: Server, organization: Organization): readonly MissingFact[] {
  const pins = (knownList(organization.sendConnectors) ?? []).filter(
    ({ tlsCertificateName }) => tlsCertificateName === undefined,
  );
  return [
    ...unknownStore(server),
    ...(hasTransport(server) ? unknownInternalTransport(server) : []),
    ...unknownSendConnectors(organization),
    ...pins.map(({ name }) => ({ fact: `tlsCertificateName of ${name}`, tells: 'Get-SendConnector' })),
    ...(server.version == null ? [{ fact: 'version', tells: SERVER }] : []),
  ];
}
