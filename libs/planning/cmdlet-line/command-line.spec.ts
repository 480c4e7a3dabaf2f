import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EXCHANGE_SERVICES, type Certificate } from '#libs/certificates/certificate.js';
import type { Command } from '../command.js';
import { commandLine } from './command-line.js';
import { parseCmdletLine } from './parse-cmdlet-line.js';
import { share } from '../../../test/support/share.js';

const T = '5113AE0233A72FCCB75B1D0198628675333D010E';
const PIN = '<I>CN=Trust CA1, O="Contoso, Inc."<S>CN=mail.contoso.com';

describe('a command as it is typed', () => {
  test.each<[Command, string]>([
    [
      { cmdlet: 'Enable-ExchangeCertificate', server: 'ex01.contoso.com', thumbprint: T, services: ['SMTP', 'IIS'] },
      `Enable-ExchangeCertificate -Server ex01.contoso.com -Thumbprint ${T} -Services SMTP,IIS`,
    ],
    [
      {
        cmdlet: 'Enable-ExchangeCertificate',
        server: 'EX01',
        thumbprint: T,
        services: ['SMTP'],
        answer: 'force',
        surface: 'shell',
        doNotRequireSsl: true,
        networkServiceAllowed: false,
      },
      `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${T} -Services SMTP -DoNotRequireSsl -Force`,
    ],
    [
      { cmdlet: 'Enable-ExchangeCertificate', server: 'EX01', thumbprint: T, services: [], answer: 'yes' },
      `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${T} -Services None`,
    ],
    [
      { cmdlet: 'Remove-ExchangeCertificate', server: 'EX01', thumbprint: T, answer: 'no' },
      `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${T}`,
    ],
    [
      { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: T } },
      `Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\${T}.pfx'))`,
    ],
    [{ cmdlet: 'New-ExchangeCertificate', server: 'EX01' }, 'New-ExchangeCertificate -Server EX01'],
    [
      {
        cmdlet: 'New-ExchangeCertificate',
        server: 'EX01',
        certificate: { subject: 'CN=EX01', subjectAlternativeNames: ['EX01', 'ex01.contoso.com'], keySize: 2048 },
        services: ['SMTP'],
        answer: 'force',
      },
      "New-ExchangeCertificate -Server EX01 -SubjectName 'CN=EX01' -DomainName EX01,ex01.contoso.com -KeySize 2048 -Services SMTP -Force",
    ],
    [
      { cmdlet: 'New-ExchangeCertificate', server: 'EX01', services: null },
      'New-ExchangeCertificate -Server EX01 -Services None',
    ],
    [
      { cmdlet: 'New-ExchangeCertificate', server: 'EX01', generateRequest: true },
      'New-ExchangeCertificate -Server EX01 -GenerateRequest',
    ],
    [
      {
        cmdlet: 'Set-ReceiveConnector',
        server: 'EX01',
        identity: "Joe's",
        tlsCertificateName: PIN,
        bindings: ['0.0.0.0:25', '[::]:25'],
        authMechanism: [],
        requireTls: true,
        fqdn: null,
      },
      `Set-ReceiveConnector -Identity 'EX01\\Joe''s' -Bindings '0.0.0.0:25','[::]:25' -AuthMechanism None -Fqdn $null -TlsCertificateName '${PIN}' -RequireTLS $true`,
    ],
    [
      { cmdlet: 'Set-ReceiveConnector', identity: 'EX01\\Default', enabled: false },
      "Set-ReceiveConnector -Identity 'EX01\\Default' -Enabled $false",
    ],
    [
      { cmdlet: 'Set-ReceiveConnector', server: 'ex01', identity: 'ex01\\a\\b', enabled: false },
      "Set-ReceiveConnector -Identity 'ex01\\a\\b' -Enabled $false",
    ],
    [
      { cmdlet: 'Set-SendConnector', identity: 'Outbound', smartHosts: [], sourceServers: ['EX01'] },
      'Set-SendConnector -Identity Outbound -SourceTransportServers EX01 -SmartHosts @()',
    ],
    [
      { cmdlet: 'Set-PopSettings', server: 'EX01', x509CertificateName: 'mail.contoso.com' },
      'Set-PopSettings -Server EX01 -X509CertificateName mail.contoso.com',
    ],
    [
      { cmdlet: 'Set-ImapSettings', server: 'EX01', x509CertificateName: null },
      'Set-ImapSettings -Server EX01 -X509CertificateName $null',
    ],
  ])('%j', (command, line) => {
    expect(commandLine(command)).toBe(line);
  });
});

