import { timelineGroups } from '#libs/views/timeline-groups.js';
import { allPages, type Question } from '../all-pages.js';
import {
  isBindingList,
  isCertificateList,
  isServerList,
  isTimelineList,
  type List,
  type TimelineItem,
} from '../answers.js';
import { connectionOf, type Connection, type OnlineOptions } from '../connection.js';
import { done, failed, type Failures, type Result } from '../failure.js';
import { certificatesTable } from '../render/certificates.js';
import { bindingsTable, countsLine } from '../render/selections.js';
import { serversTable } from '../render/servers.js';
import { groupsText } from '../render/timeline-groups.js';
import { timelineText } from '../render/timeline.js';
import { instantWords } from '../text/instant.js';
import type { Terminal } from '../terminal.js';
import { columnsFor, fileFormat, type OutputOptions, printFile } from '../output.js';
import type { ListName } from '#libs/query/lists.js';
import { freshnessLine, queryLine } from '../render/freshness.js';
import { stateQuery, type TimeOptions } from './time-options.js';

export interface ListOptions extends OnlineOptions, TimeOptions, OutputOptions {
  readonly limit?: string;
  readonly wide?: boolean;
  readonly server?: string;
  readonly endpoint?: string;
  readonly outcome?: string;
  readonly thumbprint?: string;
  readonly flat?: boolean;
}

/** The servers, and how their endpoints fare. */
export function servers(options: ListOptions, terminal: Terminal): Promise<Failures> {
  return show(options, terminal, { path: 'servers', list: 'servers', shape: isServerList }, (list) => [
    serversTable(list.items, terminal.page),
    `${count(list, 'server')}`,
  ]);
}

/** Every endpoint with what it presents. */
export function bindings(options: ListOptions, terminal: Terminal): Promise<Failures> {
  const query = {
    server: options.server,
    endpoint: options.endpoint,
    outcome: options.outcome,
    thumbprint: options.thumbprint,
  };
  return show(options, terminal, { path: 'bindings', list: 'bindings', shape: isBindingList, query }, (list) => {
    const rows = list.items.map((item) => ({
      selection: item,
      certificate: item.certificate,
      lastChanged: item.lastChanged,
    }));
    return [bindingsTable(rows, options, terminal.page), shortened(options, `${countsLine(list.items)}${of(list)}`)];
  });
}

/** The certificates, where they are installed and where they are shown. */
export function certificates(options: ListOptions, terminal: Terminal): Promise<Failures> {
  const query = { server: options.server, thumbprint: options.thumbprint };
  return show(
    options,
    terminal,
    { path: 'certificates', list: 'certificates', shape: isCertificateList, query },
    (list) => [
      certificatesTable(list.items, options.wide === true, terminal.page),
      shortened(options, count(list, 'certificate')),
    ],
  );
}

/**
 * What happened, newest first: in the whole organization, to one server, or at one of its endpoints; by cause, or flat.
 * `--as-of` and `--known-at` leave out what came later, and tell effects as they were known then.
 */
export async function timeline(
  server: string | undefined,
  options: ListOptions,
  terminal: Terminal,
): Promise<Failures> {
  const { endpoint } = options;
  if (endpoint !== undefined && server === undefined)
    return [{ exit: 64, what: 'an endpoint is one of a server, and no server is named', where: '--endpoint' }];
  const path = server === undefined ? 'timeline' : `servers/${encodeURIComponent(server)}/timeline`;
  const lines = (list: List<TimelineItem>) => [
    options.flat === true
      ? timelineText(list.items, terminal.page)
      : groupsText(timelineGroups(list.items), list, terminal.page),
    `\n${count(list, 'event')}`,
  ];
  const question = { path, query: { endpoint }, shape: isTimelineList, whole: withGroups };
  return show({ limit: '50', ...options }, terminal, question, lines);
}

/** Of all pages together: a page knows only its own. */
function withGroups(list: List<TimelineItem>): List<TimelineItem> {
  return { ...list, groups: timelineGroups(list.items) };
}

type ListQuestion<T> = Question<T> & {
  /** The list that it is, where it takes a query. */
  readonly list?: ListName;
  /** The list as it is shown, when all pages are there. */
  readonly whole?: (list: List<T>) => List<T>;
};

async function show<T>(
  options: ListOptions,
  terminal: Terminal,
  question: ListQuestion<T>,
  lines: (list: List<T>) => readonly string[],
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const query = stateQuery(options);
  if (!query.ok) return [query.failure];
  const limit = readLimit(options.limit);
  if (!limit.ok) return [limit.failure];
  const { view, sort } = options;
  const { list: name, whole, ...asked } = question;
  const parameters = { ...query.value, view, sort, ...asked.query };
  const pages = await allPages(connection.value, { ...asked, query: parameters }, limit.value);
  if (!pages.ok) return [pages.failure];
  const list = whole?.(pages.value) ?? pages.value;
  return print(list, name, { options, connection: connection.value, terminal, lines });
}

interface Printing<T> {
  readonly options: ListOptions;
  readonly connection: Connection;
  readonly terminal: Terminal;
  readonly lines: (list: List<T>) => readonly string[];
}

/** As a file, as JSON, or for people with what was asked and how fresh it is. */
async function print<T>(
  list: List<T>,
  name: ListName | undefined,
  { options, connection, terminal, lines }: Printing<T>,
): Promise<Failures> {
  const format = fileFormat(options);
  if (format !== undefined && name !== undefined) {
    const columns = await columnsFor(connection, name, options);
    if (!columns.ok) return [columns.failure];
    printFile(list, name, { format, columns: columns.value }, terminal);
  } else if (options.json === true || options.output === 'json') terminal.printJson(list);
  else {
    const told = list.items.length === 0 ? ['nothing to show'] : lines(list);
    const about = [...queryLine(list), ...freshnessLine(list), asOf(list)];
    terminal.print([...told, ...about.map((line) => terminal.page.paint.dim(line))].join('\n'));
  }
  return [];
}

function readLimit(text: string | undefined): Result<number | undefined> {
  if (text === undefined) return done(undefined);
  const limit = Number(text);
  if (/^\d{1,9}$/.test(text) && limit > 0) return done(limit);
  return failed({ exit: 64, what: 'this is not a number of items', where: `--limit ${text}` });
}

/** The denominator, always: how much there is beside what is shown. */
function of(list: List<unknown>): string {
  return list.items.length < list.total ? ` (of ${list.total})` : '';
}

function count(list: List<unknown>, noun: string): string {
  const words = (n: number): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return list.items.length < list.total ? `${list.items.length} of ${words(list.total)}` : words(list.total);
}

function asOf(list: List<unknown>): string {
  return `as of ${instantWords(list.asOf)}, log position ${list.position}`;
}

function shortened(options: ListOptions, line: string): string {
  return options.wide === true ? line : `${line}; names and thumbprints in short, --wide shows them whole`;
}
