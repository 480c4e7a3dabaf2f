import type { Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { Outcome } from '#libs/channels/outcome.js';
import { SAMPLE_MESSAGE } from '#libs/channels/sample-message.js';
import { messageFullOf } from '../support/alert-messages.js';
import { inTls, oddServer, type OddServer } from '../support/odd-server.js';
import { datagramReceiver, RECEIVER, RECEIVER_CERTIFICATE, testMeans } from '../support/receivers.js';
import { until } from '../support/until.js';
import { EcsRecord, readSyslog } from '../support/wire-schemas.js';
import { deliver } from '#libs/delivery/deliver.js';
import { PUBLIC_ONLY } from '#libs/delivery/egress.js';

let server: OddServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

function send(settings: object, message = SAMPLE_MESSAGE, means = testMeans()): Promise<Outcome> {
  const occasion = { sendingId: 's1', at: '2026-11-22T10:41:40Z', thread: null };
  const all = { host: RECEIVER, hostname: 'certfleet.example', ca: RECEIVER_CERTIFICATE.cert, ...settings };
  return deliver({ channel: 'syslog', settings: all, message, occasion }, means, new AbortController().signal);
}

/** The records of a stream with octet counting (RFC 6587, 3.4.1). */
function recordsIn(stream: string): readonly string[] {
  const records: string[] = [];
  for (let rest = stream; rest !== '';) {
    const [head, length] = /^([1-9]\d*) /.exec(rest) ?? [];
    if (head === undefined) throw new Error(`No count: ${rest.slice(0, 40)}`);
    records.push(rest.slice(head.length, head.length + Number(length)));
    rest = rest.slice(head.length + Number(length));
  }
  return records;
}

const taking = (socket: Socket): void => void socket.on('end', () => socket.end());

test('TCP: one record, counted, readable as RFC 5424 with ECS', async () => {
  server = await oddServer(taking);
  expect(await send({ transport: 'tcp', port: server.port })).toMatchObject({ kind: 'delivered' });
  const [record = ''] = recordsIn(server.said[0] ?? '');
  const read = readSyslog(record);
  expect(read).toMatchObject({
    facility: 16,
    severity: 2,
    timestamp: '2026-11-22T10:41:07Z',
    hostname: 'certfleet.example',
    appName: 'certfleet',
    msgId: 'alert-firing',
    sdId: 'certfleet@32473',
  });
  expect(read.parameters).toMatchObject({
    id: SAMPLE_MESSAGE.id,
    organization: 'contoso',
    severity: 'critical',
    position: '184213',
  });
  expect(EcsRecord.parse(JSON.parse(read.text))).toMatchObject({
    event: { kind: 'alert', type: ['change'] },
    host: { name: 'ex01.contoso.com' },
  });
});

test('TLS: the same, and a receiver that nobody vouches for hears nothing', async () => {
  let heard = '';
  server = await oddServer(
    inTls(RECEIVER_CERTIFICATE, {}, {}, (tls) =>
      tls.on('data', (bytes: Buffer) => (heard += bytes.toString())).on('end', () => tls.end()),
    ),
  );
  expect(await send({ transport: 'tls', port: server.port })).toMatchObject({ kind: 'delivered' });
  expect(recordsIn(heard).map((record) => readSyslog(record).msgId)).toEqual(['alert-firing']);
  heard = '';
  expect(await send({ transport: 'tls', port: server.port, ca: null })).toMatchObject({
    kind: 'retry',
    why: expect.stringContaining('not trusted'),
  });
  expect(heard).toBe('');
});

test('UDP: one datagram, and nobody claims that it arrived', async () => {
  const receiver = await datagramReceiver();
  const outcome = await send({ transport: 'udp', port: receiver.port }, messageFullOf('line\nbreak "] [x@1 y="z"]'));
  expect(outcome).toMatchObject({ kind: 'delivered', note: expect.stringContaining('nobody knows') });
  await until(async () => receiver.heard.length > 0);
  expect(receiver.heard).toHaveLength(1);
  const read = readSyslog(receiver.heard[0] ?? '');
  expect(read.parameters['organization']).toContain('line break "] [x@1');
  await receiver.stop();
});

test('a receiver that resets the connection may or may not have taken the record', async () => {
  server = await oddServer((socket) => void socket.once('data', () => socket.resetAndDestroy()));
  expect(await send({ transport: 'tcp', port: server.port })).toMatchObject({ kind: 'unknown' });
});

test('a receiver that never closes the connection has what was written', async () => {
  server = await oddServer((socket) => void socket.resume());
  expect(await send({ transport: 'tcp', port: server.port })).toMatchObject({ kind: 'delivered' });
});

test('a receiver that is not there is tried again, one inside is not connected to', async () => {
  const gone = await oddServer(() => {});
  await gone.stop();
  expect(await send({ transport: 'tcp', port: gone.port })).toMatchObject({ kind: 'retry' });
  const receiver = await datagramReceiver();
  for (const transport of ['udp', 'tcp', 'tls'])
    expect(
      await send({ transport, port: receiver.port }, SAMPLE_MESSAGE, testMeans({ egress: PUBLIC_ONLY })),
    ).toMatchObject({ kind: 'never' });
  expect(receiver.heard).toEqual([]);
  await receiver.stop();
});
