import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer, Failure, HttpAnswer } from '#libs/channels/answer.js';
import { redactUrl } from '#libs/channels/redact.js';
import { connect, secure, type Connected } from './connect.js';
import { errorWords, failure } from './failure.js';
import type { Means } from './means.js';

export interface HttpRequest {
  readonly method: 'POST' | 'OPTIONS';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ca: string | null;
}

/** One request over one connection of its own: no redirect is followed, no proxy asked, and of the answer only the beginning is read. */
export async function exchange(asked: HttpRequest, means: Means, stop: AbortSignal): Promise<HttpAnswer | Failure> {
  if (!URL.canParse(asked.url)) return failure('bad-setting', 'the address cannot be read');
  const url = new URL(asked.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return failure('bad-setting', `${url.protocol} is not https`);
  if (url.protocol === 'http:' && !means.egress.http)
    return failure('not-allowed', `${redactUrl(asked.url)} is not https, and http is not allowed`);
  const connection = await connected(url, asked.ca, means, stop);
  return connection.ok ? talk(asked, url, connection.socket, { means, stop }) : connection.failure;
}

async function connected(url: URL, ca: string | null, means: Means, stop: AbortSignal): Promise<Connected<Socket>> {
  const over = AbortSignal.any([stop, AbortSignal.timeout(means.limits.connectMs)]);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const plain = await connect({ host: url.hostname, port }, means, over);
  return plain.ok && url.protocol === 'https:' ? secure(plain.socket, url.hostname, ca, over) : plain;
}

interface Surroundings {
  readonly means: Means;
  readonly stop: AbortSignal;
}

/** From here on the receiver may have taken the message, whatever goes wrong. */
function talk(
  { method, headers, body }: HttpRequest,
  url: URL,
  socket: Socket,
  { means: { limits }, stop }: Surroundings,
): Promise<HttpAnswer | Failure> {
  return new Promise((resolve) => {
    const over = AbortSignal.any([stop, AbortSignal.timeout(limits.headersMs)]);
    const done = (answer: HttpAnswer | Failure): void => {
      over.removeEventListener('abort', late);
      socket.destroy();
      resolve(answer);
    };
    const late = () => done(failure('lost', stop.aborted ? 'stopped before the answer came' : 'no answer in time'));
    try {
      const sent = request({
        // No agent, also not `agent: false`: an agent opens a connection of its own, past the guard.
        createConnection: () => socket,
        method,
        path: `${url.pathname}${url.search}`,
        headers: {
          ...headers,
          host: url.host,
          'user-agent': 'Certfleet',
          'content-length': String(new TextEncoder().encode(body).length),
          connection: 'close',
        },
        maxHeaderSize: limits.bodyBytes,
      });
      over.addEventListener('abort', late);
      if (over.aborted) late();
      sent.on('error', (error) => done(failure('lost', `the connection broke: ${errorWords(error)}`)));
      sent.once('response', (response) => {
        over.removeEventListener('abort', late);
        void beginning(response, limits).then((text) => done(answerOf(response, text)));
      });
      sent.end(body);
    } catch (error) {
      done(failure('bad-setting', `the request cannot be made: ${errorWords(error)}`));
    }
  });
}

/** So much of the body as is worth reading; a body that breaks off or drips takes nothing from the status. */
function beginning(response: IncomingMessage, limits: Means['limits']): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = (): void => {
      clearTimeout(timer);
      response.destroy();
      resolve(new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limits.bodyBytes)));
    };
    const timer = setTimeout(done, limits.bodyMs);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= limits.bodyBytes) done();
    });
    for (const event of ['end', 'error', 'aborted', 'close']) response.once(event, done);
  });
}

function answerOf(response: IncomingMessage, body: string): Answer & HttpAnswer {
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as const],
  );
  return { kind: 'http', status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body };
}
