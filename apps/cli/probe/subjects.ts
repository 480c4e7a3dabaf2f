import { readFile, stat } from 'node:fs/promises';
import { PLAIN, readRegistered, type Registered, type Registration } from '#libs/probe/registration.js';
import type { Subject } from '#libs/probe/round.js';
import { allPages } from '../all-pages.js';
import { isServer, isServerList, type ServerAnswer } from '../answers.js';
import { ask } from '../client.js';
import type { Connection } from '../connection.js';
import { done, failed, type Failure, type Result } from '../failure.js';
import { noServer } from '../commands/time-options.js';

/** A server that is to be looked at, with all that Certfleet says of it. */
export interface AskedServer extends Subject {
  readonly answer: ServerAnswer;
}

const LARGEST_FILE = 4 * 1024 * 1024;

/** The registered servers of a targets file. */
export async function targetsOf(path: string): Promise<Result<Registered>> {
  try {
    if ((await stat(path)).size > LARGEST_FILE)
      return failed({ exit: 64, what: 'the targets file is larger than 4 MiB', where: path });
    const read = readRegistered(await readFile(path, 'utf8'));
    if (read.ok) return done(read.registered);
    const { place, message, remedy } = read.refusal;
    return failed({ exit: 64, what: message, where: place === '' ? path : `${path}, ${place}`, remedy });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failed({ exit: 64, what: `the targets file cannot be read (${code})`, where: path });
  }
}

/** Which servers are asked for: by name, or all. */
export interface Wanted {
  readonly names: readonly string[];
  readonly all: boolean;
  /** Of the organization; null: no file was given, and every server of the inventory may be looked at. */
  readonly registered: ReadonlyMap<string, Registration> | null;
}

/** The servers of the inventory that are asked for and may be looked at. A name that is not in the inventory is looked at by nobody. */
export async function subjectsOf(
  connection: Connection,
  wanted: Wanted,
): Promise<{ readonly subjects: readonly AskedServer[]; readonly failures: readonly Failure[] }> {
  const names = wanted.all ? await everyName(connection) : done(wanted.names);
  if (!names.ok) return { subjects: [], failures: [names.failure] };
  const subjects = new Map<string, AskedServer>();
  const failures: Failure[] = [];
  for (const name of names.value) {
    const answer = await ask(connection, { path: `servers/${encodeURIComponent(name)}` }, isServer);
    if (!answer.ok) {
      failures.push(noServer(answer.failure));
      // Nothing else will be answered either.
      if (answer.failure.exit === 69 || answer.failure.exit === 77) break;
      continue;
    }
    const key = answer.value.fqdn.toLowerCase();
    const registration = wanted.registered === null ? PLAIN : wanted.registered.get(key);
    if (registration !== undefined)
      subjects.set(key, {
        answer: answer.value,
        registration,
        known: { server: answer.value, partial: partialOf(answer.value) },
      });
    else if (!wanted.all) failures.push(notRegistered(answer.value.fqdn));
  }
  return { subjects: [...subjects.values()], failures };
}

async function everyName(connection: Connection): Promise<Result<readonly string[]>> {
  const list = await allPages(connection, { path: 'servers', shape: isServerList });
  return list.ok ? done(list.value.items.map(({ fqdn }) => fqdn)) : list;
}

/** The lists of which only parts are known, as the API tells them beside the server. */
function partialOf(answer: ServerAnswer): readonly string[] {
  const partial: unknown = Reflect.get(answer, 'partial');
  return Array.isArray(partial) ? partial.filter((one) => typeof one === 'string') : [];
}

function notRegistered(server: string): Failure {
  return {
    exit: 64,
    what: `${server} is not registered for probes`,
    remedy: 'Add it to the targets file, under its organization; docs/probe.md shows how.',
  };
}
