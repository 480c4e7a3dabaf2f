import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { PlanDefaults } from './command-defaults.js';
import { CMDLETS } from './command.js';
import { SHAPES } from './command-shapes.js';
import { readCommands } from './read-commands.js';
import { share } from '../../test/support/share.js';

const T = '5113AE0233A72FCCB75B1D0198628675333D010E';
const t = T.toLowerCase();
const PIN = '<I>CN=Trust CA1<S>CN=mail.contoso.com';

/** The commands of a list that is right, with its warnings. */
function read(value: unknown, defaults: PlanDefaults = {}) {
  const commands = readCommands(value, defaults);
  if (!commands.ok) throw new Error(JSON.stringify(commands.problems));
  return commands;
}

/** Place and message of everything that is wrong. */
function problems(value: unknown, defaults: PlanDefaults = {}): readonly string[] {
  const commands = readCommands(value, defaults);
  if (commands.ok) return [];
  for (const { remedy } of commands.problems) expect(remedy).toMatch(/\.$/);
  return commands.problems.map(({ place, message }) => `${place}: ${message}`);
}

const enable = { cmdlet: 'Enable-ExchangeCertificate', server: 'ex01.contoso.com', thumbprint: T, services: ['SMTP'] };
const remove = { cmdlet: 'Remove-ExchangeCertificate', server: 'ex01.contoso.com', thumbprint: T };

describe('the commands of the contract', () => {
  test('are read as they stand', () => {
    const commands = [
      { ...enable, answer: 'no', surface: 'shell', doNotRequireSsl: false, networkServiceAllowed: false },
      { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: T, services: ['SMTP'] } },
      { cmdlet: 'New-ExchangeCertificate', server: 'EX01', certificate: {}, services: ['SMTP'], answer: 'yes' },
      remove,
      { cmdlet: 'Set-ReceiveConnector', server: 'EX01', identity: 'Default Frontend EX01', tlsCertificateName: PIN },
      { cmdlet: 'Set-SendConnector', identity: 'Outbound', tlsCertificateName: PIN },
      { cmdlet: 'Set-PopSettings', server: 'EX01', x509CertificateName: 'mail.contoso.com' },
      { cmdlet: 'Set-ImapSettings', server: 'EX01', x509CertificateName: null },
    ];
    expect(read(commands)).toEqual({ ok: true, commands, warnings: [] });
    expect(read([])).toEqual({ ok: true, commands: [], warnings: [] });
  });

  test('take every key of a connector, and null unsets', () => {
    const receive = {
      cmdlet: 'Set-ReceiveConnector',
      identity: 'EX01\\Default',
      transportRole: 'FrontendTransport',
      enabled: true,
      bindings: ['0.0.0.0:25'],
      remoteIpRanges: ['10.0.0.0/8'],
      authMechanism: ['Tls'],
      fqdn: null,
      tlsCertificateName: null,
      requireTls: false,
      domainSecureEnabled: null,
      suppressXAnonymousTls: false,
      tlsDomainCapabilities: [],
    };
    const send = {
      cmdlet: 'Set-SendConnector',
      identity: 'Outbound',
      enabled: true,
      sourceServers: ['EX01'],
      fqdn: 'a',
      tlsCertificateName: PIN,
      requireTls: true,
      tlsAuthLevel: 'DomainValidation',
      tlsDomain: 'a',
      domainSecureEnabled: false,
      ignoreStartTls: null,
      dnsRoutingEnabled: true,
      smartHosts: null,
      smartHostAuthMechanism: 'None',
      frontendProxyEnabled: false,
      cloudServicesMailEnabled: true,
      addressSpaces: ['smtp:*;1'],
    };
    expect(read([receive, send])).toEqual({ ok: true, commands: [receive, send], warnings: [] });
  });

  test('have their thumbprints normalised', () => {
    const spaced = ` ${t.slice(0, 20)} ${t.slice(20)}`;
    expect(
      read([
        { ...enable, thumbprint: spaced },
        { ...remove, thumbprint: t },
        { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: spaced } },
        { cmdlet: 'New-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: t } },
      ]).commands,
    ).toMatchObject([
      { thumbprint: T },
      { thumbprint: T },
      { certificate: { thumbprint: T } },
      { certificate: { thumbprint: T } },
    ]);
  });

  test('say no more with null than without the key', () => {
    const nulls = { answer: null, surface: null, doNotRequireSsl: null, networkServiceAllowed: null };
    expect(read([{ ...enable, ...nulls }]).commands).toEqual([enable]);
    const made = { cmdlet: 'New-ExchangeCertificate', server: 'EX01' };
    expect(read([{ ...made, certificate: null, generateRequest: null, answer: null }]).commands).toEqual([made]);
    expect(read([{ ...made, certificate: { thumbprint: null, subject: null } }]).commands).toEqual([
      { ...made, certificate: { subject: null } },
    ]);
    expect(read([{ ...made, services: null }]).commands).toEqual([{ ...made, services: null }]);
    expect(read([{ cmdlet: 'Set-ReceiveConnector', server: null, identity: 'EX01\\a' }]).commands).toEqual([
      { cmdlet: 'Set-ReceiveConnector', identity: 'EX01\\a' },
    ]);
  });

  test('every cmdlet has a shape', () => {
    expect(Object.keys(SHAPES)).toEqual([...CMDLETS]);
  });
});

