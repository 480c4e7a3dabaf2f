import type { Operation } from '#libs/store/queries/operation.js';
import type { WellBeing } from '#libs/views/well-being.js';

/** What `GET /status` answers. */
export interface StatusAnswer extends Operation, WellBeing {
  readonly version: string;
  readonly organization: string;
  readonly servers: { readonly known: number; readonly silent: number | null; readonly silentSince: string };
  readonly asOf: string;
}

export function isStatus(value: unknown): value is StatusAnswer {
  return typeof value === 'object' && value !== null && 'inbox' in value && 'projection' in value && 'alerts' in value;
}
