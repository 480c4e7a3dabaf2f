import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Counting rows, finding another time, and knowing until when an answer stays right: from indexes alone. */
export class QuickReading1795478400100 implements MigrationInterface {
  name = 'QuickReading1795478400100';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(indexes(table));
    await runner.query(HELD_BINDING);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

/** A shadow has the indexes of its table, under the names that PostgreSQL gave them when it was copied. */
const TABLES = [
  {
    binding: 'binding',
    finding: 'finding',
    serverState: 'server_state',
    former: { live: 'binding_live', at: 'binding_at', lastSeen: 'server_state_last_seen_at' },
  },
  {
    binding: 'rebuild_binding',
    finding: 'rebuild_finding',
    serverState: 'rebuild_server_state',
    former: {
      live: 'rebuild_binding_organization_server_endpoint_valid_from_idx',
      at: 'rebuild_binding_organization_tstzrange_idx',
      lastSeen: 'rebuild_server_state_organization_last_seen_at_idx',
    },
  },
] as const;

/**
 * binding_live tells, without the rows, what is asked for most: they are ten times as wide. Only what Certfleet itself decides stands in it, never
 * a text of a stranger, which might be longer than an index takes.
 */
function indexes({ binding, finding, serverState, former }: (typeof TABLES)[number]): string {
  return `
drop index certfleet.${former.live};
create index ${binding}_live on certfleet.${binding} (organization, server, endpoint, valid_from)
  include (valid_until, outcome, roles, issuer_kind, certainty, rule) where selection is not null;
-- Another time: of what ends after it, what is believed now, and what was believed once.
drop index certfleet.${former.at};
create index ${binding}_then on certfleet.${binding} (organization, coalesce(valid_until, 'infinity'::timestamptz), valid_from)
  include (valid_until, server, endpoint, outcome, thumbprint) where known_until is null;
create index ${binding}_then_believed on certfleet.${binding} (organization, coalesce(valid_until, 'infinity'::timestamptz), valid_from)
  where known_until is not null;
-- When time alone changes what holds.
create index ${binding}_valid_until on certfleet.${binding} (organization, valid_until)
  where selection is not null and valid_until is not null;
create index ${finding}_stands_from on certfleet.${finding} (organization, stands_from) where resolved is null;
create index ${finding}_stands_until on certfleet.${finding} (organization, stands_until)
  where resolved is null and stands_until is not null;
-- Who has been silent longest, also where many were heard of at the same time.
drop index certfleet.${former.lastSeen};
create index ${serverState}_last_seen_at on certfleet.${serverState} (organization, last_seen_at, server);
`;
}

/**
 * Under a policy PostgreSQL asks an index for nothing that might tell of rows of others, such as coalesce or an operator of ranges, and reads
 * the whole table instead. So the history is read through a view, as its owner, which says the same as the policy does.
 */
const HELD_BINDING = `
create view certfleet.held_binding as
select b.* from certfleet.binding b where (select current_setting('certfleet.organization', true)) in (b.organization, '*');
grant select on certfleet.held_binding to certfleet_app;
`;
