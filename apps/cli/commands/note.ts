import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { sourceOf } from '#libs/fleet/source.js';
import { isAccepted, isServer } from '../answers.js';
import { ask } from '../client.js';
import { type Connection, connectionOf, type OnlineOptions } from '../connection.js';
import { done, failed, type Failures, type Result } from '../failure.js';
import { waitForTicket } from '../import/wait.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface NoteOptions extends OnlineOptions {
  readonly server?: string;
  readonly ticket?: string;
  readonly refers?: string;
  readonly by?: string;
}

const ORGANIZATION = 'default';
const PATIENCE_MS = 60_000;
const LONGEST_TEXT = 4_000;
const LONGEST_NAME = 255;
const MOST_POSITIONS = 1_000;

/** Records a note on a server or on the organization. History stays as it is: the note is an event of its own, which may refer to others. */
export async function note(text: string, options: NoteOptions, terminal: Terminal): Promise<Failures> {
  const data = noteOf(text, options);
  if (!data.ok) return [data.failure];
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const server = await fullName(connection.value, options.server);
  if (!server.ok) return [server.failure];
  const event = {
    specversion: '1.0',
    id: `note:${randomUUID()}`,
    source: sourceOf({ organization: connection.value.organization ?? ORGANIZATION, server: server.value }),
    type: 'certfleet.note.added.v1',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    actor: options.by ?? userInfo().username,
    data: data.value,
  };
  const body = { bytes: new TextEncoder().encode(JSON.stringify(event)), type: 'application/cloudevents+json' };
  const accepted = await ask(connection.value, { path: 'events', body }, isAccepted);
  if (!accepted.ok) return [accepted.failure];
  const ticket = await waitForTicket(
    connection.value,
    { file: 'the note', ticket: accepted.value.ticket },
    PATIENCE_MS,
  );
  if (!ticket.ok) return [ticket.failure];
  const { position } = ticket.value;
  if (options.json === true) terminal.printJson({ position, server: server.value, ...data.value });
  else terminal.print(`noted on ${shown(server.value ?? 'the organization')}, log position ${position ?? 'unknown'}`);
  return [];
}

interface Note {
  readonly text: string;
  readonly ticket?: string;
  readonly refers?: readonly number[];
}

function noteOf(text: string, { ticket, refers, by }: NoteOptions): Result<Note> {
  if (text.trim() === '') return refused('a note says something', 'TEXT');
  if (text.length > LONGEST_TEXT) return refused(`a note has at most ${LONGEST_TEXT} characters`, 'TEXT');
  for (const [option, value] of [
    ['--ticket', ticket],
    ['--by', by],
  ] as const)
    if (value !== undefined && (value.trim() === '' || value.length > LONGEST_NAME))
      return refused(`it has from 1 to ${LONGEST_NAME} characters`, option);
  const positions = positionsOf(refers);
  if (!positions.ok) return positions;
  return done({
    text,
    ...(ticket === undefined ? {} : { ticket }),
    ...(positions.value.length === 0 ? {} : { refers: positions.value }),
  });
}

function positionsOf(text: string | undefined): Result<readonly number[]> {
  if (text === undefined) return done([]);
  const parts = text.split(',').map((part) => part.trim().replace(/^#/, ''));
  if (parts.length > MOST_POSITIONS) return refused(`a note refers to at most ${MOST_POSITIONS} positions`, '--refers');
  const wrong = parts.find((part) => !/^[1-9]\d{0,14}$/.test(part));
  if (wrong !== undefined)
    return failed({
      exit: 64,
      what: 'this is not a position of the log',
      where: `--refers ${text}`,
      remedy: 'Name the numbers behind # in a timeline, with commas: --refers 12,13',
    });
  return done([...new Set(parts.map(Number))]);
}

function refused(what: string, where: string): Result<never> {
  return failed({ exit: 64, what, where });
}

/** The name by which a server is known, so that the note stands in its history whatever it is called here. */
async function fullName(connection: Connection, server: string | undefined): Promise<Result<string | null>> {
  if (server === undefined) return done(null);
  const found = await ask(connection, { path: `servers/${encodeURIComponent(server)}` }, isServer);
  return found.ok ? done(found.value.fqdn) : found;
}