describe('what the caller gives', () => {
  const open = { cmdlet: 'Enable-ExchangeCertificate', thumbprint: T, services: ['SMTP'] };

  test('a server, where the command names none', () => {
    expect(read([open], { server: 'EX02' }).commands).toEqual([{ ...open, server: 'EX02' }]);
    expect(read([{ ...open, server: null }], { server: 'EX02' }).commands).toEqual([{ ...open, server: 'EX02' }]);
    expect(read([enable], { server: 'EX02' }).commands).toEqual([enable]);
    const send = { cmdlet: 'Set-SendConnector', identity: 'Outbound' };
    const receive = { cmdlet: 'Set-ReceiveConnector', identity: 'EX01\\Default' };
    expect(read([send, receive], { server: 'EX02' }).commands).toEqual([send, receive]);
    expect(read([{ ...receive, identity: 'Default' }], { server: 'EX02' }).commands).toEqual([
      { ...receive, identity: 'Default', server: 'EX02' },
    ]);
  });

  test('an answer, where the command gives none', () => {
    const answered = (value: object) => read([value], { answer: 'no' }).commands[0];
    expect(answered(enable)).toEqual({ ...enable, answer: 'no' });
    expect(answered({ ...enable, answer: 'force' })).toEqual({ ...enable, answer: 'force' });
    expect(answered({ ...enable, answer: null })).toEqual({ ...enable, answer: 'no' });
    expect(answered(remove)).toEqual(remove);
  });

  test('several servers: each command that names none is repeated for each, in their order', () => {
    const line = `Remove-ExchangeCertificate ${t}`;
    const { commands } = read([open, remove, line, `${line} -Server EX09`], {
      servers: ['EX02', 'EX01'],
      server: 'EX07',
    });
    expect(commands.map((command) => [command.cmdlet.slice(0, 6), 'server' in command && command.server])).toEqual([
      ['Enable', 'EX02'],
      ['Enable', 'EX01'],
      ['Remove', 'ex01.contoso.com'],
      ['Remove', 'EX02'],
      ['Remove', 'EX01'],
      ['Remove', 'EX09'],
    ]);
  });

  test('what is wrong on every server is said once, what is wrong on one too', () => {
    expect(problems([{ ...open, services: ['WEB'] }, 'Set-PopSettings'], { servers: ['EX01', 'EX02'] })).toHaveLength(
      2,
    );
    const certificateOf = (server: string): Certificate | undefined =>
      server === 'EX01' ? { thumbprint: T, subject: 'CN=a', subjectAlternativeNames: [] } : undefined;
    expect(
      problems([`Get-ExchangeCertificate ${t} | New-ExchangeCertificate`], {
        servers: ['EX01', 'EX02'],
        certificateOf,
      }),
    ).toEqual([expect.stringContaining('of EX02 is not known')]);
  });

  test('nothing: a command without its server is bad input', () => {
    expect(problems([open])).toEqual(['[0].server: [0].server is required and missing.']);
    expect(problems([open], { servers: [] })).toHaveLength(1);
    expect(problems([`Remove-ExchangeCertificate ${t}`])).toEqual(['[0], column 1: The line names no server.']);
  });
});

