import type { Certificate } from '#libs/certificates/certificate.js';
import { knownFlag, knownText } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { ExchangeVersion, Server } from '#libs/fleet/document.js';
import { listed, plain } from '#libs/rules/wording.js';
import { allOf, anyOf, type Trivalent } from '#libs/selection/trivalent.js';
import type { EnableCommand } from './command.js';

/** What the preconditions of `Enable-ExchangeCertificate` look at. */
export interface ToEnable {
  readonly command: EnableCommand;
  readonly server: Server;
  /** Null: it is not in the store; undefined: the store is unknown. */
  readonly certificate: Certificate | null | undefined;
}

/** One reason for which Exchange refuses. */
export interface Precondition {
  readonly rule: string;
  /** Undefined: a fact that decides it is unknown. */
  readonly refuses: (toEnable: ToEnable) => Trivalent;
  readonly message: (toEnable: ToEnable) => string;
}

/** In the order in which they are tested; the first that refuses counts, even if an earlier one is unknown. @cite rulebook 9.3, 18 */
export const PRECONDITIONS: readonly Precondition[] = [
  {
    rule: 'EN-P1',
    refuses: ({ certificate }) => (certificate === undefined ? undefined : certificate === null),
    message: ({ command, server }) =>
      `${named(command)} is not in the store of ${plain(server.fqdn)}. Import it there first with Import-ExchangeCertificate.`,
  },
  {
    rule: 'EN-P2',
    refuses: ({ certificate }) => not(certificate && knownFlag(certificate.hasPrivateKey)),
    message: ({ command }) =>
      `${named(command)} was found but is not valid for use with Exchange Server (reason: PrivateKeyMissing). Import it again with its ` +
      'private key (PFX), or find the key that the server may still have: certutil -repairstore My <serial number>.',
  },
  {
    rule: 'EN-P3',
    refuses: ({ certificate }) => certificate?.status === 'PendingRequest',
    message: ({ command }) =>
      `${named(command)} is a request that is still pending. Complete it with the certificate that the authority issued: Import-ExchangeCertificate.`,
  },
  {
    rule: 'EN-P4',
    refuses: ({ command, certificate }) =>
      allOf(command.surface === 'eac', certificate?.status == null ? undefined : certificate.status !== 'Valid'),
    message: ({ command, certificate }) =>
      `${named(command)} has the status ${certificate?.status}, and the admin center enables only certificates whose status is Valid. ` +
      'Mend what the status names, or enable it in the Exchange Management Shell, which does not ask for it.',
  },
  {
    rule: 'EN-P6',
    refuses: ({ command }) => command.services.includes('Federation'),
    message: ({ command }) =>
      `${named(command)} cannot be enabled for Federation by this cmdlet: use New-FederationTrust or Set-FederationTrust.`,
  },
  {
    rule: 'EN-P5',
    refuses: refusesUnifiedMessaging,
    message: ({ command, server }) =>
      `${named(command)} cannot be enabled for ${listed(unifiedMessaging(command))} on ${plain(server.fqdn)}: ${reasonOf(command, server)}.`,
  },
];

function named({ thumbprint }: EnableCommand): string {
  return `The certificate with thumbprint ${plain(normalizeThumbprint(thumbprint))}`;
}

function not(fact: boolean | null | undefined): Trivalent {
  return fact == null ? undefined : !fact;
}

/** An unknown version leaves it open whatever the mode is, an unknown mode unless the version refuses already. @cite rulebook 18 */
function refusesUnifiedMessaging({ command, server }: ToEnable): Trivalent {
  if (unifiedMessaging(command).length === 0) return false;
  if (server.version == null) return undefined;
  return anyOf([isAbsent(command, server.version), isStartedWithoutTls(server)]);
}

function unifiedMessaging({ services }: EnableCommand): readonly string[] {
  return [...new Set(services.filter((service) => service === 'UM' || service === 'UMCallRouter'))];
}

/** Unified Messaging left with 2019, its call router came with 2013. @cite rulebook 7.3, EN-P5 (A) */
function isAbsent({ services }: EnableCommand, version: ExchangeVersion): boolean {
  if (version === '2019' || version === 'SE') return true;
  return (version === '2007' || version === '2010') && services.includes('UMCallRouter');
}

function isStartedWithoutTls({ umSettings }: Server): Trivalent {
  const mode = umSettings === null ? null : knownText(umSettings?.startupMode);
  return mode === undefined ? undefined : mode?.toUpperCase() === 'TCP';
}

function reasonOf(command: EnableCommand, { version }: Server): string {
  if (version != null && isAbsent(command, version))
    return `Exchange ${version} does not have it; leave it out of -Services`;
  return 'its startup mode is TCP; set it to TLS or Dual with Set-UMService first';
}
