/** What a field of a list holds, and so what it may be compared with. */
export type FieldKind = 'text' | 'choice' | 'number' | 'instant' | 'flag';

export interface Field {
  readonly kind: FieldKind;
  /** What it tells, as half a sentence. */
  readonly means: string;
  /** Holds any number of values: a test holds when it holds for one of them. */
  readonly many?: true;
  /** Of a choice: every value there is. */
  readonly values?: readonly string[];
  /** It tells of the past: an amount of time without a sign would be ambiguous. */
  readonly past?: true;
  /** Bare words are looked for in it. */
  readonly named?: true;
  /** A list can be ordered by it. */
  readonly sorts?: true;
  /** Other names. */
  readonly also?: readonly string[];
}

/** The fields of a list by name. */
export type Fields = Readonly<Record<string, Field>>;

/** What a row says of a field: absent is unknown, null is known to be unset. Instants are milliseconds since 1970. */
export type FieldValue = string | number | boolean | readonly string[] | null | undefined;

/** One row of a list, by field. */
export type QueryRow = Readonly<Record<string, FieldValue>>;
