/** Where the keys of the rulebook's sources lead: a title, and an address where there is one. */
const SOURCES: Readonly<Record<string, string>> = {
  'L-STLS': 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
  'L-INANON':
    'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-anonymous-tls-certificates-selection',
  'L-OUT': 'learn.microsoft.com, Selection of Outbound Anonymous TLS Certificates',
  'L-CERTS': 'https://learn.microsoft.com/exchange/architecture/client-access/certificates',
  'L-RC': 'https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors',
  'T07-USE': 'learn.microsoft.com, Certificate Use in Exchange Server 2007',
  'T07-12014': 'https://technet.microsoft.com/en-us/library/bb510128.aspx',
  'PS-SETRC': 'Set-ReceiveConnector, cmdlet reference',
  'PS-SETSC': 'Set-SendConnector, cmdlet reference',
  'PS-POP': 'Set-PopSettings, cmdlet reference',
  'PS-IMAP': 'Set-ImapSettings, cmdlet reference',
  'EHLO-25': 'Exchange team blog, TLS Certificates in Exchange Hybrid (2025-06-04)',
  'CSS-CODE': 'https://github.com/microsoft/CSS-Exchange',
  E12012: 'https://technet.microsoft.com/en-us/library/ff984391(v=exchg.141).aspx',
  EBS: 'http://blogs.technet.com/b/essentialbusinessserver/archive/2010/08/17/exchange-certificate-expiration-in-ebs-2008.aspx',
  LEXLI: 'https://www.jexusmanager.com/en/latest/tutorials/https-binding.html',
  PERKINS:
    'https://blogs.msdn.microsoft.com/benjaminperkins/2013/02/01/adding-a-hostname-to-your-ssl-certificate-binding-on-port-443/',
  LALIT: 'https://learn.microsoft.com/archive/blogs/lalitbisht/mailflow-issue-from-exchange-on-prem-to-office-365',
};

/** What a source key stands for. Numbers of Microsoft's knowledge base speak for themselves. */
export function sourceWords(key: string): string {
  return SOURCES[key] ?? (/^KB\d+$/.test(key) ? `https://support.microsoft.com/help/${key.slice(2)}` : '');
}
