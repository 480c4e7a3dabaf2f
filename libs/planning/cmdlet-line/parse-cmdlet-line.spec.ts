import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Certificate } from '#libs/certificates/certificate.js';
import { CMDLETS } from '../command.js';
import type { CommandDefaults } from '../command-defaults.js';
import { parseCmdletLine } from './parse-cmdlet-line.js';
import { COMMON, GET, PARAMETERS } from './parameters.js';
import { anyCharacter } from '../../../test/support/any-character.js';
import { share } from '../../../test/support/share.js';

const T = '5113AE0233A72FCCB75B1D0198628675333D010E';
const t = T.toLowerCase();
const PIN = '<I>CN=Trust CA1<S>CN=mail.contoso.com';
const HERE: CommandDefaults = { server: 'ex01.contoso.com' };

/** The command of a line that is understood, without a warning where none is expected. */
function commandOf(line: string, defaults: CommandDefaults = HERE) {
  const parsed = parseCmdletLine(line, defaults);
  if (!parsed.ok) throw new Error(`column ${parsed.column}: ${parsed.message}`);
  return parsed.command;
}

const enabled = (services: readonly string[], more: object = {}) => ({
  cmdlet: 'Enable-ExchangeCertificate',
  server: 'ex01.contoso.com',
  thumbprint: T,
  services,
  ...more,
});
const removed = { cmdlet: 'Remove-ExchangeCertificate', server: 'ex01.contoso.com', thumbprint: T };

describe('lines as they stand on pages and in blogs', () => {
  test.each<[string, object]>([
    [
      `Enable-ExchangeCertificate -Thumbprint ${t} -Services POP,IMAP,SMTP,IIS`,
      enabled(['POP', 'IMAP', 'SMTP', 'IIS']),
    ],
    [`Enable-ExchangeCertificate -Thumbprint ${t} -Services 'UM, UMCallRouter'`, enabled(['UM', 'UMCallRouter'])],
    [
      `Enable-ExchangeCertificate -Server "atl-umserver-001.litwareinc.com" -Thumbprint "EA5A332496CC05DA69B75B66111C0F78A110D22d" -Services "SMTP","IIS","UM"`,
      {
        cmdlet: 'Enable-ExchangeCertificate',
        server: 'atl-umserver-001.litwareinc.com',
        thumbprint: 'EA5A332496CC05DA69B75B66111C0F78A110D22D',
        services: ['SMTP', 'IIS', 'UM'],
      },
    ],
    [`Enable-ExchangeCertificate -Thumbprint ${t} -Services IIS, pop, imap`, enabled(['IIS', 'POP', 'IMAP'])],
    [`Enable-ExchangeCertificate -Thumbprint ${t} -Service IIS`, enabled(['IIS'])],
    [
      `Enable-ExchangeCertificate -Thumbprint ${t} -Services "SMTP, IMAP, POP, IIS" –force`,
      enabled(['SMTP', 'IMAP', 'POP', 'IIS'], { answer: 'force' }),
    ],
    [
      `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP -Force -Confirm:$false`,
      enabled(['SMTP'], { answer: 'force' }),
    ],
    [
      `Enable-ExchangeCertificate ${t} -Services IIS -DoNotRequireSsl -NetworkServiceAllowed`,
      enabled(['IIS'], { doNotRequireSsl: true, networkServiceAllowed: true }),
    ],
    [
      `Get-ExchangeCertificate -Server EX01 -Thumbprint ${t} | Enable-ExchangeCertificate -Server EX01 -Services SMTP`,
      { ...enabled(['SMTP']), server: 'EX01' },
    ],
    [`Remove-ExchangeCertificate -Thumbprint ${t}`, removed],
    [`Remove-ExchangeCertificate -Server Mailbox01 -Thumbprint ${t}`, { ...removed, server: 'Mailbox01' }],
    [
      `Remove-ExchangeCertificate -Server "SERVERNAME" -Thumbprint "${t}" -Confirm:$False`,
      { ...removed, server: 'SERVERNAME' },
    ],
    ['New-ExchangeCertificate', { cmdlet: 'New-ExchangeCertificate', server: 'ex01.contoso.com' }],
    [
      'New-ExchangeCertificate -GenerateRequest -RequestFile "C:\\Cert Requests\\woodgrovebank.req" -SubjectName "c=US,o=Woodgrove Bank,cn=mail.woodgrovebank.com" -DomainName autodiscover.woodgrovebank.com,mail.fabrikam.com,autodiscover.fabrikam.com',
      { cmdlet: 'New-ExchangeCertificate', server: 'ex01.contoso.com', generateRequest: true },
    ],
    [
      'New-ExchangeCertificate -FriendlyName "HesabaCert" -DomainName email.hesaba.net,admin.email.hesaba.net,autodiscover.hesaba.net -Services IIS',
      {
        cmdlet: 'New-ExchangeCertificate',
        server: 'ex01.contoso.com',
        certificate: {
          friendlyName: 'HesabaCert',
          subjectAlternativeNames: ['email.hesaba.net', 'admin.email.hesaba.net', 'autodiscover.hesaba.net'],
        },
        services: ['IIS'],
      },
    ],
    [
      'New-ExchangeCertificate -KeySize 2048 -PrivateKeyExportable $true -SubjectName "cn=Microsoft Exchange Server Auth Certificate" -FriendlyName "Microsoft Exchange Server Auth Certificate" -DomainName @()',
      {
        cmdlet: 'New-ExchangeCertificate',
        server: 'ex01.contoso.com',
        certificate: {
          subject: 'cn=Microsoft Exchange Server Auth Certificate',
          friendlyName: 'Microsoft Exchange Server Auth Certificate',
          subjectAlternativeNames: [],
          keySize: 2048,
        },
      },
    ],
    [
      `Get-ExchangeCertificate -Thumbprint ${t} | New-ExchangeCertificate -GenerateRequest -PrivateKeyExportable:$true`,
      { cmdlet: 'New-ExchangeCertificate', server: 'ex01.contoso.com', generateRequest: true },
    ],
    [
      'New-ExchangeCertificate -FriendlyName "Fed" -DomainName contoso.com -Services Federation -KeySize 2048 -PrivateKeyExportable $true -SubjectKeyIdentifier $ski',
      {
        cmdlet: 'New-ExchangeCertificate',
        server: 'ex01.contoso.com',
        certificate: { friendlyName: 'Fed', subjectAlternativeNames: ['contoso.com'], keySize: 2048 },
        services: ['Federation'],
      },
    ],
    [
      'Set-ReceiveConnector "EX01\\Default Frontend EX01" -RemoteIPRanges "172.41.41.0/24"',
      {
        cmdlet: 'Set-ReceiveConnector',
        server: 'EX01',
        identity: 'Default Frontend EX01',
        remoteIpRanges: ['172.41.41.0/24'],
      },
    ],
    [
      'Set-ReceiveConnector "Default internal Receive connector Edge01" -Bindings 10.1.1.1:25,[::]:25',
      {
        cmdlet: 'Set-ReceiveConnector',
        server: 'ex01.contoso.com',
        identity: 'Default internal Receive connector Edge01',
        bindings: ['10.1.1.1:25', '[::]:25'],
      },
    ],
    [
      'Set-ReceiveConnector "Default EX01" -RequireTLS $true -AuthMechanism TLS',
      {
        cmdlet: 'Set-ReceiveConnector',
        server: 'ex01.contoso.com',
        identity: 'Default EX01',
        requireTls: true,
        authMechanism: ['Tls'],
      },
    ],
    [
      'Set-SendConnector "InternetOutbound" -RequireTLS $true -TlsAuthLevel DomainValidation',
      {
        cmdlet: 'Set-SendConnector',
        identity: 'InternetOutbound',
        requireTls: true,
        tlsAuthLevel: 'DomainValidation',
      },
    ],
    [
      'Set-SendConnector "Internet" -SmartHosts 10.0.5.20 -SmartHostAuthMechanism None -DNSRoutingEnabled $false -Port 10025',
      {
        cmdlet: 'Set-SendConnector',
        identity: 'Internet',
        smartHosts: ['10.0.5.20'],
        smartHostAuthMechanism: 'None',
        dnsRoutingEnabled: false,
      },
    ],
    [
      'Set-SendConnector "Contoso.com Send Connector" -FrontendProxyEnabled $true',
      { cmdlet: 'Set-SendConnector', identity: 'Contoso.com Send Connector', frontendProxyEnabled: true },
    ],
    [
      'Set-PopSettings -X509CertificateName mail.contoso.com',
      { cmdlet: 'Set-PopSettings', server: 'ex01.contoso.com', x509CertificateName: 'mail.contoso.com' },
    ],
    [
      'Set-ImapSettings -Server "MBX01" -X509CertificateName mail.contoso.com',
      { cmdlet: 'Set-ImapSettings', server: 'MBX01', x509CertificateName: 'mail.contoso.com' },
    ],
  ])('%s', (line, command) => {
    expect(commandOf(line)).toEqual(command);
  });
});

