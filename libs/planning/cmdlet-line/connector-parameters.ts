import { keyed, own, refused, silent, unheeded, type CmdletParameters } from './parameter.js';

const RENAMING = refused('A plan does not rename connectors: leave -Name away.', 'Name');

/** @cite PS-SETRC (A) */
export const RECEIVE_CONNECTOR: CmdletParameters = {
  positional: 'Identity',
  parameters: [
    ...own('name', 'Identity', 'Server'),
    ...keyed('mechanisms', { AuthMechanism: 'authMechanism' }),
    ...keyed('bindings', { Bindings: 'bindings' }),
    ...keyed('ranges', { RemoteIPRanges: 'remoteIpRanges' }),
    ...keyed('flag', {
      DomainSecureEnabled: 'domainSecureEnabled',
      Enabled: 'enabled',
      RequireTLS: 'requireTls',
      SuppressXAnonymousTls: 'suppressXAnonymousTls',
    }),
    ...keyed('text', { Fqdn: 'fqdn', TlsCertificateName: 'tlsCertificateName', TransportRole: 'transportRole' }),
    ...keyed('texts', { TlsDomainCapabilities: 'tlsDomainCapabilities' }),
    ...RENAMING,
    ...unheeded(`
      AdvertiseClientSettings Banner BareLinefeedRejectionEnabled BinaryMimeEnabled ChunkingEnabled Comment
      ConnectionInactivityTimeout ConnectionTimeout DefaultDomain DeliveryStatusNotificationEnabled EightBitMimeEnabled
      EnableAuthGSSAPI EnhancedStatusCodesEnabled ExtendedProtectionPolicy LongAddressesEnabled MaxAcknowledgementDelay
      MaxHeaderSize MaxHopCount MaxInboundConnection MaxInboundConnectionPercentagePerSource MaxInboundConnectionPerSource
      MaxLocalHopCount MaxLogonFailures MaxMessageSize MaxProtocolErrors MaxRecipientsPerMessage MessageRateLimit
      MessageRateSource OrarEnabled PermissionGroups PipeliningEnabled ProtocolLoggingLevel RequireEHLODomain SizeEnabled
      TarpitInterval ServiceDiscoveryFqdn SmtpUtf8Enabled AuthTarpitInterval RejectReservedSecondLevelRecipientDomains
      RejectReservedTopLevelRecipientDomains RejectSingleLabelRecipientDomains`),
  ],
};

/** @cite PS-SETSC (A) */
export const SEND_CONNECTOR: CmdletParameters = {
  positional: 'Identity',
  parameters: [
    ...own('name', 'Identity'),
    ...keyed('flag', {
      CloudServicesMailEnabled: 'cloudServicesMailEnabled',
      DNSRoutingEnabled: 'dnsRoutingEnabled',
      DomainSecureEnabled: 'domainSecureEnabled',
      Enabled: 'enabled',
      FrontendProxyEnabled: 'frontendProxyEnabled',
      IgnoreSTARTTLS: 'ignoreStartTls',
      RequireTLS: 'requireTls',
    }),
    ...keyed('text', {
      Fqdn: 'fqdn',
      SmartHostAuthMechanism: 'smartHostAuthMechanism',
      TlsAuthLevel: 'tlsAuthLevel',
      TlsCertificateName: 'tlsCertificateName',
      TlsDomain: 'tlsDomain',
    }),
    ...keyed('texts', {
      AddressSpaces: 'addressSpaces',
      SmartHosts: 'smartHosts',
      SourceTransportServers: 'sourceServers',
    }),
    ...silent('switch', 'Force'),
    ...RENAMING,
    ...unheeded(`
      AuthenticationCredential Comment ConnectionInactivityTimeOut ConnectorType ErrorPolicies ForceHELO
      IsCoexistenceConnector IsScopedConnector LinkedReceiveConnector MaxMessageSize Port ProtocolLoggingLevel RequireOorg
      SmtpMaxMessagesPerConnection SourceIPAddress UseExternalDNSServersEnabled`),
  ],
};
