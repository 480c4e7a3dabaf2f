import { readFile } from 'node:fs/promises';
import { ask } from '../client.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { failed, type Failures } from '../failure.js';
import { shown } from '../text/escape.js';
import { backTestWords } from '../words/alerts.js';
import { table } from '../text/table.js';
import type { Terminal } from '../terminal.js';

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly severity: string | null;
  readonly enabled: boolean;
  readonly builtIn: boolean;
  readonly condition: { readonly kind: string };
  readonly owner: string | null;
  readonly channels: readonly string[] | null;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isNothing = (value: unknown): value is undefined => value === undefined;

function isRules(value: unknown): value is { readonly items: readonly Rule[] } {
  return isObject(value) && 'items' in value && Array.isArray(value.items);
}

/** The alert rules. */
export async function listRules(options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const found = await ask(connection.value, { path: 'alerts/rules' }, isRules);
  if (!found.ok) return [found.failure];
  if (options.json === true) terminal.printJson(found.value);
  else {
    const rows = found.value.items.map(({ id, enabled, severity, name, builtIn, channels, owner }) =>
      [
        id,
        enabled ? 'on' : 'off',
        severity ?? 'as found',
        name,
        channels?.join(',') ?? 'all',
        owner ?? '',
        builtIn ? '' : 'own',
      ].map(shown),
    );
    terminal.print(table(['RULE', '', 'SEVERITY', 'TELLS OF', 'CHANNELS', 'OWNER', ''], rows, terminal.page.paint));
  }
  return [];
}

/** Switches a rule on or off. */
export async function switchRule(
  id: string,
  options: OnlineOptions & { readonly on: boolean },
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const found = await ask(connection.value, { path: 'alerts/rules' }, isRules);
  if (!found.ok) return [found.failure];
  const rule = found.value.items.find((one) => one.id === id);
  if (rule === undefined)
    return [
      failed({ exit: 1, what: `there is no rule ${id}`, remedy: '`certfleet rules list` shows the rules.' }).failure,
    ];
  const written = ['id', 'builtIn', 'savedAt', 'savedBy'];
  const kept = Object.fromEntries(Object.entries(rule).filter(([key]) => !written.includes(key)));
  return send(
    {
      ...options,
      path: `alerts/rules/${id}`,
      body: { ...kept, enabled: options.on },
      says: `${id} is ${options.on ? 'on' : 'off'}`,
    },
    terminal,
  );
}

/** Writes a rule from a file. */
export async function saveRule(
  id: string,
  options: OnlineOptions & { readonly file: string },
  terminal: Terminal,
): Promise<Failures> {
  const body = await jsonFile(options.file);
  if (body === null) return [notJson(options.file)];
  return send(
    {
      ...options,
      path: `alerts/rules/${encodeURIComponent(id)}`,
      body,
      says: `saved as ${id}: certfleet rules backtest ${id}`,
    },
    terminal,
  );
}

export async function forgetRule(id: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  return remove(`alerts/rules/${encodeURIComponent(id)}`, `forgot ${id}`, options, terminal);
}

interface BackTest {
  readonly hits: number;
  readonly withoutConditions: number | null;
  readonly items: readonly { readonly at: string; readonly server: string | null; readonly what: string }[];
  readonly over: string;
  readonly cutOff: boolean;
}

function isBackTest(value: unknown): value is BackTest {
  return isObject(value) && 'hits' in value && 'items' in value;
}

/** When a rule would have had something to tell. */
export async function backTestRule(
  id: string,
  options: OnlineOptions & { readonly days: string; readonly file?: string },
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const rule = options.file === undefined ? undefined : await jsonFile(options.file);
  if (rule === null) return [notJson(options.file ?? '')];
  const bytes = new TextEncoder().encode(JSON.stringify({ rule, days: Number(options.days) }));
  const path = `alerts/rules/${encodeURIComponent(id)}/backtest`;
  const found = await ask(
    connection.value,
    { method: 'POST', path, body: { bytes, type: 'application/json' } },
    isBackTest,
  );
  if (!found.ok) return [found.failure];
  if (options.json === true) terminal.printJson(found.value);
  else terminal.print(backTestText(found.value, options.days));
  return [];
}

