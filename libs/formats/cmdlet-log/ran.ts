import type { Provenance } from '#libs/fleet/event.js';

/** A cmdlet that somebody ran, as one record of a log tells it. */
export interface RanCmdlet {
  /** Where the record stands in the file. */
  readonly place: string;
  /** `Enable-ExchangeCertificate` */
  readonly cmdlet: string;
  /** By name in lower case. Null: the log holds them in a form that cannot be read. */
  readonly parameters: ReadonlyMap<string, Given> | null;
  /** The object that the log says was changed: `EX01\Default EX01`. */
  readonly objectModified?: string | undefined;
  /** What the log says the properties of that object were and became, by name in lower case. */
  readonly modified?: ReadonlyMap<string, Modified>;
  readonly when: When;
  /** Null: the log does not say. */
  readonly succeeded: boolean | null;
  /** The server on which it ran. */
  readonly ranOn?: string | undefined;
  /** What the log itself calls the record. */
  readonly id?: string;
  readonly provenance: Pick<Provenance, 'actor' | 'tool' | 'sequence' | 'epoch'>;
}

/**
 * What a log holds of the value of a parameter. `joined`: several elements stand in one text, separated by semicolons, and nothing tells
 * those from semicolons in an element. `lost`: there was a value, and the log cut it off or never wrote it.
 */
export type Given =
  | { readonly kind: 'unset' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'joined'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'lost' };

export interface Modified {
  readonly before: string | null;
  readonly after: string | null;
}

/** RFC 3339 UTC with milliseconds, or why there is none. */
export type When =
  | { readonly ok: true; readonly at: string }
  | { readonly ok: false; readonly why: 'missing' | 'without-zone' | 'unreadable' };
