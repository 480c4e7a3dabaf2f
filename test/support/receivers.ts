import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSocket } from 'node:dgram';
import { readRanges } from '#libs/delivery/egress.js';
import { DELIVERY_LIMITS, type Means } from '#libs/delivery/means.js';
import { serverCertificate } from './server-certificate.js';

/** The name of every receiver of the tests; it stands in their certificate, and is this machine. */
export const RECEIVER = 'receiver.example';
export const RECEIVER_CERTIFICATE = serverCertificate(RECEIVER);

/** Means that may reach the loopback address, and are soon out of patience. */
export function testMeans(changed: Partial<Means> = {}): Means {
  const ranges = readRanges('127.0.0.1');
  if ('fault' in ranges) throw new Error(ranges.fault);
  return {
    egress: { http: true, ranges },
    programs: [],
    origin: 'certfleet.example',
    limits: {
      ...DELIVERY_LIMITS,
      connectMs: 3_000,
      headersMs: 700,
      bodyMs: 400,
      mailMs: 1_500,
      goodbyeMs: 500,
    },
    now: Date.now,
    addressesOf: async () => ['127.0.0.1'],
    handshakes: new Map(),
    ...changed,
  };
}

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface HttpReceiver {
  readonly port: number;
  /** `https://receiver.example:…` */
  readonly url: string;
  readonly requests: readonly Request[];
  stop(): Promise<void>;
}

export type Behave = (response: ServerResponse, request: Request, raw: IncomingMessage) => void;

/** A receiver over HTTPS (or HTTP) that keeps what it was sent and does with it whatever the test says. */
export async function httpReceiver(behave: Behave, plain = false): Promise<HttpReceiver> {
  const requests: Request[] = [];
  const take = (raw: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    raw.on('error', () => {});
    raw.on('data', (chunk: Buffer) => chunks.push(chunk));
    raw.on('end', () => {
      const request = {
        method: raw.method ?? '',
        url: raw.url ?? '',
        headers: raw.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      behave(response, request, raw);
    });
  };
  const server = plain ? createHttpServer(take) : createHttpsServer(RECEIVER_CERTIFICATE, take);
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  return {
    port,
    url: `${plain ? 'http' : 'https'}://${RECEIVER}:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

export interface DatagramReceiver {
  readonly port: number;
  readonly heard: readonly string[];
  stop(): Promise<void>;
}

/** A syslog listener over UDP. */
export async function datagramReceiver(): Promise<DatagramReceiver> {
  const heard: string[] = [];
  const socket = createSocket('udp4', (bytes) => heard.push(bytes.toString('utf8')));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, heard, stop: () => new Promise((resolve) => socket.close(() => resolve())) };
}
