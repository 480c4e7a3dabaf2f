import type { Source } from './source.js';

/** What others found out and wrote down. */
export const OTHERS = {
  'origin article': {
    title: 'Should I Overwrite The Default Exchange SMTP Certificate? (R. Milne, 2021)',
    url: 'https://blog.rmilne.ca/2021/04/26/should-i-overwrite-the-default-exchange-smtp-certificate/',
  },
  'P365-ITC': {
    title: 'Practical 365: the internal transport certificate cannot be removed',
    url: 'https://practical365.com/exchange-server/exchange-2013-the-internal-transport-certificate-cannot-be-removed/',
  },
  'P365-TLSNAME': {
    title: 'Practical 365: the TLS certificate name of Receive connectors',
    url: 'https://practical365.com/exchange-server/configuring-the-tls-certificate-name-for-exchange-server-receive-connectors/',
  },
  SOMOIT: {
    title: 'somoit.net: cannot remove Exchange certificate',
    url: 'https://somoit.net/exchange/cannot-remove-exchange-certificate',
  },
  'MSXFAQ-EDGE': {
    title: 'MSXFAQ: Edge Zertifikattausch',
    url: 'https://www.msxfaq.de/exchange/e2013/exchange_edge_zertifikattausch.htm',
  },
  GRANIKOS: {
    title: 'Granikos: Edge Transport Server, EdgeSync, and certificates',
    url: 'https://granikos.eu/edge-transport-server-edgesync-and-certificates/',
  },
  'JAAP-RECOVER': { title: 'Jaap Wesselius, Exchange', url: 'https://jaapwesselius.com/category/exchange/' },
  'JAAP-HYB': { title: 'Jaap Wesselius, Exchange', url: 'https://jaapwesselius.com/category/exchange/' },
  EBS: {
    title: 'Essential Business Server blog: Exchange certificate expiration in EBS 2008',
    url: 'http://blogs.technet.com/b/essentialbusinessserver/archive/2010/08/17/exchange-certificate-expiration-in-ebs-2008.aspx',
  },
  LALIT: {
    title: 'Lalit Bisht: Mailflow issue from Exchange on-prem to Office 365',
    url: 'https://learn.microsoft.com/archive/blogs/lalitbisht/mailflow-issue-from-exchange-on-prem-to-office-365',
  },
  MIGUELO: {
    title: 'Exchange 2013 clients not able to connect using Outlook Anywhere',
    url: 'https://blogs.technet.microsoft.com/miguelo/2014/08/04/exchange-2013-clients-not-able-to-connect-using-outlook-anywhere/',
  },
  VCLOUD9: {
    title: 'vCloudNine: blank ECP and OWA after changes to SSL certificates',
    url: 'https://vcloudnine.de/microsoft-exchange-2013-2016-2019-shows-blank-ecp-owa-after-changes-to-ssl-certificates',
  },
  EXPTA: {
    title: 'EXPTA: How to fix MSExchangeTransport event 12014',
    url: 'https://blog.expta.com/2010/09/how-to-fix-msexchangetransport-event-id.html',
  },
  EXPEDIA: {
    title: 'Exchangepedia: Renewing the self-signed certificate',
    url: 'https://exchangepedia.com/2008/01/exchange-server-2007-renewing-the-self-signed-certificate.html',
  },
  EXSHELL: {
    title: 'ex-shell.com: notes on upgrading a certificate in hybrid',
    url: 'https://ex-shell.com/2021/11/01/',
  },
  LEXLI: { title: 'Lex Li: https binding', url: 'https://www.jexusmanager.com/en/latest/tutorials/https-binding.html' },
  PERKINS: {
    title: 'Benjamin Perkins: Adding a hostname to your SSL certificate binding',
    url: 'https://blogs.msdn.microsoft.com/benjaminperkins/2013/02/01/adding-a-hostname-to-your-ssl-certificate-binding-on-port-443/',
  },
  'CERTIFY-303': { title: 'Certify The Web issue 303', url: 'https://github.com/webprofusion/certify/issues/303' },
  'WACS-1027': { title: 'win-acme issue 1027', url: 'https://github.com/win-acme/win-acme/issues/1027' },
  'WACS-1754': { title: 'win-acme issue 1754', url: 'https://github.com/win-acme/win-acme/issues/1754' },
  CANADASAM: {
    title: 'Exchange 2016 and 2019 Generate Certificate Request Custom Script (EAC command log)',
    url: null,
  },
} as const satisfies Readonly<Record<string, Source>>;
