import { createSecureContext, TLSSocket, type SecureContextOptions, type TlsOptions } from 'node:tls';
import { createServer, type Server, type Socket } from 'node:net';

export interface OddServer {
  readonly port: number;
  /** What clients said in plaintext, a text a connection. */
  readonly said: readonly string[];
  readonly connections: () => number;
  stop(): Promise<void>;
}

/** A server on the loopback address that does with a connection whatever the test says. */
export async function oddServer(behave: (socket: Socket, said: () => string) => void): Promise<OddServer> {
  const sockets = new Set<Socket>();
  const said: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    const index = connections++;
    said[index] = '';
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes: Buffer) => (said[index] += bytes.toString('latin1')));
    behave(socket, () => said[index] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server),
    said,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** What a server does with a connection. */
export type Behaviour = (socket: Socket) => void;

/** Answers what is said, line by line: for each line the text of the first form that fits, `null` to hang up, or a function that takes over. */
export type Answers = readonly (readonly [form: RegExp, answer: string | null | Behaviour])[];

export function scripted(greeting: string, answers: Answers): Behaviour {
  return (socket) => {
    let heard = '';
    let scripting = true;
    socket.write(greeting);
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1');
      for (let end = heard.indexOf('\n'); end >= 0 && scripting; end = heard.indexOf('\n')) {
        const line = heard.slice(0, end).trimEnd();
        heard = heard.slice(end + 1);
        const answer = answers.find(([form]) => form.test(line))?.[1];
        if (answer === null) socket.destroy();
        else if (typeof answer === 'function') {
          scripting = false;
          socket.removeAllListeners('data');
          answer(socket);
        } else if (answer !== undefined) socket.write(answer);
      }
    });
  };
}

/** Goes on in TLS; by the name that the client sends another certificate, where one is given. */
export function inTls(
  own: SecureContextOptions,
  options: Pick<TlsOptions, 'minVersion' | 'maxVersion' | 'ciphers'> = {},
  byName: Readonly<Record<string, SecureContextOptions>> = {},
  then: (tls: TLSSocket) => void = (tls) => tls.on('data', () => tls.end()),
): Behaviour {
  return (socket) => {
    const tls = new TLSSocket(socket, {
      isServer: true,
      secureContext: createSecureContext({ ...own, ...options }),
      SNICallback: (name, done) => {
        const found = byName[name];
        done(null, found === undefined ? undefined : createSecureContext({ ...found, ...options }));
      },
    });
    tls.on('error', () => {});
    tls.on('secure', () => then(tls));
  };
}
