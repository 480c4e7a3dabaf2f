import { describe, expect, test } from '@jest/globals';
import { CMDLETS } from './cmdlets.js';
import { happeningsOf } from './happenings.js';
import type { Given, RanCmdlet } from './ran.js';

const T = '9F2A4C1B7E5D3A6F8091B2C3D4E5F60718293AC1';
const AT = '2026-06-02T07:15:04.000Z';
const PIN = '<I>CN=Trust CA1<S>CN=mail.contoso.com';

type Value = string | null | readonly string[] | Given;

function given(value: Value): Given {
  if (value === null) return { kind: 'unset' };
  if (typeof value === 'string')
    return value.includes(';') ? { kind: 'joined', text: value } : { kind: 'text', text: value };
  return 'kind' in value ? value : { kind: 'list', texts: value };
}

function ran(cmdlet: string, parameters: Record<string, Value>, more: Partial<RanCmdlet> = {}): RanCmdlet {
  return {
    place: 'entry 1',
    cmdlet,
    parameters: new Map(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), given(value)])),
    when: { ok: true, at: AT },
    succeeded: true,
    ranOn: 'EX02',
    provenance: { actor: 'contoso.com/Users/Jo' },
    ...more,
  };
}

/** What one record tells: type, server and data of each event, and the warnings. */
function told(...records: readonly RanCmdlet[]) {
  const { happenings, warnings } = happeningsOf(records);
  return {
    events: happenings.map(({ type, server, data }) => [type, server, data]),
    warnings: warnings.map((w) => w.message),
  };
}

const LOST: Given = { kind: 'lost' };

