/** More fields than any log has: what stands behind them is not looked at. */
const MOST_FIELDS = 32;

/**
 * The fields of one line: separated by commas, those with a comma or a quotation mark in them in quotation marks, where a doubled one is
 * one. Null: a quotation mark is never closed, so the line was cut off. A quotation mark within a field is a letter like any other.
 */
export function fieldsOf(line: string): readonly string[] | null {
  if (!line.includes('"')) return line.split(',', MOST_FIELDS);
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length && fields.length < MOST_FIELDS) {
    const field = line[at] === '"' ? quotedAt(line, at + 1) : plainAt(line, at);
    if (field === null) return null;
    fields.push(field.text);
    at = field.next;
  }
  return fields;
}

interface Field {
  readonly text: string;
  readonly next: number;
}

function plainAt(line: string, from: number): Field {
  const comma = line.indexOf(',', from);
  const end = comma === -1 ? line.length : comma;
  return { text: line.slice(from, end), next: end + 1 };
}

function quotedAt(line: string, from: number): Field | null {
  let close = line.indexOf('"', from);
  while (close !== -1 && line[close + 1] === '"') close = line.indexOf('"', close + 2);
  const isWhole = close !== -1 && (close + 1 === line.length || line[close + 1] === ',');
  return isWhole ? { text: line.slice(from, close).replaceAll('""', '"'), next: close + 2 } : null;
}