describe('the same command in other spellings', () => {
  test.each([
    `enable-exchangecertificate -THUMBPRINT ${t} -services smtp,iis`,
    `Enable-ExchangeCertificate -t ${t} -servi SMTP,IIS`,
    `Enable-ExchangeCertificate -Thumbprint:${t} -Services:SMTP,IIS`,
    `Enable-ExchangeCertificate -Thumbprint: ${t} -Services: SMTP,IIS`,
    `Enable-ExchangeCertificate -Services SMTP,IIS ${t}`,
    `Enable-ExchangeCertificate -Services SMTP , IIS -Thumbprint ${t}`,
    `Enable-ExchangeCertificate -Services 'SMTP,IIS' -Thumbprint '${t}'`,
    `Enable-ExchangeCertificate -Services 'SMTP',"IIS" -Thumbprint "${t}"`,
    `Enable-ExchangeCertificate -Services @('SMTP', "IIS") -Thumbprint ${t}`,
    `Enable-ExchangeCertificate -Services SMTP,IIS,SMTP -Thumbprint ${t}`,
    `Enable-ExchangeCertificate -Thumbprint "51 13 ae 02 33 a7 2f cc b7 5b 1d 01 98 62 86 75 33 3d 01 0e" -Services SMTP,IIS`,
    `Enable-ExchangeCertificate \u2013Thumbprint \u2018${t}\u2019 \u2014Services \u201cSMTP\u201d,\u201eIIS\u201d`,
    `Enable-ExchangeCertificate\u00a0-Thumbprint\u00a0${t}\u00a0-Services\u00a0SMTP,IIS`,
    `\tEnable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS   `,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS # the new one`,
    `Enable-ExchangeCertificate -Thumbprint ${t} \`\r\n  -Services SMTP,IIS\r\n`,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,\n  IIS`,
    `Enable-ExchangeCertificate -Identity 'ex01.contoso.com\\${t}' -Services SMTP,IIS`,
    `Enable-ExchangeCertificate -Identity ex01.contoso.com\\${t} -Services SMTP,IIS`,
    `Enable-ExchangeCertificate -Identity ${t} -Services SMTP,IIS`,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS -WhatIf`,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS -wi -Confirm -Verbose -ea Stop -WarningAction:SilentlyContinue`,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS -DomainController dc01 -OutVariable done`,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS -Force:$false -DoNotRequireSsl:$False`,
    `Enable-ExchangeCertificate -Thumbprint ${t} -Services SMTP,IIS -Force: $false`,
    `Get-ExchangeCertificate -Thumbprint ${t} | Enable-ExchangeCertificate -Services SMTP,IIS`,
    `Get-ExchangeCertificate ${t}|Enable-ExchangeCertificate -Services SMTP,IIS`,
    `get-exchangecertificate -Identity 'ex01.contoso.com\\${t}' |\n  enable-exchangecertificate -Services SMTP,IIS`,
    `Get-ExchangeCertificate ${t} -Server ex01.contoso.com | Enable-ExchangeCertificate -Services SMTP,IIS`,
    `Get-ExchangeCertificate ${t} | Enable-ExchangeCertificate -Services SMTP,IIS -Server ex01.contoso.com`,
    `Get-ExchangeCertificate ${t} -Server EX01 | Enable-ExchangeCertificate -Services SMTP,IIS -Server ex01.contoso.com`,
  ])('%s', (line) => {
    expect(commandOf(line)).toEqual(enabled(['SMTP', 'IIS']));
  });
});

describe('what a line does not say', () => {
  const line = `Enable-ExchangeCertificate ${t} -Services SMTP`;

  test('the server is the caller’s, unless the line names one', () => {
    expect(commandOf(line, { server: 'ex02.contoso.com' })).toMatchObject({ server: 'ex02.contoso.com' });
    expect(commandOf(`${line} -Server ex03`, { server: 'ex02.contoso.com' })).toMatchObject({ server: 'ex03' });
    expect(parseCmdletLine(line, {})).toMatchObject({ ok: false, column: 1, message: 'The line names no server.' });
    expect(parseCmdletLine(line)).toMatchObject({ ok: false });
  });

  test('the answer is the caller’s, unless the line forces', () => {
    expect(commandOf(line)).not.toHaveProperty('answer');
    expect(commandOf(line, { ...HERE, answer: 'no' })).toMatchObject({ answer: 'no' });
    expect(commandOf(`${line} -Force:$false`, { ...HERE, answer: 'no' })).toMatchObject({ answer: 'no' });
    expect(commandOf(`${line} -Force`, { ...HERE, answer: 'no' })).toMatchObject({ answer: 'force' });
    expect(commandOf('New-ExchangeCertificate', { ...HERE, answer: 'yes' })).toMatchObject({ answer: 'yes' });
    expect(commandOf('New-ExchangeCertificate -Force')).toMatchObject({ answer: 'force' });
    expect(commandOf(`Remove-ExchangeCertificate ${t}`, { ...HERE, answer: 'yes' })).not.toHaveProperty('answer');
  });

  test('Set-SendConnector is about no server, and an identity SERVER\\name names it', () => {
    expect(commandOf('Set-SendConnector Outbound -Fqdn $null', {})).toEqual({
      cmdlet: 'Set-SendConnector',
      identity: 'Outbound',
      fqdn: null,
    });
    expect(commandOf("Set-ReceiveConnector 'EX02\\Default' -Fqdn $null")).toMatchObject({
      server: 'EX02',
      identity: 'Default',
    });
    expect(commandOf('Set-ReceiveConnector Default')).toMatchObject({
      server: 'ex01.contoso.com',
      identity: 'Default',
    });
    expect(parseCmdletLine('Set-ReceiveConnector Default', {})).toMatchObject({ ok: false, column: 1 });
    expect(commandOf("Set-ReceiveConnector 'EX02\\a\\b'")).toMatchObject({ server: 'EX02', identity: 'EX02\\a\\b' });
  });
});

describe('texts', () => {
  const fqdnOf = (typed: string) => {
    const command = commandOf(`Set-SendConnector -Identity x -Fqdn ${typed}`);
    return 'fqdn' in command ? command.fqdn : undefined;
  };

  test.each([
    ["'O''Brien'", "O'Brien"],
    ['\'a "b" $c `d\'', 'a "b" $c `d'],
    ['"a ""b"" \'c\'"', 'a "b" \'c\''],
    ['"a `"b`" `$c ``"', 'a "b" $c `'],
    ['"costs $ 5 and 5$"', 'costs $ 5 and 5$'],
    ['"$true $FALSE [$null]"', 'True False []'],
    ['\u2018it\u2019\u2019s\u2019', 'it\u2019s'],
    ['\u201ca \u201c\u201db\u201d', 'a \u201db'],
    ['a` b', 'a b'],
    ['EX01\\"Default Frontend"', 'EX01\\Default Frontend'],
    ["a'b c'd", 'ab cd'],
    ['a#b', 'a#b'],
    ['5$', '5$'],
    ['*.contoso.com', '*.contoso.com'],
    ['-1', '-1'],
    ["''", ''],
    ["'two\nlines'", 'two\nlines'],
    ["'bücher.contoso.com'", 'bücher.contoso.com'],
    ["'😀'", '😀'],
    ['$null', null],
    ['$Null', null],
  ])('%s', (typed, text) => {
    expect(fqdnOf(typed)).toBe(text);
  });
});

