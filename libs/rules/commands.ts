import type { ExchangeService } from '#libs/certificates/certificate.js';
import { knownText } from '#libs/certificates/known.js';
import { isBefore2013, type ServerFacts } from '#libs/selection/server-facts.js';
import { isEdge } from './edge.js';
import { cmdletLine, quoted, SWITCH, type Parameters, type Variable } from './powershell.js';
import { plain } from './wording.js';

/** The server that a command is for, and what decides how it is typed there. */
export type CommandServer = Pick<ServerFacts, 'server' | 'version' | 'roles'>;

/** The longest NetBIOS name. */
const NETBIOS_LENGTH = 15;

/** The name by which cmdlets know a server: its NetBIOS name, else the first label of its `fqdn`. */
export function exchangeName({ server }: Pick<CommandServer, 'server'>): string {
  const netbiosName = knownText(server.netbiosName);
  if (netbiosName != null) return netbiosName;
  const [label = ''] = server.fqdn.trim().split('.', 1);
  return label.toUpperCase().slice(0, NETBIOS_LENGTH);
}

/**
 * Whether the certificate cmdlets must be run on the server itself: those of 2007 have no `-Server`, and an Edge is not in the domain.
 * @cite PS-ENABLE (A)
 */
export function runsLocally(facts: CommandServer): boolean {
  return facts.version === '2007' || isEdge(facts) === true;
}

/** The sentence that goes before commands which must be run on the server itself; nothing where they can be run from anywhere. */
export function signIn(facts: CommandServer): readonly string[] {
  return runsLocally(facts) ? [`Run the following on ${plain(exchangeName(facts))} itself:`] : [];
}

/** `-Server`, where the cmdlet has it. */
export function onServer(facts: CommandServer): Parameters {
  return runsLocally(facts) ? {} : { Server: exchangeName(facts) };
}

/** `Enable-ExchangeCertificate`. Without `force` the overwrite question is asked where SMTP is among the services. */
export function enableCertificate(
  facts: CommandServer,
  thumbprint: string | Variable,
  services: readonly ExchangeService[],
  { force = false }: { readonly force?: boolean } = {},
): string {
  return cmdletLine('Enable-ExchangeCertificate', {
    ...onServer(facts),
    Thumbprint: thumbprint,
    Services: services,
    Force: force ? SWITCH : undefined,
  });
}

/** `Get-ExchangeCertificate` of one certificate. */
export function getCertificate(facts: CommandServer, thumbprint: string): string {
  return cmdletLine('Get-ExchangeCertificate', { ...onServer(facts), Thumbprint: thumbprint });
}

/** `Get-ExchangeCertificate` of a host name: the first one listed is the one that Exchange takes for it. @cite PS-GET (A) */
export function getCertificateFor(facts: CommandServer, hostName: string): string {
  return cmdletLine('Get-ExchangeCertificate', { ...onServer(facts), DomainName: hostName });
}

/** `Remove-ExchangeCertificate` */
export function removeCertificate(facts: CommandServer, thumbprint: string): string {
  return cmdletLine('Remove-ExchangeCertificate', { ...onServer(facts), Thumbprint: thumbprint });
}

/** What a new certificate is made for, and whether it becomes the internal transport certificate without being asked. */
export interface Making {
  readonly force?: boolean;
  readonly services?: readonly (ExchangeService | 'None')[];
  /** Host names beside those of the server. */
  readonly names?: readonly string[];
}

/**
 * A new self-signed certificate with the names of the server, RSA with a CAPI key, enabled for SMTP unless told otherwise. Without `force`
 * the overwrite question is asked where SMTP is among the services.
 * @cite PS-NEW (A)
 */
export function newSelfSigned(
  facts: CommandServer,
  { force = false, services = ['SMTP'], names = [] }: Making = {},
): string {
  const name = exchangeName(facts);
  // 2007 has no -IncludeServerFQDN.
  const named: Parameters =
    facts.version === '2007'
      ? { DomainName: [name, facts.server.fqdn.trim(), ...names] }
      : { DomainName: [name, ...names], IncludeServerFQDN: SWITCH };
  const parameters = { ...onServer(facts), ...named, Services: services, Force: force ? SWITCH : undefined };
  return cmdletLine('New-ExchangeCertificate', parameters);
}

/** A new self-signed certificate that becomes the internal transport certificate: `-Force` answers the question. @cite L-INANON (A), CSS-ITC (B) */
export function newInternalTransportCertificate(facts: CommandServer): string {
  return newSelfSigned(facts, { force: true });
}

