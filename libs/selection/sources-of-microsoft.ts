import type { Source } from './source.js';

/** Product documentation, knowledge base, team blogs and support scripts of Microsoft. */
export const MICROSOFT = {
  'L-STLS': {
    title: 'Selection of Inbound STARTTLS Certificates',
    url: 'https://learn.microsoft.com/en-us/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
  },
  'L-INANON': {
    title: 'Selection of Inbound Anonymous TLS Certificates',
    url: 'https://learn.microsoft.com/en-us/exchange/mail-flow/mail-routing/inbound-anonymous-tls-certificates-selection',
  },
  'L-OUT': { title: 'Selection of Outbound Anonymous TLS Certificates (2025)', url: null },
  'T10-STLS': {
    title: 'Exchange 2010: Selection of Inbound STARTTLS Certificates',
    url: 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2010/bb430748(v=exchg.141)',
  },
  'T10-INANON': {
    title: 'Exchange 2010: Selection of Inbound Anonymous TLS Certificates',
    url: 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2010/bb430790(v=exchg.141)',
  },
  'T10-OUT': {
    title: 'Exchange 2010: Selection of Outbound Anonymous TLS Certificates',
    url: 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2010/bb430773(v=exchg.141)',
  },
  'T07-STLS': {
    title: 'Exchange 2007: Selection of Inbound STARTTLS Certificates',
    url: 'https://technet.microsoft.com/en-us/library/bb430748(v=EXCHG.80).aspx',
  },
  'T07-INANON': {
    title: 'Exchange 2007: Selection of Inbound Anonymous TLS Certificates',
    url: 'https://technet.microsoft.com/en-us/library/bb430790(v=exchg.80)',
  },
  'T07-USE': {
    title: 'Certificate Use in Exchange Server 2007',
    url: 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2007/bb851505(v=exchg.80)',
  },
  'T07-IMPORT': {
    title: 'Import-ExchangeCertificate (Exchange 2007)',
    url: 'http://technet.microsoft.com/en-us/library/bb124424.aspx',
  },
  'T07-12014': {
    title: 'Event 12014 (Exchange 2007)',
    url: 'https://technet.microsoft.com/en-us/library/bb510128.aspx',
  },
  'EHLO-07': {
    title: 'Exchange team blog: How Transport selects certificates for TLS',
    url: 'https://techcommunity.microsoft.com/t5/exchange-team-blog/how-transport-selects-certificates-for-tls/ba-p/593741',
  },
  'EHLO-25': {
    title: 'Exchange team blog: TLS Certificates in Exchange Hybrid (2025-06-04)',
    url: 'https://techcommunity.microsoft.com/blog/exchange/tls-certificates-in-exchange-hybrid---common-issues--how-to-fix-them/4420592',
  },
  'JP-2013': {
    title: 'Exchange team blog in Japanese: Exchange Server 2013',
    url: 'https://learn.microsoft.com/archive/blogs/exchangeteamjp/exchange-server-2013-7',
  },
  'PS-ENABLE': {
    title: 'Enable-ExchangeCertificate, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/enable-exchangecertificate',
  },
  'PS-REMOVE': {
    title: 'Remove-ExchangeCertificate, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/remove-exchangecertificate',
  },
  'PS-GET': {
    title: 'Get-ExchangeCertificate, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/get-exchangecertificate',
  },
  'PS-NEW': {
    title: 'New-ExchangeCertificate, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/new-exchangecertificate',
  },
  'PS-IMPORT': {
    title: 'Import-ExchangeCertificate, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/import-exchangecertificate',
  },
  'PS-SETRC': {
    title: 'Set-ReceiveConnector, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector',
  },
  'PS-SETSC': {
    title: 'Set-SendConnector, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector',
  },
  'PS-TC': {
    title: 'Set-TransportConfig, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-transportconfig',
  },
  'PS-POP': {
    title: 'Set-PopSettings, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-popsettings',
  },
  'PS-IMAP': {
    title: 'Set-ImapSettings, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-imapsettings',
  },
  'PS-HYB': {
    title: 'Set-HybridConfiguration, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-hybridconfiguration',
  },
  'PS-AUTH': {
    title: 'Set-AuthConfig, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-authconfig',
  },
  'PS-FED': {
    title: 'Set-FederationTrust, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-federationtrust',
  },
  'PS-EDGE': {
    title: 'New-EdgeSubscription, cmdlet reference',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/new-edgesubscription',
  },
  'L-CERTS': {
    title: 'Digital certificates and encryption in Exchange Server',
    url: 'https://learn.microsoft.com/exchange/architecture/client-access/certificates',
  },
  'L-CERTS-25': {
    title: 'Digital certificates and encryption in Exchange Server (2025)',
    url: 'https://learn.microsoft.com/exchange/architecture/client-access/certificates',
  },
  'L-ASSIGN': {
    title: 'Assign certificates to Exchange Server services',
    url: 'https://learn.microsoft.com/exchange/architecture/client-access/assign-certificates-to-services',
  },
  'L-RENEW': {
    title: 'Renew an Exchange Server certificate',
    url: 'https://learn.microsoft.com/exchange/architecture/client-access/renew-certificates',
  },
  'L-CERTPROC': {
    title: 'Certificate procedures in Exchange Server',
    url: 'https://learn.microsoft.com/exchange/architecture/client-access/certificate-procedures',
  },
  'L-RENEW-JA': {
    title: 'Renew an Exchange Server certificate (Japanese)',
    url: 'https://learn.microsoft.com/ja-jp/exchange/architecture/client-access/renew-certificates?view=exchserver-2019',
  },
  'L-RC': {
    title: 'Receive connectors',
    url: 'https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors',
  },
  'L-SMTPAUTH': {
    title: 'Configure authenticated SMTP settings',
    url: 'https://learn.microsoft.com/exchange/clients/pop3-and-imap4/configure-authenticated-smtp',
  },
  'L-POP': {
    title: 'Enable and configure POP3',
    url: 'https://learn.microsoft.com/exchange/clients/pop3-and-imap4/configure-pop3',
  },
  'L-AUTHROLL': { title: 'Maintain the Exchange Server OAuth certificate (2025)', url: null },
  'L-EDGE': {
    title: 'Edge Subscriptions',
    url: 'https://learn.microsoft.com/exchange/architecture/edge-transport-servers/edge-subscriptions',
  },
  'L-EDGEPROC': {
    title: 'Procedures for Edge Subscriptions',
    url: 'https://learn.microsoft.com/exchange/architecture/edge-transport-servers/edge-subscription-procedures',
  },
  'L-EDGECRED': { title: 'Edge Subscription credentials (Exchange 2013)', url: null },
  'L-TLS13': {
    title: 'Exchange 2013 help: TLS functionality and related terminology',
    url: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange',
  },
  'L-DIG13': {
    title: 'Exchange 2013 help: Digital certificates and SSL',
    url: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange',
  },
  'L-UM': {
    title: 'Exchange 2013 help: Deploying certificates for UM',
    url: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange',
  },
  'L-FED': { title: 'Exchange 2013 help: Federation', url: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange' },
  'L-FEDRENEW': {
    title: 'Exchange 2013 help: Renew the federation certificate',
    url: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange',
  },
  'L-HYBCERT': {
    title: 'Certificate requirements for hybrid deployments',
    url: 'https://learn.microsoft.com/exchange/certificate-requirements',
  },
  'L-MULTIFOREST': {
    title: 'Hybrid deployments with multiple forests',
    url: 'https://learn.microsoft.com/exchange/hybrid-deployment/hybrid-with-multiple-forests',
  },
  'L-EP': {
    title: 'Configure Windows Extended Protection in Exchange Server',
    url: 'https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection',
  },
  'L-MAILFLOW': {
    title: 'Configure mail flow and client access',
    url: 'https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/configure-mail-flow-and-client-access',
  },
  KB2989382: {
    title: 'Cannot receive mail with a new certificate',
    url: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/cannot-receive-mail-with-new-certificate',
  },
  'KB-REMOVE': {
    title: 'Cannot remove an installed certificate',
    url: 'https://learn.microsoft.com/en-us/exchange/troubleshoot/mailflow/cannot-remove-installed-certificate',
  },
  KB4051498: { title: 'Microsoft KB 4051498', url: 'https://support.microsoft.com/help/4051498' },
  KB4495258: { title: 'Microsoft KB 4495258', url: 'https://support.microsoft.com/help/4495258' },
  KB4052493: { title: 'Microsoft KB 4052493', url: 'https://support.microsoft.com/help/4052493' },
  KB2888788: { title: 'Microsoft KB 2888788', url: 'https://support.microsoft.com/help/2888788' },
  KB2779694: { title: 'Microsoft KB 2779694', url: 'https://support.microsoft.com/help/2779694' },
  KB2617816: { title: 'Microsoft KB 2617816', url: 'https://support.microsoft.com/help/2617816' },
  KB2879262: { title: 'Microsoft KB 2879262', url: 'https://support.microsoft.com/help/2879262' },
  KB3058190: { title: 'Microsoft KB 3058190', url: 'https://support.microsoft.com/help/3058190' },
  KB3062283: { title: 'Microsoft KB 3062283', url: 'https://support.microsoft.com/help/3062283' },
  KB3156771: { title: 'Microsoft KB 3156771', url: 'https://support.microsoft.com/help/3156771' },
  KB3212872: { title: 'Microsoft KB 3212872', url: 'https://support.microsoft.com/help/3212872' },
  KB2750145: { title: 'Microsoft KB 2750145', url: 'https://support.microsoft.com/help/2750145' },
  KB4056392: { title: 'Microsoft KB 4056392', url: 'https://support.microsoft.com/help/4056392' },
  KB948896: { title: 'Microsoft KB 948896', url: 'http://support.microsoft.com/kb/948896/' },
  E12012: {
    title: 'Event 12012 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff984391(v=exchg.141).aspx',
  },
  E12013: {
    title: 'Event 12013 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff985435(v=exchg.141).aspx',
  },
  E12015: {
    title: 'Event 12015 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff981561(v=exchg.141).aspx',
  },
  E12016: {
    title: 'Event 12016 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff983405(v=exchg.141).aspx',
  },
  E12017: {
    title: 'Event 12017 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff985092(v=exchg.141).aspx',
  },
  E12018: {
    title: 'Event 12018 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff982351(v=exchg.141).aspx',
  },
  E12019: {
    title: 'Event 12019 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff980723(v=exchg.141).aspx',
  },
  E12024: {
    title: 'Event 12024 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff983190(v=exchg.141).aspx',
  },
  E1036: {
    title: 'Event 1036 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff980980(v=exchg.141).aspx',
  },
  E2018: {
    title: 'Event 2018 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff981963(v=exchg.141).aspx',
  },
  E10104: {
    title: 'Event 10104 (Exchange 2010)',
    url: 'https://technet.microsoft.com/en-us/library/ff985467(v=exchg.141).aspx',
  },
  'CSS-ITC': {
    title: 'HealthChecker: internal transport certificate check',
    url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/InternalTransportCertificateCheck',
  },
  'CSS-CLOUD': {
    title: 'HealthChecker: cloud connector check',
    url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/CloudConnectorCheck',
  },
  'CSS-EXO': {
    title: 'HealthChecker: Exchange Online connector check',
    url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/ExoConnectorCheck',
  },
  'CSS-CODE': {
    title: 'CSS-Exchange: Get-ExchangeConnectorCustomObject, Get-ExchangeCertificateCustomObject',
    url: 'https://github.com/microsoft/CSS-Exchange',
  },
  'CSS-CERT': {
    title: 'CSS-Exchange: Invoke-AnalyzerSecurityExchangeCertificates',
    url: 'https://github.com/microsoft/CSS-Exchange',
  },
  'CSS-IIS': { title: 'CSS-Exchange: Invoke-AnalyzerIISInformation', url: 'https://github.com/microsoft/CSS-Exchange' },
  'CSS-DATA': {
    title: 'CSS-Exchange: test data applicationHost.config',
    url: 'https://github.com/microsoft/CSS-Exchange',
  },
  'CSS-SETUP': { title: 'CSS-Exchange: Test-ExpiredCertificate', url: 'https://github.com/microsoft/CSS-Exchange' },
  'CSS-AUTH': {
    title: 'CSS-Exchange: New-ExchangeAuthCertificate.ps1',
    url: 'https://github.com/microsoft/CSS-Exchange',
  },
  'CSS-AUTHDOC': {
    title: 'CSS-Exchange: MonitorExchangeAuthCertificate',
    url: 'https://microsoft.github.io/CSS-Exchange/Admin/MonitorExchangeAuthCertificate/',
  },
  'CSS-1165': { title: 'CSS-Exchange issue 1165', url: 'https://github.com/microsoft/CSS-Exchange/issues/1165' },
  'CSS-1932': { title: 'CSS-Exchange issue 1932', url: 'https://github.com/microsoft/CSS-Exchange/issues/1932' },
  'CSS-2234': { title: 'CSS-Exchange pull request 2234', url: 'https://github.com/microsoft/CSS-Exchange/pull/2234' },
  'CSS-2461': { title: 'CSS-Exchange pull request 2461', url: 'https://github.com/microsoft/CSS-Exchange/pull/2461' },
} as const satisfies Readonly<Record<string, Source>>;
