import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** What the environment says, read once. */
export interface Config {
  readonly url: string;
  /** `CERTFLEET_TOKEN`; undefined: the file `token` of the data folder. */
  readonly token: string | undefined;
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly queueUrl: string | undefined;
  readonly noColor: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Environment = Config['environment'];

export function readConfig(environment: Environment): Config {
  return Object.freeze({
    url: given(environment['CERTFLEET_URL']) ?? 'http://127.0.0.1:8080',
    token: given(environment['CERTFLEET_TOKEN']),
    dataFolder: dataFolder(environment),
    databaseUrl: given(environment['DATABASE_URL']),
    queueUrl: given(environment['QUEUE_URL']),
    noColor: given(environment['NO_COLOR']) !== undefined,
    environment,
  });
}

/** Where Certfleet keeps its data: `CERTFLEET_DATA`, else `/var/lib/certfleet` for root, else the user's data folder (XDG). */
function dataFolder(environment: Environment): string {
  const named = given(environment['CERTFLEET_DATA']);
  if (named !== undefined) return resolve(named);
  if (process.getuid?.() === 0) return '/var/lib/certfleet';
  const xdg = given(environment['XDG_DATA_HOME']);
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home(), '.local', 'share'), 'certfleet');
}

/** `HOME` may be unset under a service manager. */
function home(): string {
  return homedir() || userInfo().homedir;
}

/** An empty setting is no setting. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** The token of the data folder, or null when there is none to be read. */
export function tokenOf(dataFolder: string): string | null {
  try {
    return readFileSync(join(dataFolder, 'token'), 'utf8').trim() || null;
  } catch {
    return null;
  }
}
