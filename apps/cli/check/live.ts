import { allPages } from '../all-pages.js';
import {
  type BindingItem,
  type FindingItem,
  type ForecastItem,
  isBindingList,
  isFindingList,
  isForecastList,
  type List,
} from '../answers.js';
import { ask, askText, type Parameters } from '../client.js';
import type { Connection } from '../connection.js';
import { done, failed, type Result } from '../failure.js';
import { noServer } from '../commands/time-options.js';
import { rank } from '../plan/digest.js';
import { certificateName } from './certificate-name.js';
import type { Facts, Place, Some, Switch } from './facts.js';
import type { Thresholds } from './thresholds.js';

/** Which endpoints are checked. */
export interface Scope {
  readonly server?: string | undefined;
  readonly where?: string | undefined;
  readonly view?: string | undefined;
}

const MOST = 1_000;
const DAY = 86_400_000;

/** What a running Certfleet knows: only what may be wrong is asked for, whatever the size of the fleet. */
export async function liveFacts(connection: Connection, scope: Scope, thresholds: Thresholds): Promise<Result<Facts>> {
  const head = await headOf(connection);
  if (!head.ok) return head;
  const { server, view } = scope;
  const whole = await ask(
    connection,
    {
      path: 'bindings',
      query: {
        server,
        view,
        where: scope.where,
        limit: 1,
        waitFor: head.value,
        silentAfter: thresholds.silentAfter.text,
      },
    },
    isBindingList,
  );
  if (!whole.ok) return server === undefined ? whole : failed(noServer(whole.failure));
  const bindings = (where: string, more: Parameters = {}, most = MOST) =>
    allPages(
      connection,
      { path: 'bindings', shape: isBindingList, query: { server, view, where: within(scope, where), ...more } },
      most,
    );
  const ending = await bindings(`presented:true notAfter:<+${thresholds.warning.text}`, {}, Infinity);
  if (!ending.ok) return ending;
  const endless = await bindings('presented:true notAfter:unknown');
  if (!endless.ok) return endless;
  const indeterminate = await bindings('presented:unknown');
  if (!indeterminate.ok) return indeterminate;
  const failing = await bindings('presented:false', { outcome: 'HANDSHAKE_FAILS' });
  if (!failing.ok) return failing;
  const switches = await comingSwitches(connection, scope, thresholds);
  if (!switches.ok) return switches;
  const findings = await standing(connection, scope, thresholds, (where) => bindings(where, {}, Infinity));
  if (!findings.ok) return findings;
  const silent = await silentServers(scope, whole.value, thresholds, (where) => bindings(where, {}, Infinity));
  if (!silent.ok) return silent;
  return done({
    asOf: whole.value.asOf,
    endpoints: whole.value.total,
    ending: some(ending.value, ({ server: name, endpoint, certificate }) => ({
      server: name,
      endpoint,
      certificate: certificateName(certificate),
      notBefore: certificate?.notBefore ?? null,
      notAfter: certificate?.notAfter ?? whole.value.asOf,
    })),
    endless: some(endless.value, placeOf),
    indeterminate: some(indeterminate.value, placeOf),
    failing: some(failing.value, placeOf),
    switches: switches.value,
    findings: findings.value,
    silent: silent.value,
  });
}

function within({ where }: Scope, more: string): string {
  return where === undefined || where.trim() === '' ? more : `(${where}) (${more})`;
}

function some<T, U>({ items, total }: List<T>, what: (item: T) => U): Some<U> {
  return { items: items.map(what), total };
}

const placeOf = ({ server, endpoint }: BindingItem): Place => ({ server, endpoint });

/** Where the log ends: the answers must hold all of it, or nothing can be said. */
async function headOf(connection: Connection): Promise<Result<number>> {
  const text = await askText(connection, { path: '../../metrics', query: { 'collect[]': 'projection' } });
  if (!text.ok) return text;
  const heads = [...text.value.matchAll(/^certfleet_log_position\{org="([^"]*)"\} (\d+)$/gm)];
  const wanted = connection.organization ?? 'default';
  const [, , head] = (heads.length === 1 ? heads[0] : heads.find(([, org]) => org === wanted)) ?? [];
  if (head !== undefined) return done(Number(head));
  return failed({
    exit: 1,
    what: 'nothing was ever recorded for this organization',
    where: wanted,
    remedy: 'Name another one with --organization.',
  });
}

async function comingSwitches(
  connection: Connection,
  { server, view, where }: Scope,
  { switching }: Thresholds,
): Promise<Result<Some<Switch>>> {
  const days = Math.max(1, Math.ceil(switching.milliseconds / DAY));
  const until = Date.now() + switching.milliseconds;
  const keep = ({ kind, at }: ForecastItem) =>
    (kind === 'stops' || kind === 'switches' || kind === 'unknown') && Date.parse(at) <= until;
  const query = { server, view, where, days };
  const list = await allPages(connection, { path: 'forecast', shape: isForecastList, query, keep });
  if (!list.ok) return list;
  return done(some(list.value, ({ server: name, endpoint, at, what }) => ({ server: name, endpoint, at, what })));
}

type AskBindings = (where: string) => Promise<Result<List<BindingItem>>>;

/** The findings that stand and count; where a query narrows the endpoints, those of these endpoints and of their servers as a whole. */
async function standing(
  connection: Connection,
  { server, where, view }: Scope,
  { severity }: Thresholds,
  bindings: AskBindings,
): Promise<Result<readonly FindingItem[]>> {
  const severities = (['critical', 'high', 'medium', 'low'] as const).filter((one) => rank(one) <= rank(severity));
  const query = { server, state: 'standing', where: `severity:${severities.join(',')}` };
  const list = await allPages(connection, { path: 'findings', shape: isFindingList, query });
  if (!list.ok) return list;
  if (where === undefined && view === undefined) return done(list.value.items);
  const meant = await bindings(`finding.severity:${severities.join(',')}`);
  if (!meant.ok) return meant;
  const places = new Set(
    meant.value.items.flatMap((one) => [one.server.toLowerCase(), `${one.server.toLowerCase()} ${one.endpoint}`]),
  );
  return done(
    list.value.items.filter((one) =>
      places.has(`${one.server.toLowerCase()}${one.endpoint === null ? '' : ` ${one.endpoint}`}`),
    ),
  );
}

/** Of the servers that are checked. */
async function silentServers(
  { server, where, view }: Scope,
  { freshness }: List<BindingItem>,
  { silentAfter }: Thresholds,
  bindings: AskBindings,
): Promise<Result<Some<string>>> {
  if (server === undefined && where === undefined && view === undefined && freshness !== undefined)
    return done({ items: freshness.silent, total: freshness.silentCount ?? freshness.silent.length });
  const silent = await bindings(`lastSeen:<-${silentAfter.text} or lastSeen:unknown`);
  if (!silent.ok) return silent;
  const servers = [...new Set(silent.value.items.map((one) => one.server))];
  return done({ items: servers, total: servers.length });
}
