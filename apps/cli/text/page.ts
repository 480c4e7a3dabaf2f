import type { Paint } from './paint.js';

/** What a text is laid out for. */
export interface Page {
  readonly paint: Paint;
  /** Columns to stay within, as far as the words allow. */
  readonly width: number;
}
