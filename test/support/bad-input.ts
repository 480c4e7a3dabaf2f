import { generateKeyPairSync } from 'node:crypto';
import { der, integer, makeCertificate, oid, sequence } from './make-certificate.js';
import { certificateState, envelope, int32 } from './make-net-binary.js';

/** What somebody may send by mistake or on purpose, and what must be told of it. */
export interface BadInput {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** In what is told: where it is wrong. */
  readonly place: RegExp;
  /** Status of the API. */
  readonly status: 400 | 413 | 415 | 422;
  /** Given to these too, which take no other format. */
  readonly select?: true;
  readonly events?: string;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const OBJS = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';

/** An export of `Get-ExchangeCertificate` with one certificate. */
function exported(certificate: Uint8Array, state?: Uint8Array): string {
  const data = state === undefined ? '' : `<BA N="SerializationData">${Buffer.from(state).toString('base64')}</BA>`;
  return (
    `${OBJS}<Obj RefId="0"><TN RefId="0"><T>Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate</T></TN>` +
    `<Props><BA N="RawData">${Buffer.from(certificate).toString('base64')}</BA></Props>` +
    `<MS><S N="PSComputerName">ex01.contoso.com</S>${data}</MS></Obj></Objs>`
  );
}

function connector(name: string): string {
  return (
    `${OBJS}<Obj RefId="0"><TN RefId="0"><T>Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector</T></TN>` +
    `<Props><S N="Name">${name}</S><S N="Server">EX01</S></Props></Obj></Objs>`
  );
}

const fleet = (...servers: readonly object[]) => JSON.stringify({ format: 'certfleet.fleet/1', servers });

/** Fails at once where the text to spoil is not there. */
function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is no ${from} to replace`);
  return text.replace(from, to);
}

const NAMES = Array.from({ length: 10_000 }, (_, n) => `n${n}.contoso.com`);
const certificate = makeCertificate({ dnsNames: ['mail.contoso.com'] });
const state = certificateState({ services: 16 });
const lyingStore = Buffer.concat([int32(2), int32(1), int32(0x7fffffff)]);

const CLOUD_EVENT = 'application/cloudevents+json';
const event = (rest: object) => ({
  specversion: '1.0',
  id: 'bad input',
  source: '/organizations/hostile/servers/ex01.contoso.com',
  type: 'certfleet.note.added.v1',
  time: '2026-06-01T00:00:00Z',
  data: { text: 'fine' },
  ...rest,
});

export const BAD_INPUT: readonly BadInput[] = [
  { what: 'truncated XML', bytes: utf8(exported(certificate, state).slice(0, 900)), place: /line 1/, status: 422 },
  {
    what: 'a DTD',
    bytes: utf8(`<!DOCTYPE Objs [<!ENTITY a SYSTEM "file:///etc/passwd">]>${OBJS}<S>&a;</S></Objs>`),
    place: /line 1/,
    status: 422,
  },
  {
    what: '200,000 levels of XML',
    bytes: utf8(`${OBJS}${'<Obj RefId="0"><LST>'.repeat(100_000)}`),
    place: /line 1/,
    status: 413,
  },
  {
    what: '200,000 levels of JSON',
    bytes: utf8(`{"format":"certfleet.fleet/1","servers":${'['.repeat(200_000)}`),
    place: /line 1/,
    status: 422,
    select: true,
  },
  ...(
    [
      ['an array', Buffer.concat([state.subarray(0, -10), int32(0x7fffffff)])],
      ['the envelope', envelope(state, 0x7fffffff)],
      ['the store element', certificateState({ certData: lyingStore })],
      ['a record that is cut off', state.subarray(0, 300)],
    ] as const
  ).map(([what, lie]): BadInput => ({
    what: `a lying length in the .NET stream: ${what}`,
    bytes: utf8(exported(certificate, lie)),
    place: /object 1[^]*byte \d+|byte \d+[^]*object 1/,
    status: 422,
  })),
  {
    what: 'a certificate that is none',
    bytes: utf8(exported(certificate.subarray(0, 40))),
    place: /object 1/,
    status: 422,
  },
  { what: 'NUL in a name of XML', bytes: utf8(connector('a_x0000_b')), place: /receiveConnectors\[0\]/, status: 422 },
  {
    what: 'a lone surrogate in XML',
    bytes: utf8(connector('a_xD800_b')),
    place: /receiveConnectors\[0\]/,
    status: 422,
  },
  {
    what: 'NUL in a name of JSON',
    bytes: utf8(replaced(fleet({ fqdn: 'ex01|.contoso.com' }), '|', '\\u0000')),
    place: /servers\[0\]\.fqdn|line 1/,
    status: 422,
    select: true,
  },
  {
    what: 'a lone surrogate in JSON',
    bytes: utf8(replaced(fleet({ fqdn: 'ex01|.contoso.com' }), '|', '\\ud800')),
    place: /servers\[0\]\.fqdn|line 1/,
    status: 422,
    select: true,
  },
  { what: '10,000 names, DER', bytes: makeCertificate({ dnsNames: NAMES }), place: /certificate/, status: 422 },
  {
    what: '10,000 names, CLIXML',
    bytes: utf8(exported(makeCertificate({ dnsNames: NAMES }))),
    place: /certificate [0-9A-F]{40}/,
    status: 422,
  },
  {
    what: '10,000 names, fleet document',
    bytes: utf8(
      fleet({
        fqdn: 'ex01.contoso.com',
        certificates: [{ thumbprint: 'A'.repeat(40), subjectAlternativeNames: NAMES }],
      }),
    ),
    place: /servers\[0\]\.certificates\[0\]/,
    status: 422,
    select: true,
  },
  { what: 'prose', bytes: utf8('Dear Sir or Madam'), place: /This is text/, status: 415, select: true },
  { what: 'a web page', bytes: utf8('<!doctype html><html><body>502</body></html>'), place: /web page/, status: 415 },
  { what: 'an empty file', bytes: new Uint8Array(), place: /empty/, status: 400, select: true },
  {
    what: 'a fleet document with a wrong type',
    bytes: utf8(fleet({ fqdn: 'ex01.contoso.com' }, { fqdn: 'ex02.contoso.com', roles: 'Mailbox' })),
    place: /servers\[1\]\.roles/,
    status: 422,
    select: true,
  },
  {
    what: 'a fleet document with the same server twice',
    bytes: utf8(fleet({ fqdn: 'ex01.contoso.com' }, { fqdn: 'ex01.contoso.com' })),
    place: /servers\[1\]/,
    status: 422,
    select: true,
  },
  {
    what: 'a batch of events with one that is bad',
    bytes: utf8(JSON.stringify([event({ id: '1' }), event({ id: '2', time: 'yesterday' }), event({ id: '3' })])),
    place: /\[1\]\.time|Event 1[^]*time/,
    status: 422,
    events: 'application/cloudevents-batch+json',
  },
  {
    what: 'an event without an id',
    bytes: utf8(JSON.stringify(event({ id: undefined }))),
    place: /id/,
    status: 422,
    events: CLOUD_EVENT,
  },
];

/** Megabytes that keep a reader busy before it finds that their end is missing. */
export function longBadInput(megabytes: number): Uint8Array {
  const one = '<Obj RefId="1"><Props><S N="Name">' + 'Default Frontend '.repeat(60) + '</S></Props></Obj>';
  return utf8(`${OBJS}<Obj RefId="0"><LST>${one.repeat((megabytes * 1024 * 1024) / one.length)}`);
}

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pem = String(key.export({ format: 'pem', type: 'pkcs8' }));
const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
/** The beginning of a PFX as RFC 7292 builds it, around the key. */
const pfx = sequence(integer(3), sequence(oid('1.2.840.113549.1.7.1'), der(0xa0, der(0x04, pkcs8))));

const keyInput = (what: string, bytes: Uint8Array, rest: Partial<BadInput> = {}): BadInput => ({
  what,
  bytes,
  place: /private key/i,
  status: 422,
  ...rest,
});

/** One key, in what people keep it in. */
export const PRIVATE_KEYS: readonly BadInput[] = [
  keyInput('a private key, PEM', utf8(pem), { select: true }),
  keyInput('a private key behind its certificate, PEM', utf8(`${asPem(certificate)}${pem}`)),
  keyInput('a private key, DER', pkcs8),
  keyInput('a PFX', pfx),
  keyInput('a PFX in CLIXML', utf8(`${OBJS}<BA N="FileData">${Buffer.from(pfx).toString('base64')}</BA></Objs>`)),
  keyInput('a private key in a fleet document', utf8(fleet({ fqdn: 'ex01.contoso.com', note: pem })), { select: true }),
  keyInput('a private key in an event', utf8(JSON.stringify(event({ data: { text: pem } }))), { events: CLOUD_EVENT }),
  keyInput(
    'a private key in an event of a batch, base64',
    utf8(JSON.stringify([event({}), event({ id: '2', data: { text: Buffer.from(pkcs8).toString('base64') } })])),
    { events: 'application/cloudevents-batch+json' },
  ),
];

function asPem(bytes: Uint8Array): string {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** The key's secret in every form in which bytes or a text of it could be kept: any of them found is a leak. */
export function tracesOfTheKey(): readonly string[] {
  const secret = pkcs8.subarray(900, 924);
  const line = pem.split('\n')[12] ?? '';
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const base64 = Buffer.from(pkcs8).toString('base64').slice(840, 880);
  return [hex(secret), line, hex(utf8(line)), base64, hex(utf8(base64)), 'PRIVATE KEY', hex(utf8('PRIVATE KEY'))];
}
