import { SEVERITIES, type Finding, type Severity } from '#libs/rules/finding.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { allPages } from '../all-pages.js';
import { isFindingList, type FindingItem } from '../answers.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { done, failed, type Failures, type Result } from '../failure.js';
import { readFleetFiles, type FleetFile } from '../fleet-file.js';
import { nothingMeets, readAt, serverOf } from '../offline.js';
import { columnsFor, fileFormat, type OutputOptions, printFile } from '../output.js';
import { rank } from '../plan/digest.js';
import { findingsText, type Told } from '../render/findings.js';
import type { Terminal } from '../terminal.js';
import { RULE_IDS } from '../words/rule-text.js';
import { stateQuery, type TimeOptions } from './time-options.js';

export interface FindingsOptions extends OnlineOptions, TimeOptions, OutputOptions {
  readonly state?: readonly string[];
  readonly at?: string;
  readonly server?: string;
  /** This severity and worse. */
  readonly severity?: string;
  readonly rule?: string;
  readonly when?: 'standing' | 'coming' | 'resolved' | 'all';
  readonly text?: boolean;
}

/** The standing risks of fleet documents, or of what a running Certfleet knows: tables for people, else one JSON document. */
export async function findings(options: FindingsOptions, terminal: Terminal): Promise<Failures> {
  const filter = readFilter(options);
  if (!filter.ok) return [filter.failure];
  return options.state === undefined
    ? live(options, filter.value, terminal)
    : offline({ ...options, state: options.state }, filter.value, terminal);
}

interface Filter {
  readonly severity: Severity;
  readonly rule: string | undefined;
}

function readFilter({ severity, rule }: FindingsOptions): Result<Filter> {
  const least = severity === undefined ? 'low' : SEVERITIES.find((one) => one === severity.toLowerCase());
  if (least === undefined)
    return failed({ exit: 64, what: `a severity is one of ${SEVERITIES.join(', ')}`, where: `--severity ${severity}` });
  if (rule === undefined) return done({ severity: least, rule });
  const id = /^(?:RO-?)?(\d{1,2})$/i.exec(rule.trim())?.[1];
  if (id === undefined)
    return failed({
      exit: 64,
      what: 'this is not the id of a rule',
      where: `--rule ${rule}`,
      remedy: 'Write it like RO-13; docs/rules.md lists the rules.',
    });
  const named = `RO-${id.padStart(2, '0')}`;
  if (RULE_IDS.includes(named)) return done({ severity: least, rule: named });
  return failed({
    exit: 64,
    what: 'there is no such rule',
    where: `--rule ${rule}`,
    remedy: 'docs/rules.md lists the rules.',
  });
}

/** What was asked for, in words: ` of severity high or worse, by RO-13`. */
function askedFor({ severity, rule }: Filter): string {
  const level =
    severity === 'low' ? [] : [severity === 'critical' ? ' of severity critical' : ` of severity ${severity} or worse`];
  return [...level, ...(rule === undefined ? [] : [` by ${rule}`])].join('');
}

function passes({ severity, rule }: Filter, finding: Finding): boolean {
  return rank(finding.severity) <= rank(severity) && (rule === undefined || finding.id === rule);
}

async function offline(
  options: FindingsOptions & { readonly state: readonly string[] },
  filter: Filter,
  terminal: Terminal,
): Promise<Failures> {
  const at = readAt('--at', options.at);
  if (!at.ok) return [at.failure];
  const { documents, failures } = await readFleetFiles(options.state);
  if (failures.length > 0) return failures;
  for (const { warnings } of documents) for (const warning of warnings) terminal.say(`warning: ${warning}`);
  const { server } = options;
  if (server !== undefined && documents.every((file) => serverOf(file, server) === undefined))
    return [nothingMeets(documents, { server })];
  const { findings: standing } = await import('#libs/rules/findings.js');
  const now = new Date().toISOString();
  const results = documents.map((file) => {
    const instant = at.value ?? file.document.at ?? now;
    const found = standing(file.document, instant).filter((one) => passes(filter, one) && isOn(file, server, one));
    return { file, instant, found };
  });
  if (forPeople(options, terminal)) {
    const told = results.map(({ file, instant, found }): Told => ({
      source: file.file,
      at: instant,
      servers: file.document.servers?.length ?? 0,
      findings: found,
      narrowed: server !== undefined || filter.rule !== undefined,
      asked: askedFor(filter),
    }));
    terminal.print(told.map((one) => findingsText(one, terminal.page)).join('\n\n'));
    return [];
  }
  const answers = results.map(({ found }) => ({ findings: found }));
  terminal.printJson(options.state.length === 1 ? answers[0] : { results: answers });
  return [];
}

function isOn(file: FleetFile, server: string | undefined, finding: Finding): boolean {
  if (server === undefined) return true;
  const wanted = serverOf(file, server)?.fqdn;
  return wanted !== undefined && normalizeHostName(finding.server) === normalizeHostName(wanted);
}

/** People read a terminal, or ask for text; everything else gets JSON. */
export function forPeople(
  options: { readonly json?: boolean; readonly text?: boolean; readonly output?: string },
  terminal: Terminal,
): boolean {
  if (options.output === 'json') return false;
  if (options.text === true || options.output === 'table') return true;
  return options.json !== true && terminal.interactive;
}

async function live(options: FindingsOptions, filter: Filter, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const time = stateQuery(options);
  if (!time.ok) return [time.failure];
  const { view, sort } = options;
  const query = { ...time.value, view, sort, server: options.server, rule: filter.rule, state: options.when };
  const keep = filter.severity === 'low' ? undefined : (item: FindingItem) => passes(filter, item);
  const list = await allPages(connection.value, { path: 'findings', shape: isFindingList, query, keep });
  if (!list.ok) return [list.failure];
  const format = fileFormat(options);
  if (format !== undefined) {
    const columns = await columnsFor(connection.value, 'findings', options);
    if (!columns.ok) return [columns.failure];
    printFile(list.value, 'findings', { format, columns: columns.value }, terminal);
    return [];
  }
  if (!forPeople(options, terminal)) {
    terminal.printJson(list.value);
    return [];
  }
  const { items, asOf, position } = list.value;
  const told: Told = {
    source: connection.value.url.origin,
    at: asOf,
    position,
    servers: null,
    findings: items,
    narrowed:
      options.server !== undefined ||
      filter.rule !== undefined ||
      time.value['where'] !== undefined ||
      view !== undefined,
    asked: askedFor(filter),
  };
  terminal.print(findingsText(told, terminal.page));
  return [];
}