describe('every key of a connector', () => {
  test('of a Receive connector', () => {
    const line =
      "Set-ReceiveConnector -Identity 'EX01\\Default' -TransportRole FrontendTransport -Enabled $true -Bindings '0.0.0.0:25' " +
      "-RemoteIPRanges '10.0.0.0(255.0.0.0)',192.168.0.1-192.168.0.9 -AuthMechanism Tls,BasicAuth,BasicAuthRequireTLS,ExchangeServer,Integrated " +
      `-Fqdn mail.contoso.com -TlsCertificateName '${PIN}' -RequireTLS $false -DomainSecureEnabled 0 -SuppressXAnonymousTls 1 ` +
      "-TlsDomainCapabilities 'mail.protection.outlook.com:AcceptCloudServicesMail'";
    expect(commandOf(line)).toEqual({
      cmdlet: 'Set-ReceiveConnector',
      server: 'EX01',
      identity: 'Default',
      transportRole: 'FrontendTransport',
      enabled: true,
      bindings: ['0.0.0.0:25'],
      remoteIpRanges: ['10.0.0.0(255.0.0.0)', '192.168.0.1-192.168.0.9'],
      authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer', 'Integrated'],
      fqdn: 'mail.contoso.com',
      tlsCertificateName: PIN,
      requireTls: false,
      domainSecureEnabled: false,
      suppressXAnonymousTls: true,
      tlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
    });
  });

  test('of a Send connector', () => {
    const line =
      'Set-SendConnector -Identity Outbound -Enabled $true -SourceTransportServers EX01,EX02 -Fqdn mail.contoso.com ' +
      `-TlsCertificateName "${PIN}" -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain mail.protection.outlook.com ` +
      '-DomainSecureEnabled $false -IgnoreSTARTTLS $false -DNSRoutingEnabled $true -SmartHosts @() -SmartHostAuthMechanism None ' +
      "-FrontendProxyEnabled $false -CloudServicesMailEnabled $true -AddressSpaces 'smtp:contoso.mail.onmicrosoft.com;1'";
    expect(commandOf(line)).toEqual({
      cmdlet: 'Set-SendConnector',
      identity: 'Outbound',
      enabled: true,
      sourceServers: ['EX01', 'EX02'],
      fqdn: 'mail.contoso.com',
      tlsCertificateName: PIN,
      requireTls: true,
      tlsAuthLevel: 'DomainValidation',
      tlsDomain: 'mail.protection.outlook.com',
      domainSecureEnabled: false,
      ignoreStartTls: false,
      dnsRoutingEnabled: true,
      smartHosts: [],
      smartHostAuthMechanism: 'None',
      frontendProxyEnabled: false,
      cloudServicesMailEnabled: true,
      addressSpaces: ['smtp:contoso.mail.onmicrosoft.com;1'],
    });
  });

  test('$null unsets, and AuthMechanism None is the empty list', () => {
    expect(
      commandOf(
        'Set-ReceiveConnector Default -Fqdn $null -TlsCertificateName $null -Bindings $null -RequireTLS $null -AuthMechanism None',
      ),
    ).toMatchObject({ fqdn: null, tlsCertificateName: null, bindings: null, requireTls: null, authMechanism: [] });
    expect(commandOf('Set-ReceiveConnector Default -AuthMechanism $null')).toMatchObject({ authMechanism: null });
    expect(commandOf('Set-PopSettings -X509CertificateName $null')).toMatchObject({ x509CertificateName: null });
  });
});

