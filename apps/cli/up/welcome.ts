import type { Selection } from '#libs/selection/selection.js';
import { allPages } from '../all-pages.js';
import { type BindingItem, isBindingList, isSelections, isServer, isServerList } from '../answers.js';
import { ask } from '../client.js';
import type { Connection } from '../connection.js';
import { nextAnswer } from '../commands/explain.js';
import { done, type Result } from '../failure.js';
import { explanation } from '../render/explanation.js';
import { bindingsTable, countsLine } from '../render/selections.js';
import type { Page } from '../text/page.js';

const MOST_ROWS = 24;

/** What the running Certfleet found: a short table of what each server presents, and one answer explained. */
export async function welcome(connection: Connection, page: Page): Promise<Result<string>> {
  const servers = await ask(connection, { path: 'servers', query: { limit: 1 } }, isServerList);
  if (!servers.ok) return servers;
  const list = await allPages(connection, { path: 'bindings', shape: isBindingList }, 2000);
  if (!list.ok) return list;
  if (list.value.items.length === 0)
    return done('Nothing is recorded yet. Send it something: certfleet import FILE… --wait');
  const rows = shortList(list.value.items);
  const table = bindingsTable(
    rows.map((item) => ({ selection: item, certificate: item.certificate })),
    { brief: true },
    page,
  );
  const rest = list.value.total - rows.length;
  const counts = `${servers.value.total} servers, ${countsLine(list.value.items)}${rest > 0 ? `. ${rest} more: certfleet bindings` : ''}`;
  const explained = await oneExplained(connection, list.value.items, page);
  if (!explained.ok) return explained;
  return done([table, page.paint.dim(counts), '', explained.value].join('\n'));
}

/** What a reader wants first: everything that is not well, then per server the default SMTP certificate, and the front doors. */
function shortList(items: readonly BindingItem[]): readonly BindingItem[] {
  const ranked = items.map((item) => ({ item, rank: rankOf(item) }));
  const chosen = new Set(
    ranked
      .toSorted((one, other) => one.rank - other.rank)
      .slice(0, MOST_ROWS)
      .filter(({ rank }, index) => rank < FRONT.length + 1 || index === 0)
      .map(({ item }) => item),
  );
  return items.filter((item) => chosen.has(item));
}

const FRONT = [
  /^internal-transport$/,
  /^iis:Default Web Site:\*:443:$/i,
  /^receive:Default Frontend .*:starttls$/i,
  /^send:.*:starttls$/i,
];

/** Small is telling. */
function rankOf({ outcome, events, endpoint }: BindingItem): number {
  if (outcome === 'HANDSHAKE_FAILS' || outcome === 'INDETERMINATE' || events.length > 0) return 0;
  const front = FRONT.findIndex((pattern) => pattern.test(endpoint));
  return front === -1 ? FRONT.length + 1 : front + 1;
}

async function oneExplained(
  connection: Connection,
  items: readonly BindingItem[],
  page: Page,
): Promise<Result<string>> {
  const item = mostTelling(items);
  const path = `servers/${encodeURIComponent(item.server)}`;
  const server = await ask(connection, { path }, isServer);
  if (!server.ok) return server;
  const answer = await ask(connection, { path: `${path}/selections`, query: { trace: 'true' } }, isSelections);
  if (!answer.ok) return answer;
  const selection = answer.value.selections.find((one) => one.endpoint === item.endpoint) ?? item;
  const next = await nextAnswer(connection, `${path}/selections`, {}, selection);
  if (!next.ok) return next;
  const store = { certificates: server.value.certificates ?? [], version: server.value.version ?? null };
  return done(explanation({ selection, at: answer.value.asOf, ...store, next: next.value }, page));
}

/** What fails goes first, then what time will change soonest, then anything. */
function mostTelling(items: readonly BindingItem[]): BindingItem {
  const soonest = (a: Selection, b: Selection): number => (a.changesAt ?? '9').localeCompare(b.changesAt ?? '9');
  const failing = items.find((item) => item.outcome === 'HANDSHAKE_FAILS');
  const [first] = [...items].sort(soonest);
  return failing ?? (first as BindingItem);
}
