import { allPages } from '../all-pages.js';
import { isAlert, isAlertList, type AlertItem } from '../alert-answers.js';
import { ask } from '../client.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { failed, type Failures } from '../failure.js';
import { alertsText, oneAlertText } from '../render/alerts.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface AlertsOptions extends OnlineOptions {
  readonly state?: string;
  readonly rule?: string;
  readonly server?: string;
  readonly flat?: boolean;
}

/** What people are told of: alerts of one rule and one cause together, the worst first. */
export async function listAlerts(options: AlertsOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const query = { state: options.state, rule: options.rule, server: options.server };
  const list = await allPages(connection.value, { path: 'alerts', query, shape: isAlertList });
  if (!list.ok) return [list.failure];
  const { items, warnings = [] } = list.value;
  if (options.json === true) terminal.printJson(list.value);
  else {
    terminal.print(alertsText(items, { flat: options.flat === true, state: options.state ?? 'open' }, terminal.page));
    for (const warning of warnings) terminal.say(`! ${shown(warning)}`);
  }
  return [];
}

/** One alert with all that is known of it. */
export async function showAlert(id: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const found = await ask(connection.value, { path: `alerts/${encodeURIComponent(id)}` }, isAlert);
  if (!found.ok) return [found.failure];
  if (options.json === true) terminal.printJson(found.value);
  else terminal.print(oneAlertText(found.value, terminal.page));
  return [];
}

export interface AcknowledgeOptions extends OnlineOptions {
  readonly note?: string;
  readonly ticket?: string;
  readonly accept?: boolean;
}

/** Takes care of alerts, or accepts what they tell. */
export async function acknowledgeAlerts(
  ids: readonly string[],
  options: AcknowledgeOptions,
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const { note = null, ticket = null, accept = false } = options;
  const bytes = new TextEncoder().encode(JSON.stringify({ note, ticket, accept }));
  const told: AlertItem[] = [];
  for (const id of ids) {
    const path = `alerts/${encodeURIComponent(id)}/acknowledge`;
    const said = await ask(
      connection.value,
      { method: 'POST', path, body: { bytes, type: 'application/json' } },
      isAlert,
    );
    if (!said.ok) return [said.failure];
    told.push(said.value);
    if (options.json !== true) terminal.print(`${shown(said.value.title)}: ${said.value.state}`);
  }
  if (options.json === true) terminal.printJson({ items: told });
  return [];
}

export interface SilenceOptions extends OnlineOptions {
  readonly rule?: string;
  readonly server?: string;
  readonly endpoint?: string;
  readonly alert?: string;
  readonly for: string;
  readonly reason: string;
  readonly ticket?: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Silences alerts for a time. */
export async function silenceAlerts(options: SilenceOptions, terminal: Terminal): Promise<Failures> {
  const [, amount = '', unit = ''] = /^(\d{1,4})([mhdw])$/.exec(options.for) ?? [];
  if (amount === '')
    return [failed({ exit: 64, what: 'this is no time such as 2h or 30m', where: `--for ${options.for}` }).failure];
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const { rule, server, endpoint, alert, reason, ticket = null } = options;
  const until = new Date(Date.now() + Number(amount) * (UNITS[unit] ?? 0)).toISOString();
  const matches = { rule, server, endpoint, alert };
  const bytes = new TextEncoder().encode(JSON.stringify({ matches, until, reason, ticket }));
  const made = await ask(
    connection.value,
    { method: 'POST', path: 'alerts/silences', body: { bytes, type: 'application/json' } },
    isSilence,
  );
  if (!made.ok) return [made.failure];
  if (options.json === true) terminal.printJson(made.value);
  else
    terminal.print(
      `silenced until ${until.slice(0, 16).replace('T', ' ')} UTC: certfleet alerts unsilence ${shown(made.value.id)}`,
    );
  return [];
}

export async function unsilenceAlerts(id: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const path = `alerts/silences/${encodeURIComponent(id)}`;
  const ended = await ask(connection.value, { method: 'DELETE', path }, isNothing);
  if (!ended.ok) return [ended.failure];
  if (options.json === true) terminal.printJson({ ended: id });
  else terminal.print('the silence is over');
  return [];
}

/** The last 24 hours as the digest tells them; with an hour, chooses when it is sent. */
export async function digest(
  options: OnlineOptions & { readonly hour?: string },
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  if (options.hour !== undefined) {
    const hour = options.hour === 'never' ? null : Number(options.hour);
    const bytes = new TextEncoder().encode(JSON.stringify({ hour }));
    const path = 'alerts/digest';
    const chosen = await ask(
      connection.value,
      { method: 'PUT', path, body: { bytes, type: 'application/json' } },
      isObject,
    );
    if (!chosen.ok) return [chosen.failure];
  }
  const found = await ask(connection.value, { path: 'alerts/digest' }, isDigest);
  if (!found.ok) return [found.failure];
  const { title, summary, lines, hour } = found.value;
  if (options.json === true) terminal.printJson(found.value);
  else {
    const sent =
      hour === null
        ? 'It is sent to nobody: --hour 7 sends it at 07:00 UTC.'
        : `It is sent at ${String(hour).padStart(2, '0')}:00 UTC.`;
    const told = lines.map(({ name, value }) => `  ${shown(name)}: ${shown(value)}`);
    terminal.print([shown(title), shown(summary), ...told, sent].join('\n'));
  }
  return [];
}

function isSilence(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'matches' in value;
}

function isDigest(value: unknown): value is {
  readonly title: string;
  readonly summary: string;
  readonly hour: number | null;
  readonly lines: readonly { readonly name: string; readonly value: string }[];
} {
  return isObject(value) && 'title' in value && 'lines' in value && Array.isArray(value.lines);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isNothing(value: unknown): value is undefined {
  return value === undefined;
}
