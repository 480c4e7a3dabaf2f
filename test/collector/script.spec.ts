import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  AuthConfig,
  DocumentCertificate,
  EdgeSubscription,
  FleetDocument,
  ClientProtocolSettings,
  Collector,
  CollectorNote,
  Hybrid,
  IisBinding,
  Organization,
  ReceiveConnector,
  SendConnector,
  Server,
  UmSettings,
  VirtualDirectory,
} from '#libs/formats/fleet-document/schema.js';
import { sentClock, SENT_AT_HEADER } from '../../apps/api/sent-at.js';
import { nodesOf, nodesOfType, parsePowerShell, placeOf } from '../support/powershell.js';
import {
  addedKeys,
  argumentsOf,
  type CollectorScript,
  commandsOf,
  readCollectorScript,
  setVariables,
  variableName,
} from './collector-script.js';

let script: CollectorScript;
beforeAll(async () => {
  script = await readCollectorScript();
});

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const docs = read('docs/collector.md');
/** The script without its comments: words in them do nothing. */
const code = () =>
  nodesOfType(script.root, 'comment').reduce((text, comment) => text.replace(comment.text, ''), script.text);

test('each request says what time it is there, as it is read here', () => {
  const [, header = '', format = ''] =
    /Headers\.Add\('([\w-]+-At)', \[DateTime\]::UtcNow\.ToString\('([^']+)', \$invariant\)\)/.exec(code()) ?? [];
  expect(header).toBe(SENT_AT_HEADER.name);
  const sent = format.replace('yyyy-MM-dd', '2026-06-01').replace('HH:mm:ss.fff', '08:30:00.250');
  expect(sentClock(sent, new Date('2026-06-01T08:30:01.000Z'))).toEqual({ clockOffsetMs: 750, warnings: [] });
});

describe('the grammar', () => {
  test('understands all of the script', () => {
    const wrong = [...nodesOf(script.root)].filter(({ isError, isMissing }) => isError || isMissing);
    expect(wrong.map(placeOf)).toEqual([]);
    expect(script.root.hasError).toBe(false);
    expect(script.functions.size).toBeGreaterThan(50);
  });

  test('notices what is wrong', async () => {
    for (const text of ['if ($a { }', '$x = @{ a = }', 'function { ', '"unended']) {
      expect({ text, hasError: (await parsePowerShell(text)).hasError }).toEqual({ text, hasError: true });
    }
  });
});

/** Cmdlets of Exchange that only read. */
const EXCHANGE = [
  'Get-ActiveSyncVirtualDirectory',
  'Get-AuthConfig',
  'Get-AutodiscoverVirtualDirectory',
  'Get-EcpVirtualDirectory',
  'Get-EdgeSubscription',
  'Get-ExchangeCertificate',
  'Get-ExchangeServer',
  'Get-HybridConfiguration',
  'Get-ImapSettings',
  'Get-MapiVirtualDirectory',
  'Get-OabVirtualDirectory',
  'Get-OrganizationConfig',
  'Get-OutlookAnywhere',
  'Get-OwaVirtualDirectory',
  'Get-PopSettings',
  'Get-PowerShellVirtualDirectory',
  'Get-ReceiveConnector',
  'Get-SendConnector',
  'Get-TransportServer',
  'Get-TransportService',
  'Get-UMServer',
  'Get-UMService',
  'Get-WebServicesVirtualDirectory',
];

/** What else it may run: nothing here changes anything but the session itself. */
const OTHERS = [
  'Add-PSSnapin',
  'Connect-ExchangeServer',
  'ConvertFrom-SecureString',
  'ConvertTo-SecureString',
  'Get-ChildItem',
  'Get-Command',
  'Get-PSSnapin',
  'Get-Service',
  'New-Object',
  'Read-Host',
  'Set-StrictMode',
  'Sort-Object',
  'Test-Path',
  'Where-Object',
  'Write-Host',
  'Write-Warning',
  'certutil.exe',
  'netsh.exe',
];

