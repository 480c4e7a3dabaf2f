import { rank } from '#libs/alerts/transitions.js';
import type { Severity } from '#libs/rules/finding.js';
import type { Transaction } from '../database.js';

/** A way in which people are told. */
export interface StoredChannel {
  readonly name: string;
  /** `webhook`, `email`, … */
  readonly kind: string;
  /** What is secret of them is sealed. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  /** What is less bad is not sent here. */
  readonly leastSeverity: Severity;
  readonly digest: boolean;
  readonly savedAt: string;
  readonly savedBy: string | null;
}

interface Row extends Omit<StoredChannel, 'savedAt'> {
  readonly savedAt: Date;
}

const COLUMNS = `name, kind, settings, enabled, least_severity as "leastSeverity", digest, saved_at as "savedAt", saved_by as "savedBy"`;

export const MOST_CHANNELS = 100;

export async function alertChannels(db: Transaction, organization: string): Promise<readonly StoredChannel[]> {
  const rows = await db.query<Row>(
    `select ${COLUMNS} from certfleet.alert_channel where organization = $1 order by name`,
    [organization],
  );
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}

/** Keeps a channel, in place of one of the same name. False: there are too many already. */
export async function saveChannel(
  db: Transaction,
  organization: string,
  channel: Omit<StoredChannel, 'savedAt'>,
): Promise<boolean> {
  const { name, kind, settings, enabled, leastSeverity, digest, savedBy } = channel;
  const rows = await db.query(
    `insert into certfleet.alert_channel (organization, name, kind, settings, enabled, least_severity, digest, saved_by)
     select $1, $2, $3, $4::json, $5, $6, $7, $8
     where (select count(*) from certfleet.alert_channel where organization = $1 and name <> $2) < ${MOST_CHANNELS}
     on conflict (organization, name) do update set kind = excluded.kind, settings = excluded.settings,
       enabled = excluded.enabled, least_severity = excluded.least_severity, digest = excluded.digest, saved_by = excluded.saved_by,
       saved_at = clock_timestamp()
     returning name`,
    [organization, name, kind, JSON.stringify(settings), enabled, leastSeverity, digest, savedBy],
  );
  return rows.length > 0;
}

/** True when there was one. What is due for it stays undelivered. */
export async function forgetChannel(db: Transaction, organization: string, name: string): Promise<boolean> {
  const rows = await db.query(
    `delete from certfleet.alert_channel where organization = $1 and name = $2 returning name`,
    [organization, name],
  );
  return rows.length > 0;
}

/** Which channels carry a message of this severity for a rule that names these; null: every one. */
export function carrying(
  channels: readonly StoredChannel[],
  wanted: readonly string[] | null,
  severity: Severity | null,
): readonly string[] {
  return channels
    .filter(({ enabled, name, leastSeverity }) => {
      if (!enabled || (wanted !== null && !wanted.includes(name))) return false;
      return severity === null || rank(severity) <= rank(leastSeverity);
    })
    .map(({ name }) => name);
}