describe('a new certificate', () => {
  const namesOf = () => ({ fqdn: 'ex01.contoso.com', netbiosName: 'MBX1' });
  const domains = (line: string, defaults: CommandDefaults) => {
    const command = commandOf(line, defaults);
    return 'certificate' in command ? command.certificate?.subjectAlternativeNames : undefined;
  };

  test.each<[string, CommandDefaults, readonly string[] | undefined]>([
    ['-DomainName EX01 -IncludeServerFQDN', HERE, ['EX01', 'ex01.contoso.com']],
    ['-DomainName EX01.contoso.com -IncludeServerFQDN', HERE, ['EX01.contoso.com']],
    ['-IncludeServerFQDN', HERE, ['ex01.contoso.com']],
    ['-IncludeServerFQDN:$false', HERE, undefined],
    ['-IncludeServerNetBIOSName', HERE, ['EX01']],
    ['-IncludeServerNetBIOSName -IncludeServerFQDN', { server: 'ex01', namesOf }, ['ex01.contoso.com', 'MBX1']],
    ['-IncludeServerNetBIOSName', { server: 'EX01' }, ['EX01']],
    ['-Services SMTP', HERE, undefined],
  ])('%s', (parameters, defaults, names) => {
    expect(domains(`New-ExchangeCertificate ${parameters}`, defaults)).toEqual(names);
  });

  const OLD: Certificate = {
    thumbprint: T,
    subject: 'CN=EX01',
    subjectAlternativeNames: ['EX01', 'ex01.contoso.com'],
    friendlyName: 'Microsoft Exchange',
    keySize: 1024,
    services: ['SMTP'],
  };
  const asked: string[] = [];
  const certificateOf = (server: string, thumbprint: string) => {
    asked.push(`${server} ${thumbprint}`);
    return OLD;
  };

  test('a renewal takes the names of the old one, from the server that the line names', () => {
    expect(
      commandOf(`Get-ExchangeCertificate -Thumbprint ${t} -Server EX01 | New-ExchangeCertificate -Force`, {
        certificateOf,
      }),
    ).toEqual({
      cmdlet: 'New-ExchangeCertificate',
      server: 'EX01',
      answer: 'force',
      certificate: {
        subject: 'CN=EX01',
        subjectAlternativeNames: ['EX01', 'ex01.contoso.com'],
        friendlyName: 'Microsoft Exchange',
      },
    });
    expect(asked.splice(0)).toEqual([`EX01 ${T}`]);
    expect(
      commandOf(`Get-ExchangeCertificate ${t} -Server EX01 | New-ExchangeCertificate -Server EX02 -FriendlyName b`, {
        certificateOf,
      }),
    ).toMatchObject({ server: 'EX02', certificate: { subject: 'CN=EX01', friendlyName: 'b' } });
    expect(asked.splice(0)).toEqual([`EX01 ${T}`]);
    commandOf(`Get-ExchangeCertificate ${t} | New-ExchangeCertificate`, { ...HERE, certificateOf });
    expect(asked.splice(0)).toEqual([`ex01.contoso.com ${T}`]);
  });

  test('a renewal of a certificate whose names are not known is bad input', () => {
    const line = `Get-ExchangeCertificate -Thumbprint ${t} | New-ExchangeCertificate`;
    const bad = { ok: false, column: 25, remedy: expect.stringContaining('-DomainName') };
    expect(parseCmdletLine(line, HERE)).toMatchObject(bad);
    expect(parseCmdletLine(line, { ...HERE, certificateOf: () => undefined })).toMatchObject(bad);
    expect(parseCmdletLine(line, { ...HERE, certificateOf: () => ({ thumbprint: T, subject: 'CN=a' }) })).toMatchObject(
      bad,
    );
  });
});

