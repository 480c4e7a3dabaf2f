import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type TLSSocket } from 'node:tls';
import type { Failure } from '#libs/channels/answer.js';
import { egressFault } from './egress.js';
import { errorWords, failure } from './failure.js';
import type { Means } from './means.js';

export interface Target {
  readonly host: string;
  readonly port: number;
}

export type Connected<S> =
  { readonly ok: true; readonly socket: S } | { readonly ok: false; readonly failure: Failure };

const MOST_ADDRESSES = 4;

/** The addresses of a host that may be connected to, at least one, or why there is none. */
export async function allowedAddresses(
  host: string,
  { egress, addressesOf }: Means,
  over: AbortSignal,
): Promise<readonly string[] | Failure> {
  const bare = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  const found = isIP(bare) > 0 ? [bare] : await inTime(addressesOf(bare).catch(errorWords), over);
  if (typeof found === 'string') return failure('not-reached', `${bare} has no address: ${found}`);
  const allowed = found.filter((address) => egressFault(address, egress) === null);
  if (allowed.length > 0) return allowed.slice(0, MOST_ADDRESSES);
  const [first] = found;
  if (first === undefined) return failure('not-reached', `${bare} has no address`);
  const words = egressFault(first, egress) ?? 'not allowed';
  return failure('not-allowed', first === bare ? `${bare} is ${words}` : `${bare} is ${first}, ${words}`);
}

function inTime<T>(promise: Promise<T>, over: AbortSignal): Promise<T | string> {
  return new Promise((resolve) => {
    const late = () => resolve('too slow');
    if (over.aborted) late();
    over.addEventListener('abort', late);
    void promise.then((value) => {
      over.removeEventListener('abort', late);
      resolve(value);
    });
  });
}

/**
 * A TCP connection to a host. What decides is the address that was really connected to: it is looked at before the first byte is said, whatever a name
 * resolved to a moment ago.
 */
export async function connect({ host, port }: Target, means: Means, over: AbortSignal): Promise<Connected<Socket>> {
  const addresses = await allowedAddresses(host, means, over);
  if ('kind' in addresses) return { ok: false, failure: addresses };
  let last: Failure = failure('not-reached', 'it has no address');
  for (const address of addresses) {
    const tried = await connectTo(address, port, means, over);
    if (tried.ok) return tried;
    last = tried.failure;
    if (over.aborted) break;
  }
  return { ok: false, failure: last };
}

function connectTo(address: string, port: number, { egress }: Means, over: AbortSignal): Promise<Connected<Socket>> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: address, port });
    const no = (why: Failure): void => {
      over.removeEventListener('abort', late);
      socket.destroy();
      resolve({ ok: false, failure: why });
    };
    const late = () => no(failure('not-reached', `${address} did not answer in time`));
    over.addEventListener('abort', late);
    if (over.aborted) late();
    socket.on('error', (error) => no(failure('not-reached', errorWords(error))));
    socket.once('connect', () => {
      const fault = egressFault(socket.remoteAddress ?? '', egress);
      if (fault !== null) return no(failure('not-allowed', `${socket.remoteAddress ?? address} is ${fault}`));
      over.removeEventListener('abort', late);
      resolve({ ok: true, socket });
    });
  });
}

/** TLS over a connection; the other end proves who it is, by the public authorities or by one of our own. */
export function secure(
  socket: Socket,
  host: string,
  ca: string | null,
  over: AbortSignal,
): Promise<Connected<TLSSocket>> {
  const bare = /^\[(.*)\]$/.exec(host)?.[1] ?? host.replace(/\.$/, '');
  return new Promise((resolve) => {
    const tls = connectTls({
      socket,
      host: bare,
      ...(isIP(bare) > 0 ? {} : { servername: bare }),
      ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    });
    const no = (why: Failure): void => {
      over.removeEventListener('abort', late);
      tls.destroy();
      socket.destroy();
      resolve({ ok: false, failure: why });
    };
    const late = () => no(failure('not-reached', 'TLS took too long'));
    over.addEventListener('abort', late);
    if (over.aborted) late();
    tls.on('error', (error) => {
      const distrusted = tls.authorizationError != null;
      no(
        failure(
          distrusted ? 'not-trusted' : 'not-reached',
          `${distrusted ? 'its certificate is not trusted' : 'TLS failed'}: ${errorWords(error)}`,
        ),
      );
    });
    tls.once('secureConnect', () => {
      over.removeEventListener('abort', late);
      resolve({ ok: true, socket: tls });
    });
  });
}