/** A new self-signed certificate with the names and services of an old one. `-Force` answers the overwrite question. @cite L-RENEW (A) */
export function renewSelfSigned(facts: CommandServer, thumbprint: string): string {
  return `${getCertificate(facts, thumbprint)} | ${cmdletLine('New-ExchangeCertificate', { ...onServer(facts), Force: SWITCH })}`;
}

/** Brings certificate and key from a PFX file; the services are enabled afterwards. The file's path is for the reader to fill in. */
export function importPfx(facts: CommandServer): string {
  const file = quoted('C:\\Certificates\\certificate.pfx');
  return facts.version === '2007'
    ? `Import-ExchangeCertificate -Path ${file} -Password (Get-Credential).Password`
    : `${cmdletLine('Import-ExchangeCertificate', onServer(facts))} -FileData ([System.IO.File]::ReadAllBytes(${file})) -Password (Read-Host 'Password' -AsSecureString)`;
}

/** Ties a certificate of the Windows store to its key again, if the key is still on the server. `id`: serial number or thumbprint. */
export function repairKey(id: string): string {
  return `certutil -repairstore My ${quoted(id)}`;
}

/** `Set-ReceiveConnector`; `TlsCertificateName` must not be given for 2007 and 2010, see {@link pinReceiveConnector}. */
export function setReceiveConnector(facts: CommandServer, connector: string, parameters: Parameters): string {
  return cmdletLine('Set-ReceiveConnector', { Identity: `${exchangeName(facts)}\\${connector}`, ...parameters });
}

/** `Set-SendConnector`: an object of the organization, the same on every source server. */
export function setSendConnector(connector: string, parameters: Parameters): string {
  return cmdletLine('Set-SendConnector', { Identity: connector, ...parameters });
}

/** Holds a pin after {@link READ_PIN}. */
export const NAME: Variable = { is: 'variable', name: '$name' };

/** `$name` becomes `<I>issuer<S>subject` of `$cert` as Exchange writes it, so that nothing is lost in typing. */
export const READ_PIN = '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"';

/** Pins a Receive connector to the issuer and subject of a certificate; nothing on 2007 and 2010, which have no pins. @cite KB2989382 (A) */
export function pinReceiveConnector(facts: CommandServer, connector: string, thumbprint: string): readonly string[] {
  if (isBefore2013(facts.version)) return [];
  return [...readPin(facts, thumbprint), setReceiveConnector(facts, connector, { TlsCertificateName: NAME })];
}

/** Pins a Send connector to the issuer and subject of a certificate of one of its source servers; nothing on 2007 and 2010. @cite KB2989382 (A) */
export function pinSendConnector(facts: CommandServer, connector: string, thumbprint: string): readonly string[] {
  if (isBefore2013(facts.version)) return [];
  return [...readPin(facts, thumbprint), setSendConnector(connector, { TlsCertificateName: NAME })];
}

function readPin(facts: CommandServer, thumbprint: string): readonly string[] {
  return [`$cert = ${getCertificate(facts, thumbprint)}`, READ_PIN];
}

/** Sets the name by which POP or IMAP looks for its certificate, and restarts the services, which only then look. @cite PS-POP, PS-IMAP (A) */
export function setClientProtocol(facts: CommandServer, service: 'POP' | 'IMAP', name: string): readonly string[] {
  const [cmdlet, windows] =
    service === 'POP' ? ['Set-PopSettings', 'MSExchangePOP3'] : ['Set-ImapSettings', 'MSExchangeIMAP4'];
  const services = isBefore2013(facts.version) ? [windows] : [windows, `${windows}BE`];
  return [cmdletLine(cmdlet, { ...onServer(facts), X509CertificateName: name }), restart(facts, services)];
}

/** Restarts Windows services on the server. */
export function restart(facts: CommandServer, services: readonly string[]): string {
  if (runsLocally(facts)) return cmdletLine('Restart-Service', { Name: services });
  return `${cmdletLine('Get-Service', { ComputerName: exchangeName(facts), Name: services })} | Restart-Service`;
}

/** Restarts the transport services that the server has, so that they take up another certificate. */
export function restartTransport(facts: CommandServer): string {
  return restart(facts, transportServices(facts));
}

/** The Front End Transport service exists since 2013, on 2013 with the ClientAccess role. */
function transportServices(facts: CommandServer): readonly string[] {
  const { version, roles } = facts;
  if (isBefore2013(version) || isEdge(facts) === true) return ['MSExchangeTransport'];
  if (version !== '2013' || roles === undefined) return ['MSExchangeTransport', 'MSExchangeFrontEndTransport'];
  return [
    ...(roles.includes('Mailbox') ? ['MSExchangeTransport'] : []),
    ...(roles.includes('ClientAccess') ? ['MSExchangeFrontEndTransport'] : []),
  ];
}
