import type { DocumentPlanner } from '#libs/planning/document-planner.js';
import type { PartlyKnown } from '#libs/views/plannable-fleet.js';
import type { Story } from '../../cli/plan/story.js';

/** What commands would do, with what was read around in them. */
export interface Told {
  readonly story: Story;
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
}

/** What is known of the servers that commands concern, with somebody who plans over it. */
export interface KnownFleet {
  /** Of which answer this is: another answer, another planner. */
  readonly mark: string;
  /** Where the facts come from. */
  readonly source: string;
  readonly planner: DocumentPlanner;
  /** The `fqdn` of each server in it; null: all servers of the organization. */
  readonly only: ReadonlySet<string> | null;
  readonly partly: readonly PartlyKnown[];
  readonly position: number;
  readonly asOf: string;
}
