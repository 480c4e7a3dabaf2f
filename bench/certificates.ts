/**
 * Rows 19 to 21: reading certificates, and deciding which of them is presented.
 *
 *   node dist/bench/certificates.js [--smoke]
 */
import 'reflect-metadata';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { timeOf, writeCertificate } from '#libs/certificates/certificate-writer.js';
import { commonName } from '#libs/certificates/der-writer.js';
import { readCertificate, type CertificateCache } from '#libs/certificates/x509.js';
import type { Server } from '#libs/fleet/document.js';
import { evolveServer } from '#libs/fleet/evolve.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import { unknownServer } from '#libs/fleet/state.js';
import { selectServer } from '#libs/selection/select-server.js';
import { AT, benchFleet } from './fleet.js';
import { alternate, type Side } from './harness/alternate.js';
import { reporting } from './harness/report.js';
import { type Comparison, rowOf } from './harness/row.js';

const { smoke, finish } = reporting('certificates', 'Certificates and decisions');
const BATCH = 100;

const ROWS: readonly Comparison[] = [
  {
    number: '19',
    title: 'certificate facts, first sight / X509Certificate',
    of: 'facts_new',
    to: 'openssl',
    target: 1,
  },
  { number: '20', title: 'certificate facts, seen before / the same', of: 'facts_known', to: 'openssl', target: 30 },
  { number: '21', title: 'connector decisions / JSON.parse and fold', of: 'decisions', to: 'fold', target: 1.5 },
];

/** A certificate as a public authority issues them, with another serial number each time. */
function* certificates(): Generator<Uint8Array, never> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const parts = {
    subject: commonName('mail.contoso.com'),
    issuer: commonName('Trust CA1'),
    notBefore: timeOf(Date.UTC(2026, 0, 1)),
    notAfter: timeOf(Date.UTC(2027, 0, 1)),
    publicKey: keys.publicKey,
    signedWith: keys.privateKey,
    dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com', 'smtp.contoso.com', 'ex01.corp.contoso.com'],
    usages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  };
  const serial = [0x4d, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77];
  const der = Buffer.from(writeCertificate({ ...parts, serialNumber: serial }));
  const at = der.indexOf(Buffer.from(serial)) + 4;
  for (let number = 0; ; number += 1) {
    const one = Buffer.from(der);
    one.writeUInt32BE(number, at);
    yield new Uint8Array(one);
  }
}

const made = certificates();
const take = () => Array.from({ length: BATCH }, () => made.next().value);

/** What Node says of the same, read in full. */
function theirs(der: Uint8Array): number {
  const one = new X509Certificate(der);
  const facts = [one.subject, one.issuer, one.subjectAltName, one.validFrom, one.validTo, one.serialNumber];
  return facts.filter((fact) => fact !== undefined).length + one.fingerprint.length;
}

function read(ders: readonly Uint8Array[], cache: CertificateCache): number {
  for (const der of ders)
    if (readCertificate(der, cache).kind !== 'read') throw new Error('Every certificate is a good one.');
  return ders.length;
}

function certificateSides(): readonly Side[] {
  const cache: CertificateCache = new Map();
  const known = take();
  read(known, cache);
  const openssl = (ders: readonly Uint8Array[]) => {
    for (const der of ders) if (theirs(der) < 50) throw new Error('Node reads all of it.');
    return ders.length;
  };
  return [
    { name: 'facts_new', next: () => withNew((ders) => read(ders, new Map())) },
    { name: 'openssl', next: () => withNew(openssl) },
    { name: 'facts_known', next: () => () => read(known, cache) },
  ];
}

function withNew(work: (ders: readonly Uint8Array[]) => number): () => number {
  const ders = take();
  return () => work(ders);
}

/** One Mailbox server with ten certificates and ten connectors, each of which names another host. */
function decidingServer(): Server {
  const [server] = benchFleet(1).servers;
  const [connector] = server?.receiveConnectors ?? [];
  const [certificate] = server?.certificates ?? [];
  if (server === undefined || connector === undefined || certificate === undefined) throw new Error('a server');
  const host = (index: number) => `mail${index}.contoso.com`;
  return {
    ...server,
    iisBindings: [],
    certificates: Array.from({ length: 10 }, (_, index) => ({
      ...certificate,
      thumbprint: String(index).repeat(40),
      subjectAlternativeNames: [host(index), host((index + 1) % 10)],
      notBefore: `2026-0${1 + (index % 5)}-01T00:00:00Z`,
    })),
    receiveConnectors: Array.from({ length: 10 }, (_, index) => ({
      ...connector,
      name: `Frontend ${index}`,
      fqdn: host(index),
    })),
  };
}

function decisionSides(): readonly Side[] {
  const server = decidingServer();
  const decide = () => {
    const answers = selectServer(server, undefined, { at: AT, trace: true });
    const decided = answers.filter(({ endpoint }) => endpoint.endsWith(':starttls'));
    if (decided.some(({ outcome, trace }) => outcome !== 'PRESENTED' || trace === undefined))
      throw new Error('Every connector has a certificate, and the answer its path.');
    return answers.length;
  };
  const observed: FleetEvent = {
    source: sourceOf({ organization: 'bench', server: server.fqdn }),
    id: 'first',
    occurredAt: AT,
    type: 'inventory.observed',
    data: { ...server, complete: ['certificates', 'receiveConnectors'] },
  };
  const state = evolveServer(unknownServer(server.fqdn), observed);
  const connector = server.receiveConnectors?.[0];
  const text = JSON.stringify({
    ...observed,
    type: 'receive-connector.configured',
    id: 'second',
    actor: 'CONTOSO\\admin',
    data: connector,
  });
  return [
    { name: 'decisions', next: () => () => repeated(10, decide) },
    {
      name: 'fold',
      next: () => () =>
        repeated(BATCH, () => {
          evolveServer(state, JSON.parse(text) as FleetEvent);
          return 1;
        }),
    },
  ];
}

function repeated(times: number, work: () => number): number {
  let items = 0;
  for (let time = 0; time < times; time += 1) items += work();
  return items;
}

const measured = await alternate([...certificateSides(), ...decisionSides()], {
  rounds: smoke ? 1 : 11,
  sliceSeconds: smoke ? 0.01 : 0.4,
});
finish({ rows: ROWS.map((row) => rowOf(row, measured)) });
