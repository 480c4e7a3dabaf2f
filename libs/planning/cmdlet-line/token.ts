export type Token = Word | ParameterName | Constant | Expression | Mark;

/** A text, with quotes or without. */
export interface Word extends Place {
  readonly kind: 'word';
  readonly text: string;
  readonly variableAt: number | null;
  /** It begins with a quote. */
  readonly quoted: boolean;
}

/** `-Name` or `-Name:` */
export interface ParameterName extends Place {
  readonly kind: 'parameter';
  /** Without the dash. */
  readonly name: string;
  readonly colon: boolean;
}

/** `$true`, `$false`, `$null` */
export interface Constant extends Place {
  readonly kind: 'constant';
  readonly value: boolean | null;
}

/** A variable or an expression; its value is unknown here. */
export interface Expression extends Place {
  readonly kind: 'expression';
  readonly text: string;
}

/** `open` is the beginning of `@(…)`. */
export interface Mark extends Place {
  readonly kind: 'comma' | 'pipe' | 'open' | 'close';
}

interface Place {
  readonly at: number;
  /** The offset behind it. */
  readonly end: number;
}

export interface Statement {
  readonly tokens: readonly Token[];
  /** The offset behind the line break that ends it, or the end of the text. */
  readonly end: number;
}
