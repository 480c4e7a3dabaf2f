import type {
  Command,
  EnableCommand,
  ImportCommand,
  NewCommand,
  SetClientProtocolCommand,
  SetReceiveConnectorCommand,
  SetSendConnectorCommand,
} from '../command.js';
import { cmdletLine, quoted, SWITCH, type Parameters } from '#libs/rules/powershell.js';

/**
 * A command as an administrator types it in the Exchange Management Shell. An answer other than `force` is given at the question, not on
 * the line; the file of an imported certificate is the reader's to fill in.
 */
export function commandLine(command: Command): string {
  switch (command.cmdlet) {
    case 'Enable-ExchangeCertificate':
      return cmdletLine(command.cmdlet, enabling(command));
    case 'Import-ExchangeCertificate':
      return importing(command);
    case 'New-ExchangeCertificate':
      return cmdletLine(command.cmdlet, making(command));
    case 'Remove-ExchangeCertificate':
      return cmdletLine(command.cmdlet, { Server: command.server, Thumbprint: command.thumbprint });
    case 'Set-ReceiveConnector':
      return cmdletLine(command.cmdlet, receiveConnector(command));
    case 'Set-SendConnector':
      return cmdletLine(command.cmdlet, sendConnector(command));
    case 'Set-PopSettings':
    case 'Set-ImapSettings':
      return cmdletLine(command.cmdlet, clientProtocol(command));
  }
}

function enabling(command: EnableCommand): Parameters {
  return {
    Server: command.server,
    Thumbprint: command.thumbprint,
    Services: orNone(command.services),
    DoNotRequireSsl: on(command.doNotRequireSsl),
    NetworkServiceAllowed: on(command.networkServiceAllowed),
    Force: on(command.answer === 'force'),
  };
}

function importing({ cmdlet, server, certificate }: ImportCommand): string {
  const file = quoted(`C:\\Certificates\\${certificate.thumbprint}.pfx`);
  return `${cmdletLine(cmdlet, { Server: server })} -FileData ([System.IO.File]::ReadAllBytes(${file}))`;
}

function making({ server, certificate, services, generateRequest, answer }: NewCommand): Parameters {
  const { subject, subjectAlternativeNames, friendlyName, keySize } = certificate ?? {};
  return {
    Server: server,
    GenerateRequest: on(generateRequest),
    SubjectName: subject,
    DomainName: subjectAlternativeNames,
    FriendlyName: friendlyName,
    KeySize: keySize == null ? undefined : String(keySize),
    Services: services === undefined ? undefined : orNone(services ?? []),
    Force: on(answer === 'force'),
  };
}

function receiveConnector(command: SetReceiveConnectorCommand): Parameters {
  const { server, identity } = command;
  const contradicts = server !== undefined && identity.includes('\\') && !identity.startsWith(`${server}\\`);
  return {
    Identity: server === undefined || identity.includes('\\') ? identity : `${server}\\${identity}`,
    Server: contradicts ? server : undefined,
    Enabled: command.enabled,
    Bindings: command.bindings,
    RemoteIPRanges: command.remoteIpRanges,
    AuthMechanism: command.authMechanism == null ? command.authMechanism : orNone(command.authMechanism),
    Fqdn: command.fqdn,
    TlsCertificateName: command.tlsCertificateName,
    RequireTLS: command.requireTls,
    DomainSecureEnabled: command.domainSecureEnabled,
    SuppressXAnonymousTls: command.suppressXAnonymousTls,
    TlsDomainCapabilities: command.tlsDomainCapabilities,
    TransportRole: command.transportRole,
  };
}

function sendConnector(command: SetSendConnectorCommand): Parameters {
  return {
    Identity: command.identity,
    Enabled: command.enabled,
    SourceTransportServers: command.sourceServers,
    Fqdn: command.fqdn,
    TlsCertificateName: command.tlsCertificateName,
    RequireTLS: command.requireTls,
    TlsAuthLevel: command.tlsAuthLevel,
    TlsDomain: command.tlsDomain,
    DomainSecureEnabled: command.domainSecureEnabled,
    IgnoreSTARTTLS: command.ignoreStartTls,
    DNSRoutingEnabled: command.dnsRoutingEnabled,
    SmartHosts: command.smartHosts,
    SmartHostAuthMechanism: command.smartHostAuthMechanism,
    FrontendProxyEnabled: command.frontendProxyEnabled,
    CloudServicesMailEnabled: command.cloudServicesMailEnabled,
    AddressSpaces: command.addressSpaces,
  };
}

function clientProtocol({ server, x509CertificateName }: SetClientProtocolCommand): Parameters {
  return { Server: server, X509CertificateName: x509CertificateName };
}

/** A switch is on, or it is not written. */
function on(value: boolean | undefined): typeof SWITCH | undefined {
  return value === true ? SWITCH : undefined;
}

function orNone(words: readonly string[]): readonly string[] {
  return words.length === 0 ? ['None'] : words;
}