describe('cmdlet lines in the list', () => {
  test('stand beside objects', () => {
    const { commands, warnings } = read([
      remove,
      `Enable-ExchangeCertificate ${t} -Services SMTP -Confirm:$false -Server EX01`,
    ]);
    expect(commands).toEqual([remove, { ...enable, server: 'EX01' }]);
    expect(warnings).toEqual([{ place: '[1], column 84', message: expect.stringContaining('-Confirm') }]);
  });

  test('that are wrong say their column', () => {
    expect(problems([remove, `Enable-ExchangeCertificate ${t} -Services SMPT -Server EX01`])).toEqual([
      '[1], column 79: -Services does not know "SMPT".',
    ]);
  });
});

describe('bad input', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['no list', { commands: [] }, [': The commands are not a list (found: an object).']],
    ['a text', 'Remove-ExchangeCertificate', [': The commands are not a list (found: a text).']],
    ['nothing', undefined, [': The commands are not a list (found: missing).']],
    [
      'elements that are no commands',
      [null, 3, [remove], true],
      [
        '[0]: [0] is no command (found: null).',
        '[1]: [1] is no command (found: a number).',
        '[2]: [2] is no command (found: a list).',
        '[3]: [3] is no command (found: true).',
      ],
    ],
    [
      'an unknown cmdlet',
      [{}, { cmdlet: null }, { cmdlet: 'Get-ExchangeCertificate' }, { cmdlet: 'enable-exchangecertificate' }],
      [
        '[0].cmdlet: [0].cmdlet is required and missing.',
        '[1].cmdlet: [1].cmdlet is not a text.',
        '[2].cmdlet: [2].cmdlet is no cmdlet: "Get-ExchangeCertificate".',
        '[3].cmdlet: [3].cmdlet is no cmdlet: "enable-exchangecertificate".',
      ],
    ],
    [
      'required keys that are missing',
      [
        { cmdlet: 'Enable-ExchangeCertificate' },
        { cmdlet: 'Remove-ExchangeCertificate', server: 'EX01' },
        { cmdlet: 'Import-ExchangeCertificate', server: 'EX01' },
        { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { subject: 'CN=a' } },
        { cmdlet: 'New-ExchangeCertificate' },
        { cmdlet: 'Set-ReceiveConnector', server: 'EX01' },
        { cmdlet: 'Set-ReceiveConnector', identity: 'Default' },
        { cmdlet: 'Set-SendConnector' },
        { cmdlet: 'Set-PopSettings' },
        { cmdlet: 'Set-ImapSettings', server: 'EX01' },
      ],
      [
        '[0].server: [0].server is required and missing.',
        '[0].thumbprint: [0].thumbprint is required and missing.',
        '[0].services: [0].services is required and missing.',
        '[1].thumbprint: [1].thumbprint is required and missing.',
        '[2].certificate: [2].certificate is required and missing.',
        '[3].certificate.thumbprint: [3].certificate.thumbprint is required and missing.',
        '[4].server: [4].server is required and missing.',
        '[5].identity: [5].identity is required and missing.',
        '[6].server: [6].server is required and missing, for the identity is not SERVER\\name.',
        '[7].identity: [7].identity is required and missing.',
        '[8].server: [8].server is required and missing.',
        '[8].x509CertificateName: [8].x509CertificateName is required and missing.',
        '[9].x509CertificateName: [9].x509CertificateName is required and missing.',
      ],
    ],
    [
      'required keys that are null or blank',
      [
        { ...enable, thumbprint: null, services: null },
        { ...enable, server: ' ', thumbprint: '' },
        { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: null },
        { cmdlet: 'Set-SendConnector', identity: null },
      ],
      [
        '[0].thumbprint: [0].thumbprint is not a text (found: null).',
        '[0].services: [0].services is not a list (found: null).',
        '[1].server: [1].server is empty or not in the expected form (found: " ").',
        '[1].thumbprint: [1].thumbprint is empty or not in the expected form (found: "").',
        '[2].certificate: [2].certificate is not an object (found: null).',
        '[3].identity: [3].identity is not a text (found: null).',
      ],
    ],
    [
      'wrong types',
      [
        { ...enable, services: 'SMTP', doNotRequireSsl: 'no', server: 1 },
        {
          cmdlet: 'Set-ReceiveConnector',
          server: 'EX01',
          identity: 'a',
          requireTls: 'true',
          bindings: ['0.0.0.0:25', 25],
        },
        { cmdlet: 'Set-PopSettings', server: 'EX01', x509CertificateName: false },
        { cmdlet: 'New-ExchangeCertificate', server: 'EX01', certificate: [], generateRequest: 1 },
      ],
      [
        '[0].server: [0].server is not a text (found: 1).',
        '[0].services: [0].services is not a list (found: "SMTP").',
        '[0].doNotRequireSsl: [0].doNotRequireSsl is not true or false (found: "no").',
        '[1].bindings[1]: [1].bindings[1] is not a text (found: 25).',
        '[1].requireTls: [1].requireTls is not true or false (found: "true").',
        '[2].x509CertificateName: [2].x509CertificateName is not a text (found: false).',
        '[3].certificate: [3].certificate is not an object (found: a list).',
        '[3].generateRequest: [3].generateRequest is not true or false (found: 1).',
      ],
    ],
    [
      'instants, addresses and ranges that cannot be parsed',
      [
        {
          cmdlet: 'Import-ExchangeCertificate',
          server: 'EX01',
          certificate: { thumbprint: T, notBefore: 'yesterday', notAfter: '2026-02-30T00:00:00Z' },
        },
        { cmdlet: 'New-ExchangeCertificate', server: 'EX01', certificate: { notAfter: '2026' } },
        {
          cmdlet: 'Set-ReceiveConnector',
          server: 'EX01',
          identity: 'a',
          bindings: ['0.0.0.0:25', '0.0.0.0', 'x:25'],
          remoteIpRanges: ['10.0.0.9-10.0.0.1', '10.0.0.0(255.0.255.0)'],
        },
      ],
      [
        '[0].certificate.notBefore: [0].certificate.notBefore is not an RFC 3339 instant such as 2026-06-01T00:00:00Z.',
        '[0].certificate.notAfter: [0].certificate.notAfter is not an RFC 3339 instant such as 2026-06-01T00:00:00Z.',
        '[1].certificate.notAfter: [1].certificate.notAfter is not an RFC 3339 instant such as 2026-06-01T00:00:00Z.',
        '[2].bindings[1]: [2].bindings[1] is not of the form address:port.',
        '[2].bindings[2]: [2].bindings[2] is not an IPv4 or IPv6 address.',
        '[2].remoteIpRanges[0]: [2].remoteIpRanges[0] ends before it begins.',
        '[2].remoteIpRanges[1]: [2].remoteIpRanges[1] has a mask with holes.',
      ],
    ],
    [
      'texts that cannot be kept',
      [
        { ...remove, server: 'EX\0' },
        { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: T, subject: '\ud800' } },
        { cmdlet: 'Set-SendConnector', identity: 'a', smartHosts: ['b', 'c\0'] },
      ],
      [
        '[0].server: [0].server holds a NUL or half a character.',
        '[1].certificate.subject: [1].certificate.subject holds a NUL or half a character.',
        '[2].smartHosts[1]: [2].smartHosts[1] holds a NUL or half a character.',
      ],
    ],
  ])('%s', (_, value, expected) => {
    expect(problems(value)).toEqual(expected);
  });

  test.each([
    ['services', { ...enable, services: ['SMTP', 'smtp'] }, '[0].services[1]'],
    ['answer', { ...enable, answer: 'maybe' }, '[0].answer'],
    ['surface', { ...enable, surface: 'web' }, '[0].surface'],
  ])('an unknown word of %s', (_, command, place) => {
    expect(readCommands([command])).toMatchObject({ ok: false, problems: [{ place }] });
  });

  test('a wrong shape and a wrong instant are both said', () => {
    const certificate = { thumbprint: T, notAfter: 'never', hasPrivateKey: 'yes' };
    expect(problems([{ cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate }])).toHaveLength(2);
  });

  test('after a hundred problems it looks no further', () => {
    const wrong = readCommands(Array.from({ length: 250 }, () => null));
    expect(wrong.ok ? 0 : wrong.problems.length).toBe(101);
    expect(wrong.ok ? null : wrong.problems.at(-1)).toMatchObject({ message: 'More is wrong behind these.' });
  });
});

