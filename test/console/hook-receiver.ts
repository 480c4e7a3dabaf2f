import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookReceiver {
  readonly url: string;
  /** What was sent, in the order in which it came. */
  readonly bodies: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A receiver of webhooks on the loopback, which takes everything but what is sent to `/broken`. */
export async function hookReceiver(): Promise<HookReceiver> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      bodies.push(body);
      const isBroken = request.url === '/broken';
      response.writeHead(isBroken ? 500 : 200).end(isBroken ? 'out of order' : 'thank you');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    bodies: () => bodies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  return address.port;
}
