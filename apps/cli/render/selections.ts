import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import { commonName, issuerWords, shortener } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import type { Page } from '../text/page.js';
import { type Cell, table } from '../text/table.js';
import { outcomeLabel, outcomePaint, OUTCOME_WORDS } from '../words/outcome.js';

/** One row of the inventory: an answer, its certificate as far as it is known, who changed it last. */
export interface BindingRow {
  readonly selection: Selection;
  readonly certificate: Certificate | null;
  readonly lastChanged?: { readonly at: string; readonly by: string | null } | null | undefined;
}

export interface TableOptions {
  /** Names and thumbprints whole, and more columns. */
  readonly wide?: boolean;
  /** The first label of each server, and what matters at a glance. */
  readonly brief?: boolean;
}

interface Column {
  readonly heading: string;
  readonly cell: (row: BindingRow) => Cell;
  /** Left out at a glance, or shown only wide. */
  readonly shown?: 'not-brief' | 'wide';
}

/**
 * What servers present, a line an endpoint. Without `wide`, subjects stand by their common name and thumbprints in short; whoever prints it
 * says so.
 */
export function bindingsTable(rows: readonly BindingRow[], options: TableOptions, page: Page): string {
  const columns = columnsFor(rows, options, page).filter(
    ({ shown: when }) => when === undefined || (when === 'wide' ? options.wide === true : options.brief !== true),
  );
  return table(
    columns.map(({ heading }) => heading),
    rows.map((row) => columns.map(({ cell }) => cell(row))),
    page.paint,
  );
}

function columnsFor(rows: readonly BindingRow[], options: TableOptions, page: Page): readonly Column[] {
  const wide = options.wide === true;
  const whole = (text: string): string => text;
  const short = wide ? whole : shortener(rows.flatMap((row) => row.selection.thumbprint ?? []));
  const serverLabel = options.brief === true ? firstLabels(rows) : whole;
  return [
    { heading: 'SERVER', cell: ({ selection }) => shown(serverLabel(selection.server)) },
    { heading: 'ENDPOINT', cell: ({ selection }) => shown(selection.endpoint) },
    {
      heading: 'ANSWER',
      cell: ({ selection }) => ({ text: outcomeLabel(selection), paint: outcomePaint(selection.outcome, page.paint) }),
    },
    { heading: 'CERTIFICATE', cell: (row) => certificateCell(row, short, options) },
    { heading: 'ISSUER', shown: 'not-brief', cell: ({ certificate }) => issuerCell(certificate, wide) },
    {
      heading: 'VALID TO',
      cell: ({ certificate }) => (certificate === null ? '' : (certificate.notAfter?.slice(0, 10) ?? 'unknown')),
    },
    { heading: 'RULE', shown: 'not-brief', cell: ({ selection }) => selection.rule },
    { heading: 'SURE', shown: 'wide', cell: ({ selection }) => selection.certainty },
    { heading: 'CHANGES AT', shown: 'wide', cell: ({ selection }) => selection.changesAt ?? '' },
    { heading: 'EVENTS', shown: 'wide', cell: ({ selection }) => selection.events.join(' ') },
    { heading: 'LAST CHANGED', shown: 'wide', cell: lastChangedCell },
  ];
}

/** The first label of a server's name, where no two of the servers share it. */
function firstLabels(rows: readonly BindingRow[]): (server: string) => string {
  const servers = [...new Set(rows.map(({ selection }) => selection.server))];
  const first = (server: string): string => server.split('.')[0] ?? server;
  return new Set(servers.map(first)).size === servers.length ? first : (server) => server;
}

function issuerCell(certificate: Certificate | null, wide: boolean): string {
  if (certificate === null) return '';
  return wide ? shown(certificate.issuer ?? 'unknown') : issuerWords(certificate);
}

function lastChangedCell({ lastChanged }: BindingRow): string {
  if (lastChanged == null) return '';
  return `${lastChanged.at.slice(0, 10)}${lastChanged.by === null ? '' : ` ${shown(lastChanged.by)}`}`;
}

function certificateCell(
  { selection, certificate }: BindingRow,
  short: (thumbprint: string) => string,
  options: TableOptions,
): string {
  if (selection.thumbprint === null) return '';
  const subject =
    certificate?.subject == null
      ? 'subject unknown'
      : shown(options.wide === true ? certificate.subject : commonName(certificate.subject));
  return `${short(selection.thumbprint)} ${subject}`;
}

/** How many endpoints have each answer: `41 endpoints: 30 presented, 8 not advertised, 2 handshake fails, 1 unknown`. */
export function countsLine(selections: readonly Pick<Selection, 'outcome'>[]): string {
  const counts = (['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'] as const)
    .map((outcome) => [outcome, selections.filter((selection) => selection.outcome === outcome).length] as const)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${OUTCOME_WORDS[outcome]}`);
  const total = `${selections.length} endpoint${selections.length === 1 ? '' : 's'}`;
  return counts.length === 0 ? total : `${total}: ${counts.join(', ')}`;
}
