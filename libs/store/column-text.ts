const ESCAPE = '\u2400';
const UNSTORABLE = /\u2400|\0|\p{Surrogate}/gu;
const ESCAPED = /\u2400(\u2400|[0-9a-f]{4})/g;

/**
 * How a stranger's text stands in a `text` column, which takes neither NUL nor half of a surrogate pair: both are written as U+2400 and
 * four hex digits, U+2400 itself is doubled. Different texts stay different, so a hostile name can be part of a key. The text as it was
 * stays in the `json` columns; ordinary text is returned as it is.
 */
export function columnText(text: string): string {
  return text.replace(UNSTORABLE, (found) =>
    found === ESCAPE ? ESCAPE + ESCAPE : ESCAPE + found.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** Reads a column written with `columnText`. */
export function textOfColumn(column: string): string {
  if (!column.includes(ESCAPE)) return column;
  return column.replace(ESCAPED, (_, code: string) =>
    code === ESCAPE ? ESCAPE : String.fromCharCode(parseInt(code, 16)),
  );
}
