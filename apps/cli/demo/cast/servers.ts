/**
 * Contoso as it was on the first day of the demo: twelve servers of five generations at two sites, Amsterdam and Berlin, with a pair of
 * Edge servers subscribed to Amsterdam, and mail to Exchange Online from EX03.
 */
import type { Certificate, ExchangeService } from '#libs/certificates/certificate.js';
import type { ExchangeVersion, IisBinding, ReceiveConnector, Server } from '#libs/fleet/document.js';
import type { Mint } from '../mint.js';
import type { CertificateName } from './certificates.js';
import { edgeConnectors, hubConnectors, mailboxConnectors, receive } from './connectors.js';
import { pinOn } from './pin.js';

type Site = 'AMS' | 'BER';

const BUILDS: Readonly<Record<Exclude<ExchangeVersion, '2007'>, string>> = {
  2010: '14.3.513.0',
  2013: '15.0.1497.48',
  2016: '15.1.2507.39',
  2019: '15.2.1544.14',
  SE: '15.2.2562.17',
};

export function serversAtFirst(mint: Mint): readonly Server[] {
  const mailbox = mailboxServers(mint);
  return [
    mailbox('EX01', { version: '2019', site: 'AMS', own: 'ex01', web: 'mail-0' }),
    mailbox('EX02', { version: '2019', site: 'AMS', own: 'ex02', web: 'mail-0', more: [scanners] }),
    mailbox('EX03', { version: '2016', site: 'BER', own: 'ex03', web: 'mail-0', more: hybrid(pinOn(mint('mail-0'))) }),
    mailbox('EX04', { version: '2016', site: 'AMS', own: 'ex04', web: 'mail-0' }),
    mailbox('EX05', { version: '2016', site: 'AMS', own: 'ex05', web: 'mail-0' }),
    mailbox('EX06', { version: '2016', site: 'BER', own: 'ex06', web: 'ber-1', clientName: 'relay.ber.contoso.com' }),
    mailbox('EX07', { version: '2019', site: 'BER', own: 'ex07', web: 'ber-1', clientName: 'smtp.ber.contoso.com' }),
    mailbox('EX08', { version: 'SE', site: 'BER', own: 'ex08', web: 'ber-1', clientName: 'mail.ber.contoso.com' }),
    mailbox('MBX13', {
      version: '2013',
      site: 'BER',
      own: 'mbx13-first',
      web: 'ber-1',
      clientName: 'mail.ber.contoso.com',
    }),
    old10(mint),
    edge('EDGE01', mint('edge01').certificate),
    edge('EDGE02', mint('edge02').certificate),
  ];
}

interface Mailbox {
  readonly version: '2013' | '2016' | '2019' | 'SE';
  readonly site: Site;
  /** The self-signed certificate of the server: its default SMTP certificate, and that of its back end. */
  readonly own: CertificateName;
  /** What clients meet, in the web and at POP and IMAP. */
  readonly web: CertificateName;
  readonly clientName?: string;
  readonly more?: readonly ReceiveConnector[];
}

function mailboxServers(mint: Mint): (netbiosName: string, about: Mailbox) => Server {
  return (netbiosName, { version, site, own, web, clientName = 'mail.contoso.com', more = [] }) => {
    const [self, front, auth] = [mint(own).certificate, mint(web).certificate, mint('auth-first').certificate];
    const webName = site === 'AMS' || netbiosName === 'EX03' ? 'mail.contoso.com' : 'mail.ber.contoso.com';
    const url = (path: string) => `https://${webName}/${path}`;
    return {
      ...named(netbiosName),
      version,
      build: BUILDS[version],
      roles: version === '2013' ? ['Mailbox', 'ClientAccess'] : ['Mailbox'],
      adSite: site,
      internalTransportCertificate: self.thumbprint,
      certificates: [
        enabled(self, ['SMTP', 'IIS']),
        enabled(front, ['SMTP', 'IIS', 'POP', 'IMAP']),
        enabled(auth, ['SMTP']),
      ],
      receiveConnectors: [...mailboxConnectors(netbiosName, clientName), ...more],
      iisBindings: [
        binding('Default Web Site', { port: 443, thumbprint: front.thumbprint }),
        binding('Default Web Site', { ipAddress: '127.0.0.1', port: 443, thumbprint: front.thumbprint }),
        binding('Exchange Back End', { port: 444, thumbprint: self.thumbprint }),
      ],
      popSettings: { x509CertificateName: webName },
      imapSettings: { x509CertificateName: webName },
      virtualDirectories: ['owa', 'ews'].map((kind) => ({ kind, internalUrl: url(kind), externalUrl: url(kind) })),
    };
  };
}

function old10(mint: Mint): Server {
  const [own, legacy] = [mint('old10').certificate, mint('legacy').certificate];
  return {
    ...named('OLD10'),
    version: '2010',
    build: BUILDS['2010'],
    roles: ['ClientAccess', 'HubTransport', 'Mailbox'],
    adSite: 'BER',
    internalTransportCertificate: own.thumbprint,
    certificates: [enabled(own, ['SMTP']), enabled(legacy, ['SMTP', 'IIS', 'IMAP'])],
    receiveConnectors: hubConnectors('OLD10', 'legacy.contoso.com'),
    iisBindings: [binding('Default Web Site', { port: 443, thumbprint: legacy.thumbprint })],
    popSettings: null,
    imapSettings: { x509CertificateName: 'legacy.contoso.com' },
  };
}

function edge(netbiosName: string, own: Certificate): Server {
  return {
    ...named(netbiosName),
    version: '2019',
    build: BUILDS['2019'],
    roles: ['EdgeTransport'],
    adSite: null,
    internalTransportCertificate: own.thumbprint,
    certificates: [enabled(own, ['SMTP'])],
    receiveConnectors: edgeConnectors(netbiosName),
    iisBindings: [],
  };
}

function named(netbiosName: string): Pick<Server, 'fqdn' | 'netbiosName'> {
  return { fqdn: `${netbiosName.toLowerCase()}.contoso.com`, netbiosName };
}

export function enabled(certificate: Certificate, services: readonly ExchangeService[]): Certificate {
  return { ...certificate, services };
}

function binding(site: string, given: Partial<IisBinding> & Pick<IisBinding, 'port'>): IisBinding {
  return { site, protocol: 'https', ipAddress: '*', hostName: '', sni: false, ...given };
}

/** The collector is not allowed to read how this connector authenticates: its answers are unknown, and stay so. */
const scanners: ReceiveConnector = withoutAuthentication(
  receive({ name: 'Relay Scanners EX02', port: 25, remoteIpRanges: ['10.20.0.0/24'], fqdn: 'relay.contoso.com' }),
);

function withoutAuthentication({ authMechanism: _unread, ...connector }: ReceiveConnector): ReceiveConnector {
  return connector;
}

/** Where Exchange Online and a partner deliver, both with the certificate of mail.contoso.com pinned. */
function hybrid(tlsCertificateName: string): readonly ReceiveConnector[] {
  const pinned = { port: 25, fqdn: 'mail.contoso.com', authMechanism: ['Tls'], requireTls: true, tlsCertificateName };
  return [
    receive({
      ...pinned,
      name: 'Inbound from Office 365 EX03',
      remoteIpRanges: ['40.92.0.0/15', '40.107.0.0/16'],
      tlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
    }),
    receive({ ...pinned, name: 'Partner Northwind EX03', remoteIpRanges: ['203.0.113.0/24'] }),
  ];
}
