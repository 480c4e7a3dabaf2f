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
  readonly wide?: boolean;
}

/** What servers present, a line an endpoint. Without `wide`, subjects stand by their common name and thumbprints in short; the last line says so. */
export function bindingsTable(rows: readonly BindingRow[], options: TableOptions, page: Page): string {
  const short =
    options.wide === true
      ? (thumbprint: string) => thumbprint
      : shortener(rows.flatMap((row) => row.selection.thumbprint ?? []));
  const headings = [
    'SERVER',
    'ENDPOINT',
    'ANSWER',
    'CERTIFICATE',
    'ISSUER',
    'VALID TO',
    'RULE',
    ...(options.wide === true ? ['SURE', 'CHANGES AT', 'EVENTS'] : []),
  ];
  const lines = rows.map((row): Cell[] => {
    const { selection } = row;
    return [
      shown(selection.server),
      shown(selection.endpoint),
      { text: outcomeLabel(selection), paint: outcomePaint(selection.outcome, page.paint) },
      certificateCell(row, short, options),
      row.certificate === null
        ? ''
        : options.wide === true
          ? shown(row.certificate.issuer ?? 'unknown')
          : issuerWords(row.certificate),
      row.certificate === null ? '' : (row.certificate.notAfter?.slice(0, 10) ?? 'unknown'),
      selection.rule,
      ...(options.wide === true ? [selection.certainty, selection.changesAt ?? '', selection.events.join(' ')] : []),
    ];
  });
  return table(headings, lines, page.paint);
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