describe('warnings', () => {
  test('unknown keys are ignored', () => {
    const value = [
      { ...enable, colour: 'red', 'a b': 1 },
      { cmdlet: 'Set-SendConnector', identity: 'a', server: 'EX01', name: 'b' },
      { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: T, shape: 'round' } },
    ];
    const before = structuredClone(value);
    const { commands, warnings } = read(value);
    expect(commands).toEqual([
      enable,
      { cmdlet: 'Set-SendConnector', identity: 'a' },
      { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: { thumbprint: T } },
    ]);
    expect(warnings.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      '[0].colour: Unknown key, ignored.',
      '[0]["a b"]: Unknown key, ignored.',
      '[1].server: Unknown key, ignored.',
      '[1].name: Unknown key, ignored.',
      '[2].certificate.shape: Unknown key, ignored.',
    ]);
    expect(value).toEqual(before);
  });

  test('unknown words of a certificate are taken as unknown, as in the fleet document', () => {
    const certificate = { thumbprint: T, status: 'Fine', keyProvider: 'TPM', services: ['SMTP', 'Copilot'] };
    const value = [{ cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate }];
    const before = structuredClone(value);
    const { commands, warnings } = read(value);
    expect(commands).toMatchObject([{ certificate: { thumbprint: T, services: ['SMTP'] } }]);
    expect(warnings.map(({ place }) => place)).toEqual([
      '[0].certificate.keyProvider',
      '[0].certificate.status',
      '[0].certificate.services[1]',
    ]);
    expect(value).toEqual(before);
  });
});

describe('hostile input', () => {
  const key = fc.constantFrom(
    'cmdlet',
    'server',
    'thumbprint',
    'services',
    'certificate',
    'identity',
    'bindings',
    '__proto__',
    'x',
  );
  const value = fc.oneof(
    fc.constantFrom(...CMDLETS, T, 'SMTP', '\0'),
    fc.jsonValue({ maxDepth: 3 }),
    fc.anything({ maxDepth: 2 }),
  );

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), fc.dictionary(key, value)), { maxLength: 4 })),
        (anything) => {
          const commands = readCommands(anything, { servers: ['EX01', 'EX02'] });
          if (!commands.ok) expect(commands.problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: share(2000) },
    );
  });

  test('a key named __proto__ is an unknown key', () => {
    const element: unknown = JSON.parse(`{"cmdlet":"Set-SendConnector","identity":"a","__proto__":{"fqdn":"b"}}`);
    expect(read([element]).commands).toEqual([{ cmdlet: 'Set-SendConnector', identity: 'a' }]);
  });

  test('deep nesting in an unknown key is not walked', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(read([{ ...remove, deep }]).commands).toEqual([remove]);
  });
});
