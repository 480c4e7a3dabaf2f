import type { Ambiguity } from '#libs/fleet/ambiguous.js';
import type { Drift } from '#libs/fleet/drift.js';
import type { Outcome } from '#libs/selection/selection.js';
import type { RobotSeen } from './robot-runs.js';
import type { SpokenCertificate } from './spoken-certificate.js';
import type { NoteBeside } from './timeline-notes.js';

/** What one endpoint of a server presented before and after an event; null: it was not there. */
export interface ToldChange {
  readonly server: string;
  readonly endpoint: string;
  readonly before: ToldSide | null;
  readonly after: ToldSide | null;
  readonly rule: string | null;
}

interface ToldSide {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

/** Another record of the same change. */
export interface WitnessRecord {
  readonly position: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly source: string;
  readonly reportedBy: string | null;
  readonly tool: string | null;
}

/** An event as timelines tell it: what answers carry, and what entries are grouped by. Absent from older servers: unknown. */
export interface ToldItem {
  readonly position: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly server: string | null;
  readonly what: string;
  readonly changes: readonly ToldChange[];
  readonly actor: string | null;
  readonly tool: string | null;
  readonly correlationId?: string | null;
  readonly certificate?: SpokenCertificate | null;
  /** How the overwrite question was answered, where it is known. */
  readonly switchUsed?: string | null;
  /** Other records of this change, each an item of its own, too. */
  readonly witnesses?: readonly WitnessRecord[];
  /** Position of the record that this one is another witness of. */
  readonly witnessOf?: number | null;
  readonly robot?: RobotSeen | null;
  readonly notes?: readonly NoteBeside[];
  /** It was dated later than it was recorded, and counts as of then. */
  readonly clockAhead?: boolean;
  /** What an inventory shows and no recorded event explains. */
  readonly drift?: readonly Drift[];
  /** What nobody can tell, for it happened in the same second as others. */
  readonly ambiguous?: readonly Ambiguity[];
}

/** When it happened, as far as it is believed: never later than it was told. */
export function believedAt({ occurredAt, recordedAt }: Pick<ToldItem, 'occurredAt' | 'recordedAt'>): number {
  return Math.min(Date.parse(occurredAt), Date.parse(recordedAt));
}