function backTestText({ hits, withoutConditions, items, over, cutOff }: BackTest, days: string): string {
  const sum = backTestWords({ hits, withoutConditions, over }, days);
  const rows = items.map(
    ({ at, server, what }) => `  ${at.slice(0, 16).replace('T', ' ')}  ${shown(server ?? '')}  ${shown(what)}`,
  );
  return [sum, ...rows, ...(cutOff ? ['  (events before the last 50,000 were not looked at)'] : [])].join('\n');
}

interface Channels {
  readonly items: readonly {
    readonly name: string;
    readonly kind: string;
    readonly enabled: boolean;
    readonly leastSeverity: string;
    readonly digest: boolean;
  }[];
  readonly warnings: readonly string[];
}

function isChannels(value: unknown): value is Channels {
  return isObject(value) && 'items' in value && 'warnings' in value;
}

/** The ways in which people are told. */
export async function listChannels(options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const found = await ask(connection.value, { path: 'alerts/channels' }, isChannels);
  if (!found.ok) return [found.failure];
  const { items, warnings } = found.value;
  if (options.json === true) terminal.printJson(found.value);
  else {
    const rows = items.map(({ name, kind, enabled, leastSeverity, digest }) =>
      [name, kind, enabled ? 'on' : 'off', `${leastSeverity} and worse`, digest ? 'yes' : 'no'].map(shown),
    );
    terminal.print(
      items.length === 0
        ? 'There is no channel: nobody is told. `certfleet channels save NAME --kind webhook --file SETTINGS` adds one.'
        : table(['CHANNEL', 'KIND', '', 'CARRIES', 'DIGEST'], rows, terminal.page.paint),
    );
    for (const warning of warnings) terminal.say(`! ${shown(warning)}`);
  }
  return [];
}

export interface ChannelOptions extends OnlineOptions {
  readonly kind: string;
  readonly file: string;
  readonly least?: string;
  readonly digest: boolean;
}

/** Adds a channel, or changes one; its settings come from a file, so that no secret stands on a command line. */
export async function saveChannel(name: string, options: ChannelOptions, terminal: Terminal): Promise<Failures> {
  const settings = await jsonFile(options.file);
  if (settings === null) return [notJson(options.file)];
  const body = { kind: options.kind, settings, leastSeverity: options.least, digest: options.digest };
  return send(
    {
      ...options,
      path: `alerts/channels/${encodeURIComponent(name)}`,
      body,
      says: `saved: certfleet channels test ${name}`,
    },
    terminal,
  );
}

export async function removeChannel(name: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  return remove(`alerts/channels/${encodeURIComponent(name)}`, `removed ${name}`, options, terminal);
}

function isTested(value: unknown): value is { readonly outcome: string; readonly detail: string | null } {
  return isObject(value) && 'outcome' in value;
}

/** Sends a test message now. */
export async function testChannel(name: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const path = `alerts/channels/${encodeURIComponent(name)}/test`;
  const tested = await ask(connection.value, { method: 'POST', path }, isTested);
  if (!tested.ok) return [tested.failure];
  const { outcome, detail } = tested.value;
  if (options.json === true) terminal.printJson(tested.value);
  if (outcome !== 'delivered')
    return options.json === true
      ? []
      : [failed({ exit: 1, what: `the test was not delivered: ${detail ?? outcome}`, where: name }).failure];
  if (options.json !== true) terminal.print(`delivered${detail === null ? '' : `: ${shown(detail)}`}`);
  return [];
}

interface Sending extends OnlineOptions {
  readonly path: string;
  readonly body: unknown;
  readonly says: string;
}

async function send({ path, body, says, ...options }: Sending, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const sent = await ask(
    connection.value,
    { method: 'PUT', path, body: { bytes, type: 'application/json' } },
    isObject,
  );
  if (!sent.ok) return [sent.failure];
  if (options.json === true) terminal.printJson(sent.value);
  else terminal.print(shown(says));
  return [];
}

async function remove(path: string, says: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const removed = await ask(connection.value, { method: 'DELETE', path }, isNothing);
  if (!removed.ok) return [removed.failure];
  if (options.json === true) terminal.printJson({ removed: true });
  else terminal.print(shown(says));
  return [];
}

/** Null: it cannot be read, or is no JSON. */
async function jsonFile(file: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return value;
  } catch {
    return null;
  }
}

function notJson(file: string) {
  return failed({
    exit: 64,
    what: 'this file cannot be read, or is no JSON',
    where: file,
    remedy: 'docs/alerts.md shows what stands in it.',
  }).failure;
}
