import { isSelections, isServer } from '../answers.js';
import { ask, type Parameters } from '../client.js';
import { connectionOf, type Connection, type OnlineOptions } from '../connection.js';
import type { DiffAnswer } from '../diff/answer.js';
import { diffOfDocuments } from '../diff/documents.js';
import { certificatesOf, selectionsIn, tell, told } from '../diff/fleet-side.js';
import { done, failed, type Failure, type Result } from '../failure.js';
import { readFleetFile } from '../fleet-file.js';
import { readAt } from '../offline.js';
import { isSevere } from '../plan/digest.js';
import type { Verdict } from '../plan/verdict.js';
import { diffText } from '../render/diff.js';
import type { Terminal } from '../terminal.js';
import { forPeople } from './findings.js';
import type { Ended } from './plan.js';
import { noServer } from './time-options.js';

export interface DiffOptions extends OnlineOptions {
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  /** A fleet document that says how the server should be. */
  readonly reference?: string;
  /** Two fleet documents. */
  readonly state?: readonly string[];
  readonly text?: boolean;
  readonly detailedExitcode?: boolean;
}

/** What is presented otherwise: between two instants, two servers, a server and a reference, or two documents. */
export async function diff(
  names: { readonly server: string | undefined; readonly other: string | undefined },
  options: DiffOptions,
  terminal: Terminal,
): Promise<Ended> {
  const answer = await answerOf(names, options, terminal);
  if (!answer.ok) return { failures: [answer.failure], verdict: 0 };
  if (forPeople(options, terminal)) terminal.print(diffText(answer.value, terminal.page));
  else terminal.printJson(answer.value);
  return { failures: [], verdict: options.detailedExitcode === true ? verdictOf(answer.value) : 0 };
}

/** A known risk stands, whatever else is unknown: so 3 goes before 4. */
function verdictOf({ changes, findings }: DiffAnswer): Verdict {
  if (findings?.introduced.some(isSevere) === true) return 3;
  if (findings === null && changes.length > 0) return 4;
  if (changes.some(({ after }) => after?.outcome === 'INDETERMINATE')) return 4;
  return changes.length > 0 ? 2 : 0;
}

type Names = Parameters & { readonly server: string | undefined; readonly other: string | undefined };

async function answerOf(names: Names, options: DiffOptions, terminal: Terminal): Promise<Result<DiffAnswer>> {
  if (options.state !== undefined) return diffOfDocuments(names.server, options.state, terminal);
  const times = timesOf(options);
  if (!times.ok) return times;
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return connection;
  if (options.reference !== undefined)
    return withReference(connection.value, { names, file: options.reference, asOf: times.value['asOf'] }, terminal);
  const query = { ...names, ...times.value, knownAt: options.knownAt };
  const answer = await ask(connection.value, { path: 'diff', query }, isDiff);
  return answer.ok ? answer : failed(noServer(answer.failure));
}

function isDiff(value: unknown): value is DiffAnswer {
  return typeof value === 'object' && value !== null && 'changes' in value && 'searched' in value;
}

function timesOf({ from, to, asOf }: DiffOptions): Result<Readonly<Record<string, string | undefined>>> {
  const [first, last, then] = [readSince(from), readAt('--to', to), readAt('--as-of', asOf)];
  if (!first.ok) return first;
  if (!last.ok) return last;
  return then.ok ? done({ from: first.value, to: last.value, asOf: then.value }) : then;
}

const AGO = /^(\d{1,4})([dhm])$/;
const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** An instant, or how long ago: `7d`, `12h`. */
function readSince(text: string | undefined): Result<string | undefined> {
  const [, amount, unit = ''] = AGO.exec(text ?? '') ?? [];
  if (amount === undefined) return readAt('--from', text);
  return done(new Date(Date.now() - Number(amount) * (UNITS[unit] ?? 0)).toISOString());
}

/** A server as it is, and how a document says it should be. */
async function withReference(
  connection: Connection,
  { names, file, asOf }: { readonly names: Names; readonly file: string; readonly asOf: string | undefined },
  terminal: Terminal,
): Promise<Result<DiffAnswer>> {
  const { server: name } = names;
  if (name === undefined)
    return failed(usage('--reference goes with a server', 'Name the server that is compared with it.'));
  const reference = await readFleetFile(file);
  if (!reference.ok) return reference;
  tell(reference.value, terminal);
  const path = `servers/${encodeURIComponent(name)}`;
  const server = await ask(connection, { path, query: { asOf } }, isServer);
  if (!server.ok) return failed(noServer(server.failure));
  const answers = await ask(connection, { path: `${path}/selections`, query: { asOf } }, isSelections);
  if (!answers.ok) return answers;
  const { fqdn, certificates = [] } = server.value;
  const { asOf: at, position, selections } = answers.value;
  const wanted = await selectionsIn(reference.value, fqdn, at);
  if (!wanted.ok) return wanted;
  const { presentedDifferences } = await import('#libs/views/presented-differences.js');
  return done({
    from: { at, server: fqdn, document: file },
    to: { at, server: fqdn },
    ...(await told(presentedDifferences(wanted.value, selections), [
      ...certificatesOf(reference.value),
      ...(certificates ?? []),
    ])),
    position,
    asOf: at,
  });
}

function usage(what: string, remedy: string): Failure {
  return { exit: 64, what, remedy };
}
