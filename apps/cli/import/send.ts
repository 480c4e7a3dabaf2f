import { setTimeout as sleep } from 'node:timers/promises';
import type { InstantSource } from '#libs/formats/files.js';
import { isZip } from '#libs/formats/zip/zip.js';
import { isAccepted, type Accepted } from '../answers.js';
import { ask, type Parameters } from '../client.js';
import type { Connection } from '../connection.js';
import { failed, type Failure, type Result } from '../failure.js';
import { readBytes } from '../terminal.js';
import { inParallel } from './in-parallel.js';
import { modifiedAt, type InputFile, type LeftOut } from './inputs.js';

/** A file that the server has taken in. */
export interface Sent {
  readonly file: string;
  readonly ticket: string;
  readonly accepted: Accepted;
}

export interface Sending {
  readonly sent: readonly Sent[];
  /** Of no format, and found in a folder. */
  readonly leftOut: readonly LeftOut[];
  readonly failures: readonly Failure[];
  /** How many files were refused; the others are sent, passed over, or did not reach the server. */
  readonly refused: number;
}

/** What is told beside every file. */
export interface Told {
  readonly query: Parameters;
  readonly observedAtFrom?: InstantSource | undefined;
}

/** Files on their way at once: the server reads one while the next is received. */
const AT_ONCE = 4;

/**
 * Sends files, several at once. One that is refused stops no other; when the server does not answer, or lets nobody in, no further one is
 * sent.
 */
export async function sendAll(connection: Connection, files: readonly InputFile[], told: Told): Promise<Sending> {
  let hopeless = false;
  let unsent = 0;
  const results = await inParallel(files, AT_ONCE, async (file) => {
    if (hopeless) {
      unsent += 1;
      return null;
    }
    const accepted = await send(connection, file, told);
    if (!accepted.ok && (accepted.failure.exit === 69 || accepted.failure.exit === 77)) hopeless = true;
    return { file, accepted };
  });
  const sent: Sent[] = [];
  const leftOut: LeftOut[] = [];
  const failures: Failure[] = [];
  for (const result of results) {
    if (result === null) continue;
    const { file, accepted } = result;
    if (accepted.ok) sent.push({ file: file.path, ticket: accepted.value.ticket, accepted: accepted.value });
    else if (!file.named && accepted.failure.problem === 'unsupported-media-type')
      leftOut.push({ path: file.path, why: accepted.failure.what });
    else failures.push(accepted.failure);
  }
  const refused = failures.filter(({ exit }) => exit === 64).length;
  if (unsent > 0) failures.push({ exit: 1, what: `${unsent} more file${unsent === 1 ? ' was' : 's were'} not sent` });
  return { sent, leftOut, failures, refused };
}

/** Reading a large zip takes the server a while before it answers. */
const PATIENCE = 180_000;
const BUSY_PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 16_000];
/** What the server takes as a name. */
const LONGEST_NAME = 255;

async function send(connection: Connection, file: InputFile, told: Told): Promise<Result<Accepted>> {
  const bytes = await readBytes(file.path);
  if (!bytes.ok) return bytes;
  const query = {
    ...told.query,
    ...(await instantOf(file, bytes.value, told)),
    filename: file.name.slice(-LONGEST_NAME),
  };
  const body = { bytes: bytes.value, type: 'application/octet-stream' };
  const request = { path: 'imports', query, body, patience: PATIENCE };
  let accepted = await ask(connection, request, isAccepted);
  for (const pause of BUSY_PAUSES) {
    if (accepted.ok || accepted.failure.problem !== 'busy') break;
    await sleep(pause);
    accepted = await ask(connection, request, isAccepted);
  }
  return accepted.ok ? accepted : failed(placed(accepted.failure, file.path));
}

/** The server knows the name, and what a zip says of its files; when a file was changed only we know. */
async function instantOf(file: InputFile, bytes: Uint8Array, { observedAtFrom }: Told): Promise<Parameters> {
  if (observedAtFrom === undefined) return {};
  if (observedAtFrom === 'name' || isZip(bytes)) return { observedAtFrom };
  return { observedAt: (await modifiedAt(file.path)) ?? undefined };
}

function placed(failure: Failure, file: string): Failure {
  // Its remedy names parameters of the API where the message names the options already.
  const { remedy, ...rest } = failure;
  const says = remedy === undefined || / --[a-z]/.test(rest.what) ? {} : { remedy };
  if (failure.exit === 69 || failure.exit === 77) return failure;
  return { ...rest, ...says, where: [file, failure.where].filter((part) => part !== undefined).join(', ') };
}
