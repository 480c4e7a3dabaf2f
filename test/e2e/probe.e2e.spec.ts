/**
 * `certfleet probe` against a running Certfleet and servers that others wrote: Postfix, Dovecot and nginx, with certificates that are foretold
 * and certificates that are not.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certfleet, serving, startCertfleet, type Started } from '../support/certfleet-process.js';
import { haveRealServers, realServers, type RealServers } from '../support/real-servers.js';
import { issuedCertificate, serverCertificate } from '../support/server-certificate.js';

const wanted = haveRealServers();
const folder = mkdtempSync(join(tmpdir(), 'cf-probe-'));
chmodSync(folder, 0o755); // the database server runs as another user when root starts it
const data = join(folder, 'data');

const EX01 = 'ex01.contoso.com';
const LASTING = { notBefore: '20200101000000Z', notAfter: '20490101000000Z' };
/** What the inventory has. */
const right = issuedCertificate(EX01, LASTING);
/** What it does not have. */
const wrong = serverCertificate('stranger.example');

let servers: RealServers;
let running: Started;
let url = '';
let targets = '';

function stored(certificate: { readonly thumbprint: string }, services: readonly string[]) {
  return {
    thumbprint: certificate.thumbprint,
    subject: `CN=${EX01}`,
    issuer: 'CN=Test Root',
    subjectAlternativeNames: [EX01],
    version: 3,
    notBefore: '2020-01-01T00:00:00Z',
    notAfter: '2049-01-01T00:00:00Z',
    hasPrivateKey: true,
    keyProvider: 'CAPI',
    keyAlgorithm: 'RSA',
    keySize: 2048,
    signatureAlgorithm: 'sha256RSA',
    extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
    isSelfSigned: false,
    status: 'Valid',
    rootCaType: 'Enterprise',
    services,
  };
}

function connector(name: string, port: number, keys: object = {}) {
  return {
    name,
    transportRole: 'FrontendTransport',
    enabled: true,
    bindings: [`0.0.0.0:${port}`],
    remoteIpRanges: ['0.0.0.0-255.255.255.255'],
    authMechanism: ['Tls'],
    fqdn: EX01,
    tlsCertificateName: null,
    requireTls: false,
    domainSecureEnabled: false,
    suppressXAnonymousTls: false,
    tlsDomainCapabilities: [],
    ...keys,
  };
}

function site(hostName: string) {
  const { thumbprint } = right;
  return {
    site: 'Default Web Site',
    protocol: 'https',
    ipAddress: '*',
    port: servers.https,
    hostName,
    sni: hostName !== '',
    thumbprint,
  };
}

/** What Certfleet is told: every endpoint has `right`, and the connector Plain offers no TLS. */
function fleet() {
  return {
    format: 'certfleet.fleet/1',
    at: new Date(Date.now() - 60_000).toISOString(),
    organization: { name: 'contoso' },
    servers: [
      {
        fqdn: EX01,
        netbiosName: 'EX01',
        version: '2019',
        roles: ['Mailbox'],
        internalTransportCertificate: right.thumbprint,
        certificates: [stored(right, ['SMTP', 'IIS', 'POP', 'IMAP'])],
        receiveConnectors: [
          connector('Right', servers.smtp.right),
          connector('Wrong', servers.smtp.wrong),
          connector('Plain', servers.smtp.plain, { authMechanism: ['None'] }),
        ],
        iisBindings: [site(''), site('owa.contoso.com')],
        popSettings: { x509CertificateName: EX01 },
        imapSettings: { x509CertificateName: EX01 },
      },
      { fqdn: 'ex02.contoso.com', version: '2019', popSettings: { x509CertificateName: 'ex02.contoso.com' } },
    ],
  };
}

const online = () => ['--url', url, '--data', data, '--targets', targets] as const;

interface LookItem {
  readonly endpoint: string | null;
  readonly protocol: string;
  readonly serverName: string | null;
  readonly seen: { readonly kind: string; readonly chain?: readonly string[]; readonly line?: string };
  readonly agreement: string | null;
  readonly hints: readonly string[];
}

/** What `GET /presentations` answers. */
async function presentations(): Promise<{ readonly items: readonly object[]; readonly counts: readonly object[] }> {
  const token = readFileSync(join(data, 'token'), 'utf8').trim();
  const response = await fetch(`${url}/api/v1/presentations`, { headers: { authorization: `Bearer ${token}` } });
  const body: unknown = await response.json();
  return body as { items: object[]; counts: object[] };
}

beforeAll(async () => {
  if (!wanted) return;
  servers = await realServers({ right, wrong, name: 'owa.contoso.com' });
  running = startCertfleet(['up', '--port', '0', '--data', data]);
  ({ url } = await serving(running));
  const state = join(folder, 'fleet.json');
  writeFileSync(state, JSON.stringify(fleet()));
  targets = join(folder, 'targets.json');
  const ports = { 110: servers.pop, 143: servers.imap, 993: servers.imaps, 995: servers.pops };
  const organizations = { default: { [EX01.toUpperCase()]: { address: '127.0.0.1', ports } } };
  writeFileSync(targets, JSON.stringify({ format: 'certfleet.probe-targets/1', organizations }));
  const imported = await certfleet(['import', state, '--wait', '--url', url, '--data', data]);
  expect(imported).toMatchObject({ code: 0 });
}, 120_000);

afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  await servers?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

(wanted ? describe : describe.skip)('probes of real servers', () => {
  test('a dry run says what would be connected to, and connects to nothing', async () => {
    const { code, stdout } = await certfleet(['probe', 'ex01', ...online(), '--dry-run', '--json']);
    expect(code).toBe(0);
    const [planned] = JSON.parse(stdout).planned;
    expect(planned).toMatchObject({ server: EX01, address: '127.0.0.1' });
    expect(planned.looks.map(({ protocol, serverName }: LookItem) => [protocol, serverName])).toEqual([
      ['smtp', null],
      ['smtp', null],
      ['smtp', null],
      ['https', null],
      ['https', 'owa.contoso.com'],
      ['pop', null],
      ['pops', null],
      ['imap', null],
      ['imaps', null],
    ]);
    expect(planned.looks.at(-1)).toMatchObject({ port: 993, by: servers.imaps });
    const { items } = await presentations();
    expect(items).toEqual([]);
  });

  test('what is seen of Postfix, Dovecot and nginx agrees where it is right, and disagrees where it is not', async () => {
    const { code, stdout, stderr } = await certfleet(['probe', 'ex01', ...online(), '--json', '--from', 'probe-1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answer = JSON.parse(stdout);
    const looks: readonly LookItem[] = answer.looks;
    const agreements = Object.fromEntries(
      looks.map((one) => [
        `${one.endpoint} ${one.protocol} ${one.serverName ?? ''}`.trim(),
        [one.agreement, ...one.hints],
      ]),
    );
    const https = `iis:Default Web Site:*:${servers.https}:`;
    expect(agreements).toEqual({
      'receive:Right:starttls smtp': ['agrees'],
      'receive:Wrong:starttls smtp': ['disagrees', 'NOT_IN_THE_INVENTORY'],
      'receive:Plain:starttls smtp': ['agrees'],
      [`${https} https`]: ['agrees'],
      [`${https}owa.contoso.com https owa.contoso.com`]: ['disagrees', 'NOT_IN_THE_INVENTORY'],
      'pop pop': ['agrees'],
      'pop pops': ['agrees'],
      'imap imap': ['agrees'],
      'imap imaps': ['agrees'],
    });
    const chains = Object.fromEntries(
      looks.map(({ endpoint, protocol, seen }) => [`${endpoint} ${protocol}`, seen.chain ?? seen.kind]),
    );
    const whole = right.chain.map(({ thumbprint }) => thumbprint);
    expect(chains).toMatchObject({
      'receive:Right:starttls smtp': whole,
      'receive:Wrong:starttls smtp': [wrong.thumbprint],
      'receive:Plain:starttls smtp': 'not-advertised',
      [`${https} https`]: whole,
      'pop pop': whole,
      'imap imaps': whole,
    });
    expect(answer.recorded).toMatchObject({ events: 9 });
  });

  test('what was seen is recorded, listed and counted by rule and version', async () => {
    const { items, counts } = await presentations();
    expect(items).toHaveLength(9);
    expect(items[0]).toMatchObject({ server: EX01, observedFrom: 'probe-1' });
    expect(counts).toContainEqual(expect.objectContaining({ version: '2019', disagrees: 1 }));
    const { stdout } = await certfleet(['timeline', '--json', '--url', url, '--data', data]);
    expect(stdout).toContain('receive:Plain:starttls offered no TLS, seen from probe-1');
  });

  test('for people: each endpoint, and both explanations of what disagrees', async () => {
    const { code, stdout } = await certfleet(['probe', EX01, ...online(), '--endpoint', 'receive:wrong:starttls']);
    expect(code).toBe(0);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('DISAGREES receive:Wrong:starttls (smtp');
    expect(text).toContain('stranger.example');
    expect(text).toContain('It was foretold because:');
    expect(text).toContain('No server of the inventory has it');
    expect(text).toContain('1 connection: 0 agree, 1 disagree');
  });

  test.each([
    ['nobody is named', []],
    ['somebody and all', ['ex01', '--all']],
    ['a server that is not registered', ['ex02.contoso.com']],
  ])('refused: %s', async (_what, argv) => {
    const { code, stdout } = await certfleet(['probe', ...argv, ...online()]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  });

  test('a server that is not in the inventory is looked at by nobody', async () => {
    const { code, stderr } = await certfleet(['probe', '127.0.0.1', ...online()]);
    expect(code).toBe(1);
    expect(stderr).toContain('certfleet servers');
  });

  test('--all are those that are registered', async () => {
    const { stdout } = await certfleet(['probe', '--all', ...online(), '--dry-run', '--json']);
    expect(JSON.parse(stdout).planned.map(({ server }: { server: string }) => server)).toEqual([EX01]);
  });
});
