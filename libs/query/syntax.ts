/** A query as it is written, before anybody knows whether its fields exist. Columns count from 1. */
export type Syntax =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Syntax[] }
  | { readonly kind: 'not'; readonly of: Syntax }
  | FieldTerm
  | WordTerm;

/** `role:starttls,anonymous`: one of the tests holds. */
export interface FieldTerm {
  readonly kind: 'field';
  readonly name: string;
  readonly column: number;
  readonly tests: readonly WrittenTest[];
}

/** A bare word: it is looked for in what names a row. */
export interface WordTerm {
  readonly kind: 'word';
  readonly column: number;
  readonly text: WrittenValue;
}

export type WrittenTest =
  | {
      readonly kind: 'value';
      readonly column: number;
      readonly operator: '' | '=' | '<' | '<=' | '>' | '>=';
      readonly value: WrittenValue;
    }
  | { readonly kind: 'range'; readonly column: number; readonly from: WrittenValue; readonly to: WrittenValue };

/** Pieces with and without quotes, written together: `"Default Frontend "*`. Only outside of quotes `*` stands for anything. */
export interface WrittenValue {
  readonly column: number;
  readonly pieces: readonly { readonly quoted: boolean; readonly text: string }[];
}

/** The value as one text. */
export function textOf({ pieces }: WrittenValue): string {
  return pieces.map(({ text }) => text).join('');
}

/** True when a part of the value is in quotes: then it is a text and no word of the language. */
export function isQuoted({ pieces }: WrittenValue): boolean {
  return pieces.some(({ quoted }) => quoted);
}

/** What stands between the wildcards: `a*b` is `a`, `b`. One part: no wildcard. */
export function partsOf({ pieces }: WrittenValue): readonly string[] {
  const parts = [''];
  for (const { quoted, text } of pieces) {
    const [first = '', ...rest] = quoted ? [text] : text.split('*');
    parts.push((parts.pop() ?? '') + first, ...rest);
  }
  return parts;
}
