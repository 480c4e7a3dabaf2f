/**
 * Reads the table that `Get-ExchangeCertificate` prints: `Thumbprint  Services  Subject`. The subject is often cut, so it is left.
 */
import { linesOf } from './read-list.js';

export interface TableRow {
  readonly line: number;
  readonly properties: ReadonlyMap<string, string>;
}

const HEADER = /^ *Thumbprint {2,}Services {2,}Subject *$/m;
const ROW = /^ *([0-9A-Fa-f]{40}) +(\S{1,20})(?: |$)/;
/** A row whose thumbprint was made unreadable, as people do who paste it in public. */
const BLURRED = /^ *([0-9A-Za-z*]{20,60}) +([A-Z.]{6,7})(?: |$)/;

export function hasTable(text: string): boolean {
  return HEADER.test(text);
}

/** Every line below a header that begins with a thumbprint, or something like one. */
export function tableRowsIn(text: string): readonly TableRow[] {
  const rows: TableRow[] = [];
  let below = false;
  for (const [i, line] of linesOf(text).entries()) {
    below ||= HEADER.test(line);
    const row = below ? (ROW.exec(line) ?? BLURRED.exec(line)) : null;
    if (row?.[1] === undefined || row[2] === undefined) continue;
    const properties = new Map([
      ['Thumbprint', row[1]],
      ['ServicesStringForm', row[2]],
    ]);
    rows.push({ line: i + 1, properties });
  }
  return rows;
}
