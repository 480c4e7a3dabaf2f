import { createServer } from 'node:net';
import { done, failed, type Failure, type Result } from '../failure.js';

export const DEFAULT_PORT = 8080;
const TRIED = 100;

/** The port to listen on: the one asked for if it is free, else a failure that names it; without one, the first free from 8080 on. */
export async function choosePort(asked: string | undefined, host: string): Promise<Result<number>> {
  if (asked !== undefined) return askedPort(asked, host);
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIED; port += 1) {
    const problem = await problemWith(port, host);
    if (problem === null) return done(port);
    if (problem !== 'EADDRINUSE') return failed(cannotListen(port, host, problem));
  }
  return failed({
    exit: 1,
    what: `ports ${DEFAULT_PORT} to ${DEFAULT_PORT + TRIED - 1} are all taken`,
    where: host,
    remedy: 'Name a free one with --port.',
  });
}

/** Why this is no port, before anything is touched; null when it is one, or none was asked for. */
export function whyNoPort(asked: string | undefined): Failure | null {
  if (asked === undefined || (/^\d{1,5}$/.test(asked) && Number(asked) <= 65_535)) return null;
  return {
    exit: 64,
    what: 'this is not a port',
    where: `--port ${asked}`,
    remedy: 'Ports are numbers from 1 to 65535.',
  };
}

async function askedPort(asked: string, host: string): Promise<Result<number>> {
  const wrong = whyNoPort(asked);
  if (wrong !== null) return failed(wrong);
  const port = Number(asked);
  const problem = port === 0 ? null : await problemWith(port, host);
  return problem === null ? done(port) : failed(cannotListen(port, host, problem));
}

function cannotListen(port: number, host: string, problem: string) {
  if (problem === 'EADDRINUSE')
    return {
      exit: 1,
      what: `port ${port} is taken`,
      where: `${host}:${port}`,
      remedy: 'Name another with --port, or leave --port out to take the next free one.',
    } as const;
  return {
    exit: 1,
    what: `cannot listen there (${problem})`,
    where: `${host}:${port}`,
    remedy: 'Name another with --host or --port.',
  } as const;
}

/** Null when one can listen there, else the code of what is in the way. */
function problemWith(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}
