import { describe, expect, test } from '@jest/globals';
import type { Server } from '#libs/fleet/document.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { edge01, ex01, PUB26, SELF } from '../../test/support/fixture.js';
import * as commands from './commands.js';
import { resubscribe } from './edge-commands.js';
import { argument, cmdletLine, quoted, SWITCH } from './powershell.js';

const of = (server: Server) => serverFacts(server, undefined, knobsOf(undefined));
const EX01 = of(ex01());
const EX01_2007 = of(ex01({ version: '2007', roles: ['HubTransport', 'ClientAccess'] }));
const EDGE01 = of(edge01());
const T = PUB26.thumbprint;

describe('arguments', () => {
  test.each([
    ['EX01', 'EX01'],
    ['mail.contoso.com', 'mail.contoso.com'],
    ['EX01\\Default Frontend EX01', "'EX01\\Default Frontend EX01'"],
    ["O'Brien", "'O''Brien'"],
    ['O\u2019Brien', "'O\u2019\u2019Brien'"],
    ['*.contoso.com', "'*.contoso.com'"],
    ['-Force', "'-Force'"],
    ['a;b', "'a;b'"],
    ['$(calc)', "'$(calc)'"],
    ['', "''"],
  ])('%s is typed %s', (text, typed) => {
    expect(argument(text)).toBe(typed);
  });

  test('quoted quotes a plain word too', () => {
    expect(quoted('AMS')).toBe("'AMS'");
  });

  test('a line has its parameters in their order, without the undefined ones', () => {
    expect(cmdletLine('Set-X', { A: null, B: true, C: false, D: ['a', 'b c'], E: undefined, F: SWITCH, G: [] })).toBe(
      "Set-X -A $null -B $true -C $false -D a,'b c' -F -G @()",
    );
  });
});

describe('the name of a server', () => {
  test.each([
    ['its NetBIOS name', ex01({ netbiosName: ' EX01 ' }), 'EX01'],
    ['else the first label', ex01({ netbiosName: undefined }), 'EX01'],
    ['even if there is known to be none', ex01({ netbiosName: null }), 'EX01'],
    [
      'at most 15 characters of it',
      ex01({ netbiosName: undefined, fqdn: 'exchange-amsterdam-01.contoso.com' }),
      'EXCHANGE-AMSTER',
    ],
  ])('is %s', (_, server, name) => {
    expect(commands.exchangeName({ server })).toBe(name);
  });
});

describe('certificates', () => {
  test('enable names the server', () => {
    expect(commands.enableCertificate(EX01, T, ['SMTP', 'IIS'])).toBe(
      `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${T} -Services SMTP,IIS`,
    );
    expect(commands.enableCertificate(EX01, T, ['SMTP'], { force: true })).toBe(
      `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${T} -Services SMTP -Force`,
    );
  });

  test('of 2007 and on an Edge there is no -Server, and a sentence says where to run it', () => {
    const line = `Enable-ExchangeCertificate -Thumbprint ${T} -Services SMTP`;
    expect(commands.enableCertificate(EX01_2007, T, ['SMTP'])).toBe(line);
    expect(commands.enableCertificate(EDGE01, T, ['SMTP'])).toBe(line);
    expect(commands.signIn(EX01_2007)).toEqual(['Run the following on EX01 itself:']);
    expect(commands.signIn(EDGE01)).toEqual(['Run the following on EDGE01 itself:']);
    expect(commands.signIn(EX01)).toEqual([]);
  });

  test('an unknown version and unknown roles are typed as of today', () => {
    const facts = of(ex01({ version: undefined, roles: undefined }));
    expect(commands.removeCertificate(facts, T)).toBe(`Remove-ExchangeCertificate -Server EX01 -Thumbprint ${T}`);
    expect(commands.restartTransport(facts)).toBe(
      'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
    );
  });

  test('a new internal transport certificate carries both names of the server', () => {
    expect(commands.newInternalTransportCertificate(EX01)).toBe(
      'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
    );
    expect(commands.newInternalTransportCertificate(EX01_2007)).toBe(
      'New-ExchangeCertificate -DomainName EX01,ex01.contoso.com -Services SMTP -Force',
    );
    expect(commands.newInternalTransportCertificate(EDGE01)).toBe(
      'New-ExchangeCertificate -DomainName EDGE01 -IncludeServerFQDN -Services SMTP -Force',
    );
  });

  test('a renewal takes names and services from the old one', () => {
    expect(commands.renewSelfSigned(EX01, SELF.thumbprint)).toBe(
      `Get-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} | New-ExchangeCertificate -Server EX01 -Force`,
    );
    expect(commands.renewSelfSigned(EX01_2007, SELF.thumbprint)).toBe(
      `Get-ExchangeCertificate -Thumbprint ${SELF.thumbprint} | New-ExchangeCertificate -Force`,
    );
  });

  test('a PFX file is read by its bytes, on 2007 by its path', () => {
    expect(commands.importPfx(EX01)).toContain("-Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:");
    expect(commands.importPfx(EX01_2007)).toContain("-Path 'C:");
    expect(commands.importPfx(EX01_2007)).not.toMatch(/-Server|-FileData/);
  });
});