describe('a cmdlet that ran becomes what it did', () => {
  test.each<[string, RanCmdlet, readonly unknown[]]>([
    [
      'forced, with words in a text',
      ran('Enable-ExchangeCertificate', {
        Server: 'EX01',
        Thumbprint: T.toLowerCase(),
        Services: 'SMTP, IIS',
        Force: 'True',
      }),
      ['certificate.enabled', 'EX01', { thumbprint: T, services: ['SMTP', 'IIS'], answer: 'force' }],
    ],
    [
      'without -Force the answer is unknown',
      ran('enable-exchangecertificate', { Thumbprint: T, Services: 'SMTP' }),
      ['certificate.enabled', 'EX02', { thumbprint: T, services: ['SMTP'], answer: 'unknown' }],
    ],
    [
      '-Force:$false is no force',
      ran('Enable-ExchangeCertificate', { Thumbprint: T, Services: ['smtp', 'POP'], Force: 'False' }),
      ['certificate.enabled', 'EX02', { thumbprint: T, services: ['SMTP', 'POP'], answer: 'unknown' }],
    ],
    [
      'without SMTP nothing is asked',
      ran('Enable-ExchangeCertificate', {
        Identity: `ex01.contoso.com\\${T}`,
        Services: 'IMAP;POP',
        DoNotRequireSsl: 'True',
      }),
      ['certificate.enabled', 'ex01.contoso.com', { thumbprint: T, services: ['IMAP', 'POP'], doNotRequireSsl: true }],
    ],
    [
      'services as a bit field',
      ran('Enable-ExchangeCertificate', { Thumbprint: T, Services: '24' }),
      ['certificate.enabled', 'EX02', { thumbprint: T, services: ['IIS', 'SMTP'], answer: 'unknown' }],
    ],
    [
      'no service at all',
      ran('Enable-ExchangeCertificate', { Thumbprint: T, Services: 'None' }),
      ['certificate.enabled', 'EX02', { thumbprint: T, services: ['None'] }],
    ],
    [
      'from the admin center',
      ran(
        'Enable-ExchangeCertificate',
        { Thumbprint: T, Services: 'IIS' },
        { provenance: { tool: 'Remote-ECP-Unknown' } },
      ),
      ['certificate.enabled', 'EX02', { thumbprint: T, services: ['IIS'], surface: 'eac' }],
    ],
    [
      'from the shell',
      ran(
        'Enable-ExchangeCertificate',
        { Thumbprint: T, Services: 'IIS' },
        { provenance: { tool: 'Remote-ManagementShell-Unknown' } },
      ),
      ['certificate.enabled', 'EX02', { thumbprint: T, services: ['IIS'], surface: 'shell' }],
    ],
    [
      'a short name that is the server on which it ran',
      ran('Remove-ExchangeCertificate', { Server: 'ex02', Thumbprint: T }, { ranOn: 'ex02.contoso.com' }),
      ['certificate.removed', 'ex02.contoso.com', { thumbprint: T }],
    ],
    [
      'the changed object, where the pipeline named the certificate',
      ran('Remove-ExchangeCertificate', {}, { objectModified: `EX03\\${T}` }),
      ['certificate.removed', 'EX03', { thumbprint: T }],
    ],
    [
      'a Receive connector, only what was given',
      ran('Set-ReceiveConnector', {
        Identity: 'EX01\\Default Frontend EX01',
        AuthMechanism: 'Tls, BasicAuth',
        Bindings: '0.0.0.0:25;[::]:25',
        RemoteIPRanges: ['10.0.0.0/8', '10.0.0.1-10.0.0.9'],
        RequireTLS: 'False',
        TlsCertificateName: null,
        Banner: '220 hello',
      }),
      [
        'receive-connector.configured',
        'EX01',
        {
          name: 'Default Frontend EX01',
          bindings: ['0.0.0.0:25', '[::]:25'],
          remoteIpRanges: ['10.0.0.0/8', '10.0.0.1-10.0.0.9'],
          authMechanism: ['Tls', 'BasicAuth'],
          tlsCertificateName: null,
          requireTls: false,
        },
      ],
    ],
    [
      'a Receive connector by GUID: the log names the object',
      ran(
        'Set-ReceiveConnector',
        { Identity: '3e7c2964-a6ef-4f43-b318-b3a23880dcbc', Fqdn: 'a.contoso.com' },
        { objectModified: 'EX04\\From outside' },
      ),
      ['receive-connector.configured', 'EX04', { name: 'From outside', fqdn: 'a.contoso.com' }],
    ],
    [
      'a new Receive connector, its defaults unsaid',
      ran('New-ReceiveConnector', { Name: 'Relay', Server: 'EX01', Bindings: ['0.0.0.0:2525'], Usage: 'Custom' }),
      ['receive-connector.configured', 'EX01', { name: 'Relay', bindings: ['0.0.0.0:2525'] }],
    ],
    [
      'a Receive connector that went',
      ran('Remove-ReceiveConnector', { Identity: 'Relay' }, { objectModified: 'EX01\\Relay' }),
      ['receive-connector.removed', 'EX01', { name: 'Relay' }],
    ],
    [
      'a Send connector is of the organization',
      ran('Set-SendConnector', {
        Identity: 'CN=To\\, O365,CN=Connections,DC=contoso,DC=com',
        TlsCertificateName: PIN,
        AddressSpaces: 'smtp:*;1;smtp:contoso.com;5',
        SourceTransportServers: 'EX01;CN=EX02,CN=Servers,DC=contoso',
        IgnoreSTARTTLS: '$true',
      }),
      [
        'send-connector.configured',
        null,
        {
          name: 'To, O365',
          sourceServers: ['EX01', 'EX02'],
          tlsCertificateName: PIN,
          ignoreStartTls: true,
          addressSpaces: ['smtp:*;1', 'smtp:contoso.com;5'],
        },
      ],
    ],
    [
      'a new Send connector',
      ran('New-SendConnector', { Name: 'Out' }),
      ['send-connector.configured', null, { name: 'Out' }],
    ],
    [
      'a Send connector that went',
      ran('Remove-SendConnector', { Identity: 'Out' }),
      ['send-connector.removed', null, { name: 'Out' }],
    ],
    [
      'POP',
      ran('Set-PopSettings', { Server: 'EX01', X509CertificateName: 'mail.contoso.com', LoginType: 'SecureLogin' }),
      [
        'client-protocol.configured',
        'EX01',
        { protocol: 'pop', settings: { x509CertificateName: 'mail.contoso.com' } },
      ],
    ],
    [
      'IMAP, unset',
      ran('Set-ImapSettings', { X509CertificateName: null }),
      ['client-protocol.configured', 'EX02', { protocol: 'imap', settings: { x509CertificateName: null } }],
    ],
    [
      'the internal transport certificate, outright',
      ran(
        'Set-TransportService',
        { Identity: 'EX01', InternalTransportCertificateThumbprint: T },
        { modified: new Map([['internaltransportcertificatethumbprint', { before: 'B'.repeat(40), after: T }]]) },
      ),
      ['default-smtp-certificate.overwritten', 'EX01', { current: T, previous: 'B'.repeat(40) }],
    ],
    [
      'an Edge subscription',
      ran(
        'New-EdgeSubscription',
        { FileData: LOST, Site: 'contoso.com/Configuration/Sites/AMS' },
        { objectModified: 'EDGE01' },
      ),
      ['edge-subscription.added', null, { edgeServer: 'EDGE01', adSite: 'AMS' }],
    ],
    [
      'an Edge subscription that went',
      ran('Remove-EdgeSubscription', { Identity: 'EDGE01' }),
      ['edge-subscription.removed', null, { edgeServer: 'EDGE01' }],
    ],
    [
      'hybrid',
      ran('Set-HybridConfiguration', {
        TlsCertificateName: PIN,
        SendingTransportServers: 'EX01;EX02',
        Features: 'FreeBusy',
      }),
      ['hybrid.configured', null, { tlsCertificateName: PIN, sendingServers: ['EX01', 'EX02'] }],
    ],
    ['hybrid that went', ran('Remove-HybridConfiguration', {}), ['hybrid.configured', null, null]],
    [
      'the next OAuth certificate',
      ran('Set-AuthConfig', { NewCertificateThumbprint: T, NewCertificateEffectiveDate: '7/1/2026' }),
      ['auth-config.changed', null, { nextThumbprint: T }],
    ],
    [
      'published, as the log says what became of the properties',
      ran(
        'Set-AuthConfig',
        { PublishCertificate: 'True' },
        {
          modified: new Map([
            ['currentcertificatethumbprint', { before: null, after: T }],
            ['nextcertificatethumbprint', { before: T, after: null }],
          ]),
        },
      ),
      ['auth-config.changed', null, { currentThumbprint: T, nextThumbprint: null }],
    ],
    [
      'cleared',
      ran('Set-AuthConfig', { ClearPreviousCertificate: 'True' }),
      ['auth-config.changed', null, { previousThumbprint: null }],
    ],
  ])('%s', (_, record, event) => {
    expect(told(record)).toEqual({ events: [event], warnings: [] });
  });

  test('with who, when and what the log calls it', () => {
    const record = ran(
      'Remove-ExchangeCertificate',
      { Thumbprint: T },
      { id: 'log/7', provenance: { actor: 'Jo', tool: 'Local-ConsoleHost-Unknown', sequence: '07', epoch: 'log' } },
    );
    expect(happeningsOf([record]).happenings).toEqual([
      {
        id: 'log/7',
        type: 'certificate.removed',
        server: 'EX02',
        occurredAt: AT,
        actor: 'Jo',
        tool: 'Local-ConsoleHost-Unknown',
        sequence: '07',
        epoch: 'log',
        data: { thumbprint: T },
      },
    ]);
  });
});

