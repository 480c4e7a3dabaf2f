import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAccepted, isEventCount } from '../answers.js';
import { ask } from '../client.js';
import { waitForTickets, type Awaited } from '../import/wait.js';
import type { Connection } from '../connection.js';
import { done, failed, type Result } from '../failure.js';
import { demoFolder, keepDemo, keptDemo, type KeptDemo, type KeptFile } from './demo-folder.js';

const NOTEBOOK = 'demo.json';

/** What has become of the demo on this data folder. */
interface Notebook {
  /** The instant that all its days count from. */
  readonly from: string;
  readonly loaded: boolean;
}

export interface LoadedDemo {
  /** How many files were sent; 0 when there was data already. */
  readonly files: number;
  /** Commands that a newcomer may try; none where the demo is not what is there. */
  readonly ask: readonly string[];
}

/**
 * Loads the demo organization through the API, like anybody's data. Does so only when the log is empty, or when an earlier start began and
 * did not finish. Its files are written into the data folder first, and what lies there is sent: so a start after a crash repeats the
 * same events.
 */
export async function loadDemo(connection: Connection, folder: string): Promise<Result<LoadedDemo>> {
  const log = await ask(connection, { path: 'events', query: { limit: 1 } }, isEventCount);
  if (!log.ok) return log;
  const isEmpty = log.value.items.length === 0;
  const before = notebook(folder);
  const kept = before === null ? null : keptDemo(demoFolder(folder));
  const step = nextStep({ before, kept, isEmpty });
  if (step === 'leave') return done({ files: 0, ask: kept?.ask ?? [] });
  if (step === 'give-up') return failed(halfLoaded(folder));
  const from = before?.from ?? thisMinute();
  return sendDemo(connection, folder, { from, demo: kept ?? (await newFiles(folder, from)) });
}

interface Found {
  readonly before: Notebook | null;
  readonly kept: KeptDemo | null;
  /** Of the log. */
  readonly isEmpty: boolean;
}

function nextStep({ before, kept, isEmpty }: Found): 'leave' | 'give-up' | 'send' {
  if (before === null) return isEmpty ? 'send' : 'leave';
  if (before.loaded) return 'leave';
  return kept === null && !isEmpty ? 'give-up' : 'send';
}

function thisMinute(): string {
  return `${new Date().toISOString().slice(0, 16)}:00.000Z`;
}

/** Sends the files that lie in the data folder, and comes back when the next question sees all of them. */
async function sendDemo(
  connection: Connection,
  folder: string,
  { from, demo }: { readonly from: string; readonly demo: KeptDemo },
): Promise<Result<LoadedDemo>> {
  write(folder, { from, loaded: false });
  const sent = await sendAll(connection, demoFolder(folder), demo.files);
  if (!sent.ok) return sent;
  write(folder, { from, loaded: true });
  const seen = await untilSeen(connection, sent.value);
  return seen.ok ? done({ files: demo.files.length, ask: demo.ask }) : seen;
}

/** Comes back when questions are answered from all of it. Who was killed may hold the projection for a while yet. */
async function untilSeen(connection: Connection, position: number): Promise<Result<unknown>> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await ask(
      connection,
      { path: 'servers', query: { limit: 1, waitFor: position } },
      (value): value is unknown => value !== null,
    );
    if (seen.ok || Date.now() > until) return seen;
    await sleep(AGAIN_MS);
  }
}

async function newFiles(folder: string, from: string): Promise<KeptDemo> {
  const { makeDemo } = await import('../demo/demo.js');
  return keepDemo(demoFolder(folder), await makeDemo(from));
}

function halfLoaded(folder: string) {
  return {
    exit: 1,
    what: 'the demo was loaded in part, and the rest of its files is gone',
    where: demoFolder(folder),
    remedy: 'Start with another data folder, named with --data: new files would tell of other certificates.',
  } as const;
}

const TYPES = { imports: 'application/octet-stream', events: 'application/cloudevents-batch+json' } as const;
const PATIENCE_MS = 60_000;
const AGAIN_MS = 200;

/** Sends the files in their order, and waits for what was sent before and after each that goes alone. */
async function sendAll(connection: Connection, folder: string, files: readonly KeptFile[]): Promise<Result<number>> {
  let position = 0;
  for (const group of groupsOf(files)) {
    const sent: Awaited[] = [];
    for (const file of group) {
      const accepted = await send(connection, folder, file);
      if (!accepted.ok) return accepted;
      sent.push(accepted.value);
    }
    for (const ticket of await waitForTickets(connection, sent, { patience: PATIENCE_MS })) {
      if (!ticket.ok) return failed({ ...ticket.failure, exit: 1 });
      position = Math.max(position, ticket.value.position ?? 0);
    }
  }
  return done(position);
}

function groupsOf(files: readonly KeptFile[]): readonly (readonly KeptFile[])[] {
  const groups: KeptFile[][] = [];
  let together: KeptFile[] | null = null;
  for (const file of files) {
    if (file.alone === true || together === null) groups.push((together = []));
    together.push(file);
    if (file.alone === true) together = null;
  }
  return groups;
}

async function send(connection: Connection, folder: string, file: KeptFile): Promise<Result<Awaited>> {
  const { name, path, server, observedAt } = file;
  const query = path === 'imports' ? { filename: name, server, observedAt } : {};
  const body = { bytes: new Uint8Array(readFileSync(join(folder, name))), type: TYPES[path] };
  const accepted = await ask(connection, { path, query, body }, isAccepted);
  return accepted.ok ? done({ file: name, ticket: accepted.value.ticket }) : accepted;
}

function notebook(folder: string): Notebook | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, NOTEBOOK), 'utf8'));
    return isNotebook(found) ? found : null;
  } catch {
    return null;
  }
}

function isNotebook(value: unknown): value is Notebook {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    typeof value.from === 'string' &&
    'loaded' in value
  );
}

function write(folder: string, content: Notebook): void {
  writeFileSync(join(folder, NOTEBOOK), `${JSON.stringify(content)}\n`);
}
