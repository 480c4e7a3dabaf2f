import type { Transaction } from '../database.js';

/** How far the alerts of an organization have come; whoever has locked it is the only one that writes alerts. */
export interface Follower {
  /** Changes are decided up to here. */
  readonly position: number;
  /** What happened before is history. */
  readonly since: string;
  /** What stands was compared when the projection was here. */
  readonly sweptPosition: number;
  /** What sources number was looked at up to here … */
  readonly countedPosition: number;
  /** … and last at this instant; null: never. */
  readonly countedAt: string | null;
  readonly digestHour: number | null;
  readonly digestUntil: string | null;
  readonly digestPosition: number;
}

interface Row {
  readonly position: string;
  readonly since: Date;
  readonly swept_position: string;
  readonly counted_position: string;
  readonly counted_at: Date | null;
  readonly digest_hour: number | null;
  readonly digest_until: Date | null;
  readonly digest_position: string;
}

/** Locks it until the transaction ends; an organization that has none begins at the beginning of its log. */
export async function lockFollower(db: Transaction, organization: string): Promise<Follower> {
  await db.query(
    `insert into certfleet.alert_follower (organization, position, swept_position) values ($1, 0, 0) on conflict do nothing`,
    [organization],
  );
  const [row] = await db.query<Row>(
    `select position, since, swept_position, counted_position, counted_at, digest_hour, digest_until, digest_position
     from certfleet.alert_follower where organization = $1 for update`,
    [organization],
  );
  if (row === undefined) throw new Error('The follower of the alerts is not there.');
  return {
    position: Number(row.position),
    since: row.since.toISOString(),
    sweptPosition: Number(row.swept_position),
    countedPosition: Number(row.counted_position),
    countedAt: row.counted_at?.toISOString() ?? null,
    digestHour: row.digest_hour,
    digestUntil: row.digest_until?.toISOString() ?? null,
    digestPosition: Number(row.digest_position),
  };
}

/** Where alerts of an organization begin whose log came from elsewhere: what happened before is history. */
export async function beginAlertsAt(db: Transaction, organization: string, position: number): Promise<void> {
  await db.query(
    `insert into certfleet.alert_follower (organization, position, swept_position, digest_position) values ($1, $2, $2, $2)
     on conflict do nothing`,
    [organization, position],
  );
}

export async function moveFollower(db: Transaction, organization: string, position: number): Promise<void> {
  await db.query(`update certfleet.alert_follower set position = $2 where organization = $1`, [organization, position]);
}

export async function noteSweep(db: Transaction, organization: string, position: number): Promise<void> {
  await db.query(
    `update certfleet.alert_follower set swept_position = $2, swept_at = clock_timestamp() where organization = $1`,
    [organization, position],
  );
}

export async function noteCounted(db: Transaction, organization: string, position: number): Promise<void> {
  await db.query(
    `update certfleet.alert_follower set counted_position = greatest(counted_position, $2), counted_at = clock_timestamp()
     where organization = $1`,
    [organization, position],
  );
}

/** What is to be done about alerts somewhere. */
export interface AlertWork {
  readonly organization: string;
  readonly decide: boolean;
  readonly sweep: boolean;
  readonly tell: boolean;
}

/** The organizations with something to decide, to compare or to tell: a declared question of the provider, asked by the deciders. */
export async function alertWork(
  db: Transaction,
  { sweepSeconds, restSeconds }: { readonly sweepSeconds: number; readonly restSeconds: number },
): Promise<readonly AlertWork[]> {
  return db.query<AlertWork>(
    `select * from (
       select c.organization, c.position > coalesce(f.position, 0) as decide,
         (c.position > coalesce(f.swept_position, 0) and (f.swept_at is null or f.swept_at < clock_timestamp() - make_interval(secs => $2)))
           or (f.swept_at < clock_timestamp() - make_interval(secs => $1)) is true as sweep,
         exists (select from certfleet.alert_group g where g.organization = c.organization and g.due_at <= clock_timestamp())
           or (f.digest_until is not null and f.digest_until <= clock_timestamp()) as tell
       from certfleet.checkpoint c
       left join certfleet.alert_follower f on f.organization = c.organization
       where c.projection = 'main' and c.position > 0
     ) work where decide or sweep or tell order by organization`,
    [sweepSeconds, restSeconds],
  );
}