describe('a new or imported certificate is not in the log', () => {
  test.each(['Import-ExchangeCertificate', 'New-ExchangeCertificate'])('%s: the store is to be exported', (cmdlet) => {
    expect(told(ran(cmdlet, { Services: 'SMTP' }))).toEqual({
      events: [],
      warnings: [expect.stringContaining('Export Get-ExchangeCertificate')],
    });
  });

  test('where the log names its thumbprint, its services or the deed itself are told, and nothing else', () => {
    const named = { objectModified: `EX01\\${T}` };
    const note = (cmdlet: string) => [
      'note.added',
      'EX01',
      { text: expect.stringMatching(`^${cmdlet} put the certificate ${T}`) },
    ];
    const warnings = [expect.stringContaining('Export Get-ExchangeCertificate')];
    expect(told(ran('Import-ExchangeCertificate', {}, named))).toEqual({
      events: [note('Import-ExchangeCertificate')],
      warnings,
    });
    expect(told(ran('New-ExchangeCertificate', {}, named))).toEqual({
      events: [note('New-ExchangeCertificate')],
      warnings,
    });
    expect(told(ran('New-ExchangeCertificate', { Services: 'SMTP', Force: 'True' }, named))).toEqual({
      events: [['certificate.enabled', 'EX01', { thumbprint: T, services: ['SMTP'], answer: 'force' }]],
      warnings,
    });
  });

  test('a request changes nothing', () => {
    expect(told(ran('New-ExchangeCertificate', { GenerateRequest: 'True' }))).toMatchObject({
      events: [],
      warnings: [expect.stringContaining('sets nothing')],
    });
  });
});