describe('connectors', () => {
  test('a Receive connector is named with its server', () => {
    expect(commands.setReceiveConnector(EX01, "Joe's", { Fqdn: 'mail.contoso.com', TlsCertificateName: null })).toBe(
      "Set-ReceiveConnector -Identity 'EX01\\Joe''s' -Fqdn mail.contoso.com -TlsCertificateName $null",
    );
  });

  test('a pin is read from the certificate', () => {
    const read = [
      `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${T}`,
      '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
    ];
    expect(commands.pinReceiveConnector(EX01, 'Default Frontend EX01', T)).toEqual([
      ...read,
      "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name",
    ]);
    expect(commands.pinSendConnector(EX01, 'Outbound', T)).toEqual([
      ...read,
      'Set-SendConnector -Identity Outbound -TlsCertificateName $name',
    ]);
  });

  test.each(['2007', '2010'] as const)('of %s have no pin', (version) => {
    const facts = of(ex01({ version }));
    expect(commands.pinReceiveConnector(facts, 'Default EX01', T)).toEqual([]);
    expect(commands.pinSendConnector(facts, 'Outbound', T)).toEqual([]);
  });
});

describe('POP and IMAP', () => {
  test('the services are restarted, since 2013 their back ends too', () => {
    expect(commands.setClientProtocol(EX01, 'POP', 'mail.contoso.com')).toEqual([
      'Set-PopSettings -Server EX01 -X509CertificateName mail.contoso.com',
      'Get-Service -ComputerName EX01 -Name MSExchangePOP3,MSExchangePOP3BE | Restart-Service',
    ]);
    expect(commands.setClientProtocol(of(ex01({ version: '2010' })), 'IMAP', 'mail.contoso.com')).toEqual([
      'Set-ImapSettings -Server EX01 -X509CertificateName mail.contoso.com',
      'Get-Service -ComputerName EX01 -Name MSExchangeIMAP4 | Restart-Service',
    ]);
    expect(commands.setClientProtocol(EX01_2007, 'IMAP', 'mail.contoso.com')).toEqual([
      'Set-ImapSettings -X509CertificateName mail.contoso.com',
      'Restart-Service -Name MSExchangeIMAP4',
    ]);
  });
});

describe('transport services', () => {
  const both = 'MSExchangeTransport,MSExchangeFrontEndTransport';
  test.each([
    ['a Mailbox server 2019', ex01(), both],
    ['2010', ex01({ version: '2010', roles: ['HubTransport'] }), 'MSExchangeTransport'],
    ['2013 with Mailbox alone', ex01({ version: '2013', roles: ['Mailbox'] }), 'MSExchangeTransport'],
    ['2013 with ClientAccess alone', ex01({ version: '2013', roles: ['ClientAccess'] }), 'MSExchangeFrontEndTransport'],
    ['2013 with both', ex01({ version: '2013', roles: ['Mailbox', 'ClientAccess'] }), both],
    ['2013 with unknown roles', ex01({ version: '2013', roles: undefined }), both],
    ['an Edge', edge01(), 'MSExchangeTransport'],
  ])('of %s', (_, server, services) => {
    expect(commands.restartTransport(of(server))).toMatch(new RegExp(`-Name ${services}( |$)`));
  });
});

describe('Edge subscriptions', () => {
  test('are made again on top: file on the Edge, then read in the site, then synchronized', () => {
    expect(resubscribe([{ edgeServer: 'edge01.contoso.com', adSite: "Bob's" }], '2019')).toEqual([
      'On edge01.contoso.com, write a new subscription file:',
      "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
      "Copy C:\\edge01.xml to a server of the site Bob's within 24 hours, and read it there:",
      "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'Bob''s'",
      'Start-EdgeSynchronization -ForceFullSync',
    ]);
  });

  test('of 2007 know neither -FileData nor -ForceFullSync', () => {
    const lines = resubscribe([{ edgeServer: 'EDGE01', adSite: 'AMS' }], '2007');
    expect(lines).toContain("New-EdgeSubscription -FileName 'C:\\EDGE01.xml' -Site 'AMS'");
    expect(lines.at(-1)).toBe('Start-EdgeSynchronization');
  });

  test('of several Edges go one at a time', () => {
    const lines = resubscribe(
      [
        { edgeServer: 'EDGE01', adSite: 'AMS' },
        { edgeServer: 'EDGE02', adSite: 'AMS' },
      ],
      '2019',
    );
    expect(lines[0]).toContain('one Edge at a time (EDGE01 and EDGE02)');
    expect(lines.filter((line) => line.startsWith('New-EdgeSubscription'))).toHaveLength(4);
  });

  test('without a name nothing can be said', () => {
    expect(resubscribe([{ adSite: 'AMS' }], '2019')).toEqual([]);
    expect(resubscribe([], '2019')).toEqual([]);
  });
});