const anyText = fc.oneof(
  fc.constantFrom(
    'mail.contoso.com',
    '*.contoso.com',
    PIN,
    "O'Brien",
    '$x',
    '`"',
    '“a” ‘b’ –c',
    '-Force',
    '@()',
    'a,b',
    'x\ny',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/\0|\p{Surrogate}/u.test(text)),
);
const anyName = anyText.filter((text) => text.trim() !== '');
/** Without the backslash that would part it from its server. */
const connectorName = anyName.map((name) => name.replaceAll('\\', '/'));
const thumbprint = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 40, maxLength: 40 });
const services = fc.uniqueArray(fc.constantFrom(...EXCHANGE_SERVICES, 'None' as const), { minLength: 1, maxLength: 4 });
const force = fc.constant('force' as const);
const on = fc.constant(true as const);
const unset = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: value });
const flag = unset(fc.boolean());
const text = unset(anyText);
const texts = unset(fc.array(anyText, { maxLength: 3 }));

/** The keys that a record has, without those that are undefined. */
function some<T, K extends keyof T>(keys: { readonly [P in keyof T]: fc.Arbitrary<T[P]> }, required: readonly K[]) {
  return fc.record(keys, { requiredKeys: [...required] });
}

const expressible: Readonly<Record<string, fc.Arbitrary<Command>>> = {
  Enable: some(
    {
      cmdlet: fc.constant('Enable-ExchangeCertificate' as const),
      server: anyName,
      thumbprint,
      services,
      answer: force,
      doNotRequireSsl: on,
      networkServiceAllowed: on,
    },
    ['cmdlet', 'server', 'thumbprint', 'services'],
  ) as fc.Arbitrary<Command>,
  Remove: fc.record({ cmdlet: fc.constant('Remove-ExchangeCertificate' as const), server: anyName, thumbprint }),
  New: some(
    {
      cmdlet: fc.constant('New-ExchangeCertificate' as const),
      server: anyName,
      certificate: some(
        {
          subject: text,
          subjectAlternativeNames: unset(
            fc.array(
              connectorName.map((name) => name.replaceAll(',', '.')),
              { maxLength: 3 },
            ),
          ),
          friendlyName: text,
          keySize: fc.constantFrom(1024, 2048, 4096),
        },
        [],
      ).filter((certificate) => Object.keys(certificate).length > 0),
      services,
      answer: force,
    },
    ['cmdlet', 'server'],
  ) as fc.Arbitrary<Command>,
  SetReceive: some(
    {
      cmdlet: fc.constant('Set-ReceiveConnector' as const),
      server: connectorName,
      identity: connectorName,
      transportRole: text,
      enabled: flag,
      bindings: unset(fc.uniqueArray(fc.constantFrom('0.0.0.0:25', '[::]:587', '10.0.0.5:2525'))),
      remoteIpRanges: unset(
        fc.uniqueArray(fc.constantFrom('10.0.0.0/8', '::/0', '10.0.0.0(255.0.0.0)', '1.1.1.1-2.2.2.2')),
      ),
      authMechanism: unset(fc.uniqueArray(fc.constantFrom('Tls', 'Integrated', 'BasicAuth', 'ExchangeServer'))),
      fqdn: text,
      tlsCertificateName: text,
      requireTls: flag,
      domainSecureEnabled: flag,
      suppressXAnonymousTls: flag,
      tlsDomainCapabilities: texts,
    },
    ['cmdlet', 'server', 'identity'],
  ) as fc.Arbitrary<Command>,
  SetSend: some(
    {
      cmdlet: fc.constant('Set-SendConnector' as const),
      identity: anyName,
      enabled: flag,
      sourceServers: texts,
      fqdn: text,
      tlsCertificateName: text,
      requireTls: flag,
      tlsAuthLevel: text,
      tlsDomain: text,
      domainSecureEnabled: flag,
      ignoreStartTls: flag,
      dnsRoutingEnabled: flag,
      smartHosts: texts,
      smartHostAuthMechanism: text,
      frontendProxyEnabled: flag,
      cloudServicesMailEnabled: flag,
      addressSpaces: texts,
    },
    ['cmdlet', 'identity'],
  ) as fc.Arbitrary<Command>,
  SetClientProtocol: fc.record({
    cmdlet: fc.constantFrom('Set-PopSettings' as const, 'Set-ImapSettings' as const),
    server: anyName,
    x509CertificateName: text,
  }),
};

describe('a command that a line can express is read back from its line', () => {
  test.each(Object.entries(expressible))('%s', (_, anyCommand) => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        expect(parseCmdletLine(commandLine(command))).toEqual({ ok: true, command, warnings: [] });
      }),
      { numRuns: share(500) },
    );
  });

  test('an import with the caller’s certificate', () => {
    fc.assert(
      fc.property(anyName, thumbprint, (server, print) => {
        const certificate: Certificate = { thumbprint: print, subject: 'CN=a' };
        const command: Command = { cmdlet: 'Import-ExchangeCertificate', server, certificate };
        expect(parseCmdletLine(commandLine(command), { certificate })).toEqual({ ok: true, command, warnings: [] });
      }),
    );
  });

  test('an answer comes back from the caller who gives it', () => {
    const command: Command = {
      cmdlet: 'Enable-ExchangeCertificate',
      server: 'a',
      thumbprint: T,
      services: ['SMTP'],
      answer: 'no',
    };
    expect(parseCmdletLine(commandLine(command), { answer: 'no' })).toMatchObject({ command });
  });
});