describe('what changed nothing, or cannot be told, is left out aloud', () => {
  const enable = (parameters: Record<string, Value>, more: Partial<RanCmdlet> = {}) =>
    ran('Enable-ExchangeCertificate', { Thumbprint: T, Services: 'SMTP', ...parameters }, more);

  test.each<[string, RanCmdlet, string]>([
    ['failed', enable({}, { succeeded: false }), 'the cmdlet failed'],
    ['success unknown', enable({}, { succeeded: null }), 'whether it succeeded'],
    ['only asked', enable({ WhatIf: 'True' }), '-WhatIf'],
    ['another cmdlet', ran('Set-Mailbox', { Identity: 'david' }), 'Set-Mailbox (1)'],
    ['a connector’s banner', ran('Set-ReceiveConnector', { Identity: 'EX01\\a', Banner: '220' }), 'sets nothing'],
    ['POP’s banner', ran('Set-PopSettings', { Banner: 'x' }), 'sets nothing'],
    ['a file for the Edge', ran('New-EdgeSubscription', { FileName: 'a.xml' }), 'sets nothing'],
    ['no zone', enable({}, { when: { ok: false, why: 'without-zone' } }), 'no time zone'],
    ['no time', enable({}, { when: { ok: false, why: 'missing' } }), 'does not say when'],
    ['no readable time', enable({}, { when: { ok: false, why: 'unreadable' } }), 'cannot be read'],
    ['no readable parameters', enable({}, { parameters: null }), '-Depth'],
    ['no thumbprint', ran('Enable-ExchangeCertificate', { Services: 'SMTP' }), 'no thumbprint'],
    ['half a thumbprint', enable({ Thumbprint: T.slice(1) }), 'no thumbprint'],
    ['no services', enable({ Services: LOST }), 'for which services'],
    ['an unknown service', enable({ Services: 'Fax' }), '"Fax"'],
    ['unknown bits', enable({ Services: '4096' }), '"4096"'],
    ['a server by GUID', enable({ Server: '3e7c2964-a6ef-4f43-b318-b3a23880dcbc' }), 'GUID'],
    [
      'a connector by GUID alone',
      ran('Remove-SendConnector', { Identity: '3e7c2964-a6ef-4f43-b318-b3a23880dcbc' }),
      'does not name',
    ],
    ['a name without end', ran('Remove-SendConnector', { Identity: 'x'.repeat(300) }), 'longer'],
    ['a server without end', enable({ Server: 'x'.repeat(300) }), 'longer'],
    ['an Edge without a name', ran('New-EdgeSubscription', { Site: 'AMS' }), 'Edge server'],
    [
      'published, and nothing said of the rest',
      ran('Set-AuthConfig', { PublishCertificate: 'True' }),
      'Get-AuthConfig',
    ],
    [
      'a hybrid pin that was cut',
      ran('Set-HybridConfiguration', { TlsCertificateName: LOST }),
      'Get-HybridConfiguration',
    ],
  ])('%s', (_, record, warning) => {
    expect(told(record)).toEqual({ events: [], warnings: [expect.stringContaining(warning)] });
  });

  test('of a record with a value that was cut off the rest is told', () => {
    const record = ran('Set-ReceiveConnector', {
      Identity: 'EX01\\a',
      TlsCertificateName: LOST,
      Bindings: 'nowhere',
      RequireTLS: 'perhaps',
      Enabled: 'True',
    });
    expect(told(record)).toEqual({
      events: [['receive-connector.configured', 'EX01', { name: 'a', enabled: true }]],
      warnings: ['Bindings', 'TlsCertificateName', 'RequireTLS'].map((name) => expect.stringContaining(`-${name}`)),
    });
  });

  test('an unknown service beside known ones', () => {
    expect(told(enable({ Services: 'SMTP, Fax' }))).toEqual({
      events: [['certificate.enabled', 'EX02', { thumbprint: T, services: ['SMTP'], answer: 'unknown' }]],
      warnings: [expect.stringContaining('"Fax"')],
    });
  });

  test('a renamed connector is another one', () => {
    const record = ran('Set-SendConnector', { Identity: 'Old', Name: 'New', Enabled: 'False' }, { id: 'log/7' });
    const { happenings, warnings } = happeningsOf([record]);
    expect(happenings.map(({ id, type, data }) => [id, type, data])).toEqual([
      ['log/7', 'send-connector.removed', { name: 'Old' }],
      ['log/7#2', 'send-connector.configured', { name: 'New', enabled: false }],
    ]);
    expect(warnings).toEqual([{ place: 'entry 1', message: expect.stringContaining('renamed') }]);
  });

  test('the same warning of many records is one, and other cmdlets are counted together', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ran(`Set-Thing${i % 1500}`, {}));
    const { happenings, warnings } = happeningsOf([
      ...many,
      ...Array.from({ length: 40 }, () => ran('Set-Mailbox', {})),
      ...Array.from({ length: 9 }, (_, i) => ran('Remove-ExchangeCertificate', {}, { place: `entry ${i}` })),
    ]);
    expect(happenings).toEqual([]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toEqual({
      place: 'entry 0, entry 1, entry 2, entry 3, entry 4 and more',
      message: expect.stringContaining('Remove-ExchangeCertificate'),
    });
    expect(warnings[1]?.message).toMatch(/^3040 records were left out, .*: others \(\d+\), Set-Thing0 \(2\)/);
  });

  test('nothing that a log could hold makes any cmdlet throw', () => {
    const values: readonly Value[] = [
      null,
      '',
      ' ',
      '\\',
      'CN=',
      'CN=\\',
      ';',
      'True',
      'x'.repeat(2000),
      [],
      [''],
      LOST,
      '\ufffd',
    ];
    for (const cmdlet of Object.keys(CMDLETS))
      for (const value of values)
        for (const objectModified of [undefined, '', '\\', `EX01\\${T}`]) {
          const names = [
            'Identity',
            'Name',
            'Server',
            'Thumbprint',
            'Services',
            'Force',
            'Site',
            'Fqdn',
            'X509CertificateName',
          ];
          const record = ran(cmdlet, Object.fromEntries(names.map((name) => [name, value])), { objectModified });
          const { happenings, warnings } = happeningsOf([record]);
          expect(happenings.length + warnings.length).toBeGreaterThan(0);
        }
  });
});