describe('an import', () => {
  const line =
    "Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\a (1).pfx')) -Password $p";
  const certificate: Certificate = { thumbprint: t, subject: 'CN=mail.contoso.com' };

  test('takes the caller’s certificate', () => {
    const taken = { thumbprint: T, subject: 'CN=mail.contoso.com' };
    expect(commandOf(line, { certificate })).toEqual({
      cmdlet: 'Import-ExchangeCertificate',
      server: 'EX01',
      certificate: taken,
    });
    expect(commandOf(`${line} -FriendlyName new`, { certificate })).toMatchObject({
      certificate: { ...taken, friendlyName: 'new' },
    });
    expect(commandOf(line.replace('-FileData', '-FileData:'), { certificate })).toMatchObject({ certificate: taken });
  });

  test('without one it is bad input that says how to give it', () => {
    expect(parseCmdletLine(line)).toMatchObject({
      ok: false,
      column: 41,
      remedy: expect.stringContaining('"certificate"'),
    });
    expect(parseCmdletLine('Import-ExchangeCertificate')).toMatchObject({ ok: false, column: 1 });
  });
});

describe('bad input says where, what and what to do', () => {
  /** `▸` stands before the place that is complained of. */
  test.each<[string, RegExp]>([
    ['▸', /no cmdlet.*Enable-ExchangeCertificate/],
    ['▸   # only a comment', /no cmdlet/],
    ['▸Enable-ExchangCertificate T', /no cmdlet that is understood.*Did you mean Enable-ExchangeCertificate\?/],
    ['▸Restart-Service MSExchangeTransport', /no cmdlet that is understood/],
    ["▸'Enable-ExchangeCertificate' T -Services SMTP", /begins with the name of a cmdlet/],
    ['▸$c = Get-ExchangeCertificate T', /begins with the name of a cmdlet/],
    ['▸-Thumbprint T', /begins with the name of a cmdlet/],
    ['▸[PS] C:\\>Enable-ExchangeCertificate T -Services SMTP', /prompt/],
    ['▸PS C:\\Windows\\system32> Enable-ExchangeCertificate T -Services SMTP', /prompt/],
    ['▸Get-ExchangeCertificate T', /changes nothing/],
    ['▸Enable-ExchangeCertificate -Services SMTP', /names no certificate.*-Thumbprint/],
    ['▸Enable-ExchangeCertificate T', /names no services.*-Services/],
    ['▸Set-ReceiveConnector -Fqdn a', /names no connector/],
    ['▸Set-SendConnector -Fqdn a', /names no connector/],
    ['▸Set-PopSettings -Server EX01', /X509CertificateName/],
    ['Enable-ExchangeCertificate T ▸-Servics SMTP', /no parameter -Servics.*Did you mean -Services\?/],
    ['Enable-ExchangeCertificate T ▸--Services SMTP', /no parameter --Services.*Did you mean -Services\?/],
    ['Enable-ExchangeCertificate T ▸-Services=SMTP', /no parameter -Services=SMTP.*Did you mean -Services\?/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸-Bogus', /no parameter -Bogus\. Leave it away/],
    ['Remove-ExchangeCertificate T ▸-Force', /no parameter -Force/],
    ['Set-SendConnector x ▸-Server EX01', /no parameter -Server/],
    ['Enable-ExchangeCertificate T ▸-Serv SMTP', /-Serv may be -Server, -Services\./],
    ['Enable-ExchangeCertificate T ▸-D x', /-D may be -DoNotRequireSsl, -DomainController, -Debug\./],
    ['Enable-ExchangeCertificate T ▸-E Stop', /-E may be -ErrorAction, -ErrorVariable\./],
    ['Set-ReceiveConnector x ▸-Require $true', /-Require may be -RequireTLS, -RequireEHLODomain\./],
    ['Enable-ExchangeCertificate T -Services SMTP ▸-Services IIS', /-Services is given twice/],
    ['Enable-ExchangeCertificate T -Services SMTP -f ▸-Force', /-Force is given twice/],
    ['Enable-ExchangeCertificate -Thumbprint T -Services SMTP ▸T', /-Thumbprint is given twice/],
    ['Enable-ExchangeCertificate T ▸IIS -Services SMTP', /takes no value here/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸IIS', /takes no value here/],
    ['New-ExchangeCertificate ▸mail.contoso.com', /takes no value here/],
    ['Enable-ExchangeCertificate T ▸-Services', /-Services has no value/],
    ['Enable-ExchangeCertificate T ▸-Services -Force', /-Services has no value/],
    ['Enable-ExchangeCertificate T ▸-Services:', /-Services has no value/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸-Force:', /-Force has no value.*\$true or \$false/],
    ['Enable-ExchangeCertificate T -Services SMTP -Force ▸$true', /switch.*-Force:\$true/],
    ['Enable-ExchangeCertificate T -Services SMTP -Force:▸yes', /\$true or \$false/],
    ['Enable-ExchangeCertificate T -Services SMTP -Force:▸$null', /\$true or \$false/],
    ['Enable-ExchangeCertificate T -Services ▸SMPT', /does not know "SMPT".*Did you mean SMTP\?/],
    ['Enable-ExchangeCertificate T -Services SMTP,▸WEB', /does not know "WEB".*SMTP, IIS/],
    ["Enable-ExchangeCertificate T -Services ▸'SMTP, WEB'", /does not know "WEB"/],
    ["Enable-ExchangeCertificate T -Services ▸'SMTP,,IIS'", /empty entry/],
    ["Enable-ExchangeCertificate T -Services ▸''", /empty entry/],
    ['Enable-ExchangeCertificate T -Services ▸@()', /is empty/],
    ['Enable-ExchangeCertificate T -Services SMTP▸,', /missing beside this comma/],
    ['Enable-ExchangeCertificate T -Services ▸,SMTP', /missing beside this comma/],
    ['Enable-ExchangeCertificate T -Services SMTP▸,,IIS', /missing beside this comma/],
    ['Enable-ExchangeCertificate T -Services SMTP▸, -Force', /missing beside this comma/],
    ['Enable-ExchangeCertificate T -Services ▸$null', /takes a text/],
    ['Enable-ExchangeCertificate T -Services ▸$services', /variable or an expression/],
    ['Enable-ExchangeCertificate ▸$cert.Thumbprint -Services SMTP', /variable or an expression/],
    ['Enable-ExchangeCertificate ▸(Get-ExchangeCertificate)[0].Thumbprint -Services SMTP', /variable or an expression/],
    ['Enable-ExchangeCertificate -Thumbprint "▸$t" -Services SMTP', /variable.*single quotes/],
    ['Enable-ExchangeCertificate -Thumbprint "▸$($c.Thumbprint)" -Services SMTP', /variable/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX▸${n}01', /variable/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX▸$n', /variable/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX▸$(1 + 1)', /variable/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX$▸(1', /bracket is not closed/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server ▸@servers', /variable/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX01,▸EX02', /one value/],
    ["Enable-ExchangeCertificate T -Services SMTP -Server ▸''", /-Server is empty/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server ▸$null', /takes a text/],
    ['Enable-ExchangeCertificate ▸5113AE -Services SMTP', /40 hex digits.*Get-ExchangeCertificate/],
    ['Enable-ExchangeCertificate ▸5113AE0233A72FCCB75B1D0198628675333D010G -Services SMTP', /40 hex digits/],
    ['Enable-ExchangeCertificate ▸5113AE0233A72FCCB75B1D0198628675333D010E0 -Services SMTP', /40 hex digits/],
    ["Enable-ExchangeCertificate ▸'\u200eT' -Services SMTP", /does not show/],
    ['Enable-ExchangeCertificate ▸EX01\\T -Services SMTP', /40 hex digits.*-Identity/],
    ['Enable-ExchangeCertificate -Identity ▸\\T -Services SMTP', /No server stands/],
    [
      'Enable-ExchangeCertificate -Identity EX01\\T ▸-Server EX01 -Services SMTP',
      /-Server cannot stand beside -Identity/,
    ],
    ['Enable-ExchangeCertificate T ▸-Identity T -Services SMTP', /-Identity cannot stand beside -Thumbprint/],
    ["Enable-ExchangeCertificate ▸'T -Services SMTP", /quote is not closed/],
    ['Enable-ExchangeCertificate ▸"T -Services SMTP', /quote is not closed/],
    ["Enable-ExchangeCertificate T -Services ▸'SMTP''", /quote is not closed/],
    ['Enable-ExchangeCertificate T -Services "SMTP"▸x', /blank is missing behind/],
    ['Enable-ExchangeCertificate -Thumbprint▸"T" -Services SMTP', /blank is missing between -Thumbprint/],
    ['Enable-ExchangeCertificate T -Services SMTP▸; iisreset', /semicolon/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸& iisreset', /& has no place/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸> out.txt', /quotes/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸}', /no place/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸)', /closes none/],
    ['Enable-ExchangeCertificate T -Services ▸(SMTP', /bracket is not closed/],
    ["Enable-ExchangeCertificate T -Services ▸@('SMTP'", /bracket is not closed/],
    ['Enable-ExchangeCertificate T -Services @(▸SMTP)', /run as a command/],
    ['Enable-ExchangeCertificate T -Services SMTP ▸`', /ends with a backtick/],
    ['Enable-ExchangeCertificate T -Services "SMTP▸`n"', /control character/],
    [`Enable-ExchangeCertificate T -Services SMTP\n▸Remove-ExchangeCertificate T`, /Another line follows/],
    [`Enable-ExchangeCertificate T -Services SMTP\n\n▸'`, /Another line follows/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX▸\u0000', /none that a name can hold/],
    ['Enable-ExchangeCertificate T -Services SMTP -Server EX▸\ud800', /none that a name can hold/],
    ['Get-ExchangeCertificate T ▸| ', /No cmdlet follows the pipe/],
    ['▸| Enable-ExchangeCertificate -Services SMTP', /no cmdlet/],
    ['Get-ExchangeCertificate T | Enable-ExchangeCertificate -Services SMTP | ▸Format-List', /second pipe/],
    ['Get-ExchangeCertificate T | ▸Format-List', /no cmdlet that is understood/],
    ['Get-ExchangeCertificate T | ▸Set-PopSettings -X509CertificateName a', /does not take the certificate/],
    ['Get-ExchangeCertificate T | ▸Get-ExchangeCertificate', /does not take the certificate/],
    ['New-ExchangeCertificate | ▸Enable-ExchangeCertificate -Services SMTP', /Nothing takes what New/],
    ['▸Get-ReceiveConnector x | Set-ReceiveConnector -Fqdn a', /no cmdlet that is understood/],
    ['▸Get-ExchangeCertificate | Enable-ExchangeCertificate -Services SMTP', /names no certificate/],
    [
      'Get-ExchangeCertificate ▸-DomainName mail.contoso.com | Remove-ExchangeCertificate',
      /cannot be followed.*-Thumbprint/,
    ],
    ['Get-ExchangeCertificate T | Enable-ExchangeCertificate ▸-Thumbprint T -Services SMTP', /names it again/],
    [
      'Get-ExchangeCertificate T -Server EX01 | Enable-ExchangeCertificate -Services SMTP ▸-Server EX02',
      /comes from EX01.*EX02/,
    ],
    ["Set-ReceiveConnector ▸'EX01\\'", /Half of SERVER\\name/],
    ["Set-ReceiveConnector ▸'\\Default'", /Half of SERVER\\name/],
    ['Set-ReceiveConnector x ▸-Name y', /does not rename/],
    ['Set-ReceiveConnector x -Bindings 0.0.0.0:25,▸0.0.0.0', /"0\.0\.0\.0" is not of the form address:port/],
    ['Set-ReceiveConnector x -RemoteIPRanges ▸10.0.0.9-10.0.0.1', /ends before it begins/],
    ['Set-ReceiveConnector x -RemoteIPRanges ▸@{Add="1.2.3.4"}', /whole list/],
    ['Set-ReceiveConnector x -RemoteIPRanges 10.0.0.0▸(255.0.0.0)', /quotes/],
    ['Set-ReceiveConnector x -AuthMechanism ▸Tsl', /does not know "Tsl"/],
    ['Set-ReceiveConnector x -RequireTLS ▸yes', /\$true or \$false/],
    ["Set-ReceiveConnector x -RequireTLS ▸'1'", /\$true or \$false/],
    ['Set-ReceiveConnector x -Fqdn ▸$true', /takes a text/],
    ['Set-ReceiveConnector x -TlsCertificateName ▸<I>CN=a<S>CN=b', /quotes/],
    ['Set-ReceiveConnector x -TlsCertificateName ▸$name', /variable/],
    ['Set-ReceiveConnector x -TlsCertificateName "<I>▸$($c.Issuer)<S>$($c.Subject)"', /variable/],
    ['Set-SendConnector x -AddressSpaces smtp:*▸;1', /semicolon/],
    ['Set-SendConnector x -SmartHosts a,▸$null', /takes a text/],
    ['New-ExchangeCertificate -KeySize ▸2047', /1024, 2048, 4096/],
    ['New-ExchangeCertificate -SubjectName c=US,▸o=a', /one value/],
    ["New-ExchangeCertificate -DomainName ▸'a.com, b.com'", /no comma/],
    ['New-ExchangeCertificate ▸-IncludeAcceptedDomains', /accepted domains/],
    ['New-ExchangeCertificate ▸-IncludeServerFQDN -Server EX01', /name of the server EX01 is not known/],
    ['New-ExchangeCertificate ▸-Instance $c', /does not use it any more/],
  ])('%j', (marked, said) => {
    const column = marked.indexOf('▸') + 1;
    const line = marked.replace('▸', '').replace(/\bT\b/g, T);
    // The thumbprint is longer than its stand-in.
    const before = (marked.slice(0, column - 1).match(/\bT\b/g) ?? []).length * (T.length - 1);
    const parsed = parseCmdletLine(line, HERE);
    expect(parsed).toMatchObject({ ok: false, column: column + before });
    if (!parsed.ok) expect(`${parsed.message} ${parsed.remedy}`).toMatch(said);
  });
});

describe('warnings', () => {
  const warningsOf = (line: string) => {
    const parsed = parseCmdletLine(line, HERE);
    return parsed.ok ? parsed.warnings : null;
  };
  const enable = `Enable-ExchangeCertificate ${t} -Services SMTP`;

  test('-Confirm:$false does not answer the overwrite question', () => {
    const warning = { column: enable.length + 2, message: expect.stringContaining('default SMTP certificate') };
    expect(warningsOf(`${enable} -Confirm:$false`)).toEqual([warning]);
    expect(warningsOf(`${enable} -cf:$false`)).toEqual([warning]);
    expect(warningsOf('New-ExchangeCertificate -Confirm:$false')).toHaveLength(1);
    expect(warningsOf(`${enable} -Confirm:$false -Force`)).toEqual([]);
    expect(warningsOf(`${enable} -Confirm`)).toEqual([]);
    expect(warningsOf(`Remove-ExchangeCertificate ${t} -Confirm:$false`)).toEqual([]);
  });

  test('a parameter that changes nothing presented is not looked at', () => {
    expect(warningsOf('Set-ReceiveConnector x -Banner "220 $name" -MaxMessageSize 10MB -Fqdn a')).toEqual([
      { column: 24, message: expect.stringContaining('-Banner') },
      { column: 44, message: expect.stringContaining('-MaxMessageSize') },
    ]);
    expect(warningsOf('Set-SendConnector x -AuthenticationCredential (Get-Credential) -Force')).toHaveLength(1);
    expect(
      warningsOf('Set-PopSettings -X mail.contoso.com -ExternalConnectionSettings "a:995:SSL","a:110:TLS"'),
    ).toHaveLength(1);
  });

  test('Set-ReceiveConnector of Exchange has no -Server', () => {
    expect(warningsOf('Set-ReceiveConnector x -Server EX01')).toEqual([
      { column: 24, message: expect.stringContaining('SERVER\\name') },
    ]);
    expect(commandOf('Set-ReceiveConnector x -Server EX01')).toMatchObject({ server: 'EX01', identity: 'x' });
    expect(commandOf("Set-ReceiveConnector 'EX02\\x' -Server EX01")).toMatchObject({
      server: 'EX01',
      identity: 'EX02\\x',
    });
  });

  test('a request takes no services', () => {
    expect(warningsOf('New-ExchangeCertificate -GenerateRequest -Services SMTP')).toHaveLength(1);
    expect(warningsOf('New-ExchangeCertificate -GenerateRequest:$false -Services SMTP')).toEqual([]);
    expect(warningsOf('New-ExchangeCertificate -GenerateRequest -IncludeAcceptedDomains')).toEqual([]);
  });
});

describe('parameters', () => {
  test('no two of a cmdlet have the same name or alias', () => {
    for (const { parameters } of [...Object.values(PARAMETERS), GET]) {
      const names = [...parameters, ...COMMON].flatMap(({ name, aliases }) => [name.toLowerCase(), ...aliases]);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  test('where a beginning meets one of the cmdlet and common ones, the cmdlet’s own is meant', () => {
    expect(commandOf(`Enable-ExchangeCertificate -I EX02\\${t} -Services SMTP`)).toMatchObject({ server: 'EX02' });
  });
});

describe('hostile lines', () => {
  test.each([
    ['a very long word', `Enable-ExchangeCertificate ${'a'.repeat(500_000)}`],
    ['a very long parameter', `Enable-ExchangeCertificate -${'Thumbprint'.repeat(50_000)} x`],
    ['many quotes', `Enable-ExchangeCertificate ${`'"`.repeat(200_000)}`],
    ['many dollar signs', `Set-SendConnector x -Fqdn "${'$'.repeat(300_000)}`],
    ['many brackets', `Enable-ExchangeCertificate ${'('.repeat(200_000)}`],
    ['nested brackets', `Enable-ExchangeCertificate ${'('.repeat(100_000)}${')'.repeat(100_000)}`],
    ['many commas', `Enable-ExchangeCertificate -Services ${'SMTP,'.repeat(100_000)}`],
    ['many services', `Enable-ExchangeCertificate ${t} -Services ${'SMTP,'.repeat(100_000)}WEB`],
    ['many pipes', '| '.repeat(200_000)],
    ['many cmdlets', 'New-ExchangeCertificate | '.repeat(50_000)],
    ['many positionals', `Enable-ExchangeCertificate ${'a '.repeat(200_000)}`],
    ['many backticks', `Enable-ExchangeCertificate ${'`'.repeat(300_001)}`],
    ['many blank lines', `Enable-ExchangeCertificate ${t} -Services SMTP${'\n'.repeat(300_000)}x`],
    ['many prompts', '[PS] C:\\'.repeat(50_000)],
    ['a long blank', `${' '.repeat(500_000)}x`],
    ['too many names', `New-ExchangeCertificate -DomainName ${'a,'.repeat(6000)}a`],
    ['a name longer than any', `Set-SendConnector ${'a'.repeat(600)}`],
  ])('%s is refused at once', (_, line) => {
    const started = performance.now();
    expect(parseCmdletLine(line, HERE).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      ...CMDLETS,
      'Get-ExchangeCertificate',
      ...Object.values(PARAMETERS).flatMap(({ parameters }) => parameters.map(({ name }) => `-${name}`)),
    ),
    fc.constantFrom(
      T,
      'EX01',
      'SMTP',
      '$true',
      '$null',
      '$x',
      '@(',
      '@{',
      '(',
      ')',
      ',',
      '|',
      ';',
      '`',
      '"',
      "'",
      '“',
      '’',
      '–',
      '#',
      '\n',
      '\r\n',
      ':',
      ' ',
    ),
    fc.string({ unit: anyCharacter, maxLength: 6 }),
  );

  test('never throw, and a fault stands within the line', () => {
    const certificate: Certificate = { thumbprint: T };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom('', ' '), (pieces, between) => {
        const line = pieces.join(between);
        const parsed = parseCmdletLine(line, { ...HERE, certificate, certificateOf: () => certificate });
        if (parsed.ok) return;
        expect(parsed.column).toBeGreaterThanOrEqual(1);
        expect(parsed.column).toBeLessThanOrEqual(line.length + 1);
        expect(parsed.message).toMatch(/\.$/);
        expect(parsed.remedy).toMatch(/[.}]$/);
        expect(parsed.message.length).toBeLessThan(400);
      }),
      { numRuns: share(1500) },
    );
  });
});
