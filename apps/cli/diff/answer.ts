import type { Certificate } from '#libs/certificates/certificate.js';
import type { Finding } from '#libs/rules/finding.js';
import type { PresentedDifference } from '#libs/views/presented-differences.js';

/** Two sides, and what is presented otherwise on the second. The shape of `GET /diff`. */
export interface DiffAnswer {
  readonly from: Side;
  readonly to: Side;
  readonly changes: readonly PresentedDifference[];
  readonly unchanged: number;
  readonly searched: { readonly servers: number; readonly endpoints: number };
  readonly certificates: readonly Certificate[];
  /** Null: the fleet is too large to be judged at another time. */
  readonly findings: { readonly introduced: readonly Finding[]; readonly resolved: readonly Finding[] } | null;
  readonly events: Readonly<Record<string, number>>;
  readonly position: number | null;
  readonly asOf: string;
}

interface Side {
  readonly at: string;
  readonly server: string | null;
  /** The document that it comes from. */
  readonly document?: string;
}
