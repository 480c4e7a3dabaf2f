/** A query as a text that is edited: its terms at the top, each with where it stands. */
interface Term {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const BARE = /^[\p{L}\p{N}][\p{L}\p{N}._@/-]*$/u;
/** Bare, these mean something else than their letters. */
const RESERVED = new Set(['and', 'or', 'not', 'unknown', 'none', 'now', 'today']);

/** `field:value` as it is written: in quotes wherever the value could be read as anything but itself. */
export function termOf(field: string, value: string): string {
  const bare = BARE.test(value) && !RESERVED.has(value.toLowerCase());
  return `${field}:${bare ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
}

/** True when the query has the term among those that must all hold. */
export function hasTerm(where: string, term: string): boolean {
  return !isEither(where) && termsOf(where).some(({ text }) => text === term);
}

/** The query with a term that must hold as well; without it where it has it already. */
export function toggled(where: string, term: string): string {
  if (isEither(where)) return `(${where.trim()}) ${term}`;
  const found = termsOf(where).find(({ text }) => text === term);
  if (found === undefined) return `${where.trim()} ${term}`.trim();
  return `${where.slice(0, found.from).trim()} ${where.slice(found.to).trim()}`
    .trim()
    .replace(/^and\b\s*|\s*\band$/gi, '');
}

/** A quoted text, an escaped one of it, a parenthesis, blanks, or anything else. */
const PIECE = /"(?:\\.|[^"\\])*"?|[()]|\s+|[^\s()"]+/gsu;

/** Pieces between blanks, outside of quotes and parentheses. */
export function termsOf(where: string): readonly Term[] {
  const terms: Term[] = [];
  let [from, depth] = [-1, 0];
  const end = (to: number) => {
    if (from >= 0) terms.push({ text: where.slice(from, to), from, to });
    from = -1;
  };
  for (const { 0: piece, index } of where.matchAll(PIECE)) {
    if (depth === 0 && /^\s/.test(piece)) end(index);
    else if (from < 0) from = index;
    if (piece === '(') depth += 1;
    if (piece === ')') depth = Math.max(0, depth - 1);
  }
  end(where.length);
  return terms;
}

/** True when `or` stands at the top: what is added to such a query has to stand outside of it. */
function isEither(where: string): boolean {
  return termsOf(where).some(({ text }) => text.toLowerCase() === 'or');
}
