import { once } from 'node:events';
import { connect } from 'node:net';

/** What Firefox brings along to be driven by: commands of WebDriver, each a JSON text behind its length in bytes. */
export interface Marionette {
  /** @throws Error with what Firefox says when it does not do it. */
  readonly send: (command: string, parameters?: object) => Promise<unknown>;
  readonly close: () => void;
}

interface Awaited {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export async function marionetteAt(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1');
  const awaited = new Map<unknown, Awaited>();
  let received = Buffer.alloc(0);
  let last = 0;
  let greeted: () => void = () => undefined;
  const greeting = new Promise<void>((resolve) => (greeted = resolve));
  const hear = (message: unknown) => {
    if (!Array.isArray(message)) return greeted(); // who it is
    const [, id, error, result]: unknown[] = message;
    const one = awaited.get(id);
    awaited.delete(id);
    if (error === null) one?.resolve(result);
    else one?.reject(new Error(faultOf(error)));
  };
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (let message = firstOf(received); message !== null; message = firstOf(received)) {
      received = received.subarray(message.end);
      hear(JSON.parse(message.text));
    }
  });
  const lost = () => {
    for (const { reject } of awaited.values()) reject(new Error('Firefox hung up.'));
    awaited.clear();
  };
  socket.on('close', lost).on('error', lost);
  await once(socket, 'connect');
  await greeting;
  const send = (command: string, parameters: object = {}) => {
    const id = (last += 1);
    const text = Buffer.from(JSON.stringify([0, id, command, parameters]));
    return new Promise<unknown>((resolve, reject) => {
      awaited.set(id, { resolve, reject });
      socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
  };
  return { send, close: () => socket.destroy() };
}

/** The first whole message of what was received, null while it is not whole. */
function firstOf(received: Buffer): { readonly text: string; readonly end: number } | null {
  const colon = received.indexOf(':');
  if (colon < 0) return null;
  const end = colon + 1 + Number(received.toString('latin1', 0, colon));
  return received.length < end ? null : { text: received.toString('utf8', colon + 1, end), end };
}

function faultOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { error: kind, message } = { error: 'fault', message: '', ...error };
  return `${String(kind)}: ${String(message)}`;
}