describe('what it runs', () => {
  test('is its own functions and what is on the list, all of it', () => {
    const names = new Set(commandsOf(script.root).map(({ name }) => name));
    const allowed = new Set([...EXCHANGE, ...OTHERS, ...script.functions.keys()]);
    expect([...names].filter((name) => !allowed.has(name))).toEqual([]);
    expect([...EXCHANGE, ...OTHERS].filter((name) => !names.has(name))).toEqual([]);
    expect(EXCHANGE.filter((name) => !name.startsWith('Get-'))).toEqual([]);
  });

  test('is written out: only the question handed to Read-Exchange is called by a variable, only the shell of Exchange is dot-sourced', () => {
    const dynamic = nodesOfType(script.root, 'command').filter(
      ({ children }) => !children.some(({ type }) => type === 'command_name'),
    );
    expect(dynamic.map(({ text }) => text)).toEqual([
      '. "$env:ExchangeInstallPath\\bin\\RemoteExchange.ps1"',
      '& $Question',
    ]);
    const questions = commandsOf(script.root).filter(({ name }) => name === 'Read-Exchange');
    expect(questions.length).toBeGreaterThan(10);
  });

  test('asks with -ErrorAction Stop, so that half an answer is none', () => {
    const asking = commandsOf(script.root).filter(({ name }) => EXCHANGE.includes(name));
    expect(
      asking.filter(({ node }) => !node.text.endsWith('-ErrorAction Stop')).map(({ node }) => placeOf(node)),
    ).toEqual([]);
  });

  test('every function is used, and is given what it takes', () => {
    const calls = commandsOf(script.root).filter(({ name }) => script.functions.has(name));
    const called = new Set(calls.map(({ name }) => name));
    expect([...script.functions.keys()].filter((name) => !called.has(name))).toEqual([]);
    const wrong = calls.filter(({ name, node }) => {
      const { parameters } = script.functions.get(name) ?? { parameters: [] };
      const { named, values } = argumentsOf(node);
      const switches = parameters.filter(({ isSwitch }) => isSwitch).map((one) => one.name);
      return values !== parameters.length - switches.length || named.some((one) => !switches.includes(one));
    });
    expect(wrong.map(({ node }) => placeOf(node))).toEqual([]);
  });

  test('every variable that is read is set somewhere above', () => {
    const automatic = ['_', 'true', 'false', 'null', 'error', 'matches', 'lastexitcode', 'executioncontext'];
    const top = topLevelSets();
    const unset = [...script.functions.values()].flatMap(({ name, node }) => {
      const own = setVariables(node);
      return nodesOfType(node, 'variable')
        .map(({ text }) => variableName(text))
        .filter((one) => !one.startsWith('env:') && !own.has(one) && !top.has(one) && !automatic.includes(one))
        .map((one) => `${name}: $${one}`);
    });
    expect(unset).toEqual([]);
  });

  test('a list that grows writes nothing on the way: its index would become a part of what a function returns', () => {
    const leaking = script.text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^\$[\w.]+\.Add\([^,]*\)$/.test(line) || /^\$[\w.]+\.Append\(/.test(line));
    expect(leaking).toEqual([]);
    expect(script.text).toMatch(/\[void\]\$list\.Add\(\$entry\)/);
  });
});

function topLevelSets(): ReadonlySet<string> {
  const within = new Set(
    [...script.functions.values()].flatMap(({ node }) => [...nodesOfType(node, 'variable')].map(keyOf)),
  );
  const sets = nodesOfType(script.root, 'left_assignment_expression', 'script_parameter', 'foreach_statement')
    .flatMap((node) => nodesOfType(node, 'variable').slice(0, 1))
    .filter((variable) => !within.has(keyOf(variable)));
  return new Set(sets.map(({ text }) => variableName(text)));
}

function keyOf({
  startPosition,
}: {
  readonly startPosition: { readonly row: number; readonly column: number };
}): string {
  return `${startPosition.row}:${startPosition.column}`;
}

