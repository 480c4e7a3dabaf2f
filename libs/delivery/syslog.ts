import { createSocket } from 'node:dgram';
import { isIPv6, type Socket } from 'node:net';
import type { Answer } from '#libs/channels/answer.js';
import type { SyslogWire } from '#libs/channels/wire.js';
import { allowedAddresses, connect, secure } from './connect.js';
import { errorWords, failure } from './failure.js';
import type { Means } from './means.js';

/** Hands a record to a syslog receiver, which never answers: that nobody objected is all that can be known. */
export async function sendSyslog(wire: SyslogWire, means: Means, stop: AbortSignal): Promise<Answer> {
  const over = AbortSignal.any([stop, AbortSignal.timeout(means.limits.connectMs)]);
  if (wire.transport === 'udp') return datagram(wire, means, over);
  const plain = await connect(wire, means, over);
  if (!plain.ok) return plain.failure;
  if (wire.transport === 'tcp') return stream(wire, plain.socket, means);
  const tls = await secure(plain.socket, wire.host, wire.ca, over);
  return tls.ok ? stream(wire, tls.socket, means) : tls.failure;
}

/** A datagram goes to the very address that was looked at. */
async function datagram({ host, port, text }: SyslogWire, means: Means, over: AbortSignal): Promise<Answer> {
  const addresses = await allowedAddresses(host, means, over);
  if ('kind' in addresses) return addresses;
  const [address = ''] = addresses;
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const done = (answer: Answer): void => {
      resolve(answer);
      socket.close();
    };
    socket.once('error', (error) => done(failure('not-reached', errorWords(error))));
    socket.send(text, port, address, (error) =>
      done(
        error === null
          ? { kind: 'handed-over', words: 'sent as a datagram; nobody knows whether it arrived' }
          : failure('not-reached', errorWords(error)),
      ),
    );
  });
}

/** Written, and the connection closed in order: a receiver that is going down breaks it instead. */
function stream({ text }: SyslogWire, socket: Socket, { limits }: Means): Promise<Answer> {
  return new Promise((resolve) => {
    const done = (answer: Answer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const taken = () => done({ kind: 'handed-over', words: 'handed over; syslog has no receipt' });
    const timer = setTimeout(
      () => (socket.writableFinished ? taken() : done(failure('lost', 'the receiver did not take the record in time'))),
      limits.goodbyeMs,
    );
    socket.on('error', (error) => done(failure('lost', `the connection broke: ${errorWords(error)}`)));
    socket.once('close', () =>
      socket.writableFinished ? taken() : done(failure('lost', 'the connection was closed')),
    );
    // What it says is not of interest, but must be taken for the end to be seen.
    socket.resume();
    socket.end(text);
  });
}
