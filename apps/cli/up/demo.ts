import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAccepted, isEventCount } from '../answers.js';
import { ask } from '../client.js';
import { waitForTicket } from '../import/wait.js';
import type { Connection } from '../connection.js';
import { done, failed, type Result } from '../failure.js';

const NOTEBOOK = 'demo.json';

/** What has become of the demo on this data folder. The instant is kept, so that loading it a second time after a crash repeats the same events. */
interface Notebook {
  readonly from: string;
  readonly loaded: boolean;
}

/**
 * Loads the demo organization through the API, like anybody's data: a fleet document, then events. Does so only when the log is empty, or when
 * an earlier start began and did not finish.
 *
 * @returns how many files were sent; 0 when there was data already.
 */
export async function loadDemo(connection: Connection, folder: string): Promise<Result<number>> {
  const log = await ask(connection, { path: 'events', query: { limit: 1 } }, isEventCount);
  if (!log.ok) return log;
  const before = notebook(folder);
  if (before?.loaded === true || (log.value.items.length > 0 && before === null)) return done(0);
  const from = before?.from ?? `${new Date().toISOString().slice(0, 16)}:00.000Z`;
  write(folder, { from, loaded: false });
  let position = 0;
  for (const file of DEMO_FILES) {
    const sent = await send(connection, file, from);
    if (!sent.ok) return sent;
    position = Math.max(position, sent.value);
  }
  write(folder, { from, loaded: true });
  const seen = await ask(
    connection,
    { path: 'servers', query: { limit: 1, waitFor: position } },
    (value): value is unknown => value !== null,
  );
  return seen.ok ? done(DEMO_FILES.length) : seen;
}

interface DemoFile {
  readonly name: string;
  readonly path: 'imports' | 'events';
  readonly type: string;
}

const DEMO_FILES: readonly DemoFile[] = [
  { name: 'contoso.fleet.json', path: 'imports', type: 'application/json' },
  { name: 'contoso.events.json', path: 'events', type: 'application/cloudevents-batch+json' },
];

async function send(connection: Connection, file: DemoFile, from: string): Promise<Result<number>> {
  const text = datedFrom(readFileSync(new URL(`../demo/${file.name}`, import.meta.url), 'utf8'), from);
  const query = file.path === 'imports' ? { filename: file.name } : {};
  const body = { bytes: new TextEncoder().encode(text), type: file.type };
  const accepted = await ask(connection, { path: file.path, query, body }, isAccepted);
  if (!accepted.ok) return accepted;
  const ticket = await waitForTicket(connection, { file: file.name, ticket: accepted.value.ticket }, 60_000);
  if (!ticket.ok) return failed({ ...ticket.failure, exit: 1 });
  return done(ticket.value.position ?? 0);
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** The demo with its dates: `@-40d` is forty days before the instant given, `@+20d` twenty days after it. */
export function datedFrom(text: string, from: string): string {
  return text.replace(/"@([+-]\d+)([dhm])"/g, (_all, amount: string, unit: string) =>
    JSON.stringify(new Date(Date.parse(from) + Number(amount) * (UNITS[unit] ?? 0)).toISOString()),
  );
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