describe('PowerShell 2.0', () => {
  test('knows every operator that is used', () => {
    const known = [
      '-eq',
      '-ne',
      '-gt',
      '-ge',
      '-lt',
      '-le',
      '-like',
      '-notlike',
      '-match',
      '-notmatch',
      '-contains',
      '-notcontains',
      '-is',
      '-isnot',
      '-replace',
    ];
    const used = nodesOfType(script.root, 'comparison_operator').map(({ text }) => text.toLowerCase());
    expect([...new Set(used)].filter((operator) => !known.includes(operator))).toEqual([]);
    // The chain operators are of PowerShell 7.
    expect(nodesOfType(script.root, 'pipeline_chain_tail', '&&', '||').map(placeOf)).toEqual([]);
  });

  test('knows every type and every way of writing that is used', () => {
    const types = new Set(nodesOfType(script.root, 'type_spec').map(({ text }) => text.toLowerCase()));
    for (const later of ['ordered', 'pscustomobject', 'securestring', 'int32[]', 'uri'])
      expect(types).not.toContain(later);
    expect(code()).not.toMatch(/::new\(/i);
    expect(code()).not.toMatch(/\$(?:PSItem|PSScriptRoot|PSCommandPath|using:)/i);
    expect(code()).not.toMatch(/\.(?:ForEach|Where)\(/i);
    expect(
      nodesOfType(
        script.root,
        'class_statement',
        'enum_statement',
        'data_statement',
        'inlinescript_statement',
        'parallel_statement',
        'sequence_statement',
        'foreach_command',
        'ternary_expression',
      ).map(placeOf),
    ).toEqual([]);
    const filters = commandsOf(script.root).filter(({ name }) => name === 'Where-Object');
    expect(filters.every(({ node }) => /^Where-Object \{/.test(node.text))).toBe(true);
  });

  test('has every parameter that is used', () => {
    const later = [
      '-parallel',
      '-directory',
      '-file',
      '-property',
      '-asplaintext',
      '-raw',
      '-first',
      '-skip',
      '-nonewline',
      '-argumentlist',
    ];
    const used = new Set(nodesOfType(script.root, 'command_parameter').map(({ text }) => text.toLowerCase()));
    // Of New-Object and Sort-Object, which have it since 1.0.
    expect([...used].filter((name) => later.includes(name) && name !== '-property')).toEqual([]);
  });

  test('and code signing find plain bytes: ASCII, Windows line ends wherever it is checked out', () => {
    expect([...script.bytes].filter((byte) => byte > 126 || (byte < 32 && byte !== 10 && byte !== 13))).toEqual([]);
    expect(read('.gitattributes')).toMatch(/^\*\.ps1 +text +eol=crlf$/m);
    expect(script.text.split('\n').filter((line) => line.length > 150 || /\s$/.test(line))).toEqual([]);
  });
});

test('nothing of what must never be in it is in it', () => {
  const never = [
    /Invoke-Expression|\biex\b|ScriptBlock\]::Create|Invoke-Command/i,
    /ServerCertificateValidationCallback|CertificatePolicy|SkipCertificateCheck/i,
    /Export-(?!Certfleet)|PfxCertificate|\.Export\(|\bPFX\b|PrivateKey\b(?!.* Flag')|ExportParameters|-exportpfx/i,
    /\b(?:Set|Enable|Disable|Remove|New|Import|Update|Start|Stop|Restart)-(?!Outcome|StrictMode|Reading|ImportRequest|Object|Tls12)\w+/,
    /Download(?:String|File)|WebClient|Invoke-(?:WebRequest|RestMethod)|Start-BitsTransfer/i,
    /Add-Type|Reflection|FromBase64String|EncodedCommand|ExecutionPolicy/i,
    /-Force\b|-Confirm|SecurityProtocolType\]::(?:Ssl3|Tls\b)/i,
    /MyInvocation|\$PSCommandPath/i,
  ];
  expect(never.flatMap((pattern) => pattern.exec(code())?.[0] ?? [])).toEqual([]);
});

describe('what it writes', () => {
  const shapes = {
    Certificate: [DocumentCertificate, ['Certificate', 'ExchangeState']],
    Server: [Server, ['Server', 'TransportService']],
    ReceiveConnector: [ReceiveConnector, ['ReceiveConnector']],
    SendConnector: [SendConnector, ['SendConnector']],
    Hybrid: [Hybrid, ['Hybrid']],
    AuthConfig: [AuthConfig, ['AuthConfig']],
    EdgeSubscription: [EdgeSubscription, ['EdgeSubscription']],
    ClientProtocol: [ClientProtocolSettings, ['ClientProtocol']],
    UmService: [UmSettings, ['UmService']],
    VirtualDirectory: [VirtualDirectory, ['VirtualDirectory']],
    OutlookAnywhere: [VirtualDirectory, ['OutlookAnywhere']],
    Organization: [Organization, ['Organization']],
  } as const;

  /** Keys that stand in no table: the script writes them one by one. */
  const byHand: Readonly<Record<string, readonly string[]>> = {
    Certificate: ['keyProvider'],
    Server: [
      'certificates',
      'receiveConnectors',
      'iisBindings',
      'popSettings',
      'imapSettings',
      'umSettings',
      'virtualDirectories',
    ],
    VirtualDirectory: ['kind'],
    OutlookAnywhere: ['kind'],
    Organization: ['sendConnectors', 'edgeSubscriptions', 'hybrid', 'authConfig'],
  };

  /** What cannot be read from Exchange, or follows from the certificate's own bytes. */
  const left: Readonly<Record<string, readonly string[]>> = {
    Certificate: [
      'subjectAlternativeNames',
      'version',
      'keyAlgorithm',
      'keySize',
      'signatureAlgorithm',
      'extendedKeyUsages',
      'serialNumber',
      'sha256',
    ],
    Organization: ['clientNames', 'pools'],
  };

  test('every table has the keys of its shape, each once', () => {
    for (const [name, [shape, tables]] of Object.entries(shapes)) {
      const keys = tables.flatMap((table) => script.tables.get(table) ?? []).map(({ key }) => key);
      const expected = Object.keys(shape.shape).filter(
        (key) => !byHand[name]?.includes(key) && !left[name]?.includes(key),
      );
      expect({ name, keys: keys.sort() }).toEqual({ name, keys: expected.sort() });
    }
    expect([...script.tables.keys()].sort()).toEqual(
      Object.values(shapes)
        .flatMap(([, tables]) => [...tables])
        .sort(),
    );
  });

  test('every key that is written one by one is a key of the document', () => {
    const all = [
      FleetDocument,
      Collector,
      CollectorNote,
      Organization,
      Server,
      IisBinding,
      VirtualDirectory,
      DocumentCertificate,
    ];
    const known = new Set(all.flatMap((shape) => Object.keys(shape.shape)));
    // These are none of the document: parameters and headers.
    const headers = ['Authorization', 'Certfleet-Sent-At'];
    const written = addedKeys(script.root).filter((key) => !headers.includes(key));
    expect(written.filter((key) => !known.has(key))).toEqual([]);
    const handed = nodesOfType(script.root, 'command').flatMap(
      ({ text }) => /^Add-O(?:neObject|bjectList) \$Target '(\w+)'/.exec(text)?.[1] ?? [],
    );
    const keys = new Set([...written, ...handed]);
    expect(
      Object.values(byHand)
        .flat()
        .filter((key) => !keys.has(key)),
    ).toEqual([]);
    expect(Object.keys(IisBinding.shape).filter((key) => !keys.has(key))).toEqual([]);
    expect(Object.keys(Collector.shape).filter((key) => !keys.has(key))).toEqual([]);
  });

  test('every property is one that Exchange’s objects have', () => {
    const samples: Readonly<Record<string, string>> = {
      Server: 'exchange-server',
      TransportService: 'transport-service',
      ReceiveConnector: 'receive-connector',
      SendConnector: 'send-connector',
      Hybrid: 'hybrid-configuration',
      AuthConfig: 'auth-config',
      EdgeSubscription: 'edge-subscription',
      ClientProtocol: 'client-protocol',
      UmService: 'client-protocol',
      VirtualDirectory: 'virtual-directory',
      OutlookAnywhere: 'virtual-directory',
    };
    const unknown = Object.entries(samples).flatMap(([table, folder]) => {
      const sample = read(`libs/formats/${folder}/sample.xml`);
      return (script.tables.get(table) ?? [])
        .filter(({ property }) => !sample.includes(`N="${property}"`))
        .map(({ property }) => `${table}.${property}`);
    });
    expect(unknown).toEqual([]);
  });

  test('every kind of value has its branch', () => {
    const kinds = new Set([...script.tables.values()].flat().map(({ kind }) => kind));
    const branches = nodesOfType(script.root, 'switch_clause_condition').map(({ text }) => text.replaceAll("'", ''));
    // A word alone is the default of the words.
    expect([...kinds].filter((kind) => kind !== 'Word' && !branches.includes(kind))).toEqual([]);
  });
});

describe('its page', () => {
  test('names every cmdlet, parameter and exit code', () => {
    const parameters = nodesOfType(
      script.root.children.find(({ type }) => type === 'param_block') ?? script.root,
      'script_parameter',
    )
      .filter(({ parent }) => parent?.parent?.parent?.type === 'program')
      .map((one) => one.children.find(({ type }) => type === 'variable')?.text.slice(1) ?? '');
    expect(parameters.length).toBeGreaterThan(10);
    expect(parameters.filter((name) => !docs.includes(`\`-${name}\``))).toEqual([]);
    expect(EXCHANGE.filter((name) => !docs.includes(`\`${name}\``))).toEqual([]);
    expect(parameters.filter((name) => !script.text.includes(`.PARAMETER ${name}\n`))).toEqual([]);
  });

  test('has the exit codes of the script', () => {
    const codes = (/\$OutcomesByWeight = @\(([\d, ]+)\)/.exec(script.text)?.[1] ?? '').split(', ').map(Number);
    const set = [...code().matchAll(/(?:Set-Outcome|exit) (\d+)/g)].map(([, found]) => Number(found));
    expect(set.filter((one) => !codes.includes(one))).toEqual([]);
    const notes = script.text.slice(script.text.indexOf('.NOTES'), script.text.indexOf('#>'));
    for (const one of codes) {
      expect(docs).toMatch(new RegExp(`^\\| ${one} \\|`, 'm'));
      expect(notes).toMatch(new RegExp(`\\b${one} `));
    }
  });
});
