import type { Organization } from '#libs/fleet/document.js';
import type { KnownServer } from './selections-of.js';

/** What a view of one server is made of. */
export interface Subject {
  readonly known: KnownServer;
  readonly organization: Organization;
}

/** Which event, or which instant, made something what it is. */
export interface Cause {
  /** Effective instant, RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** Null: nobody is named, or time alone did it. */
  readonly by: string | null;
  /** Position of the event; null: time alone did it. */
  readonly position: number | null;
}
