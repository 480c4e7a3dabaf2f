import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What every scrape of the metrics counts is counted in indexes: how uploads ended, and what is presented until when. */
export class Metrics1795478400050 implements MigrationInterface {
  name = 'Metrics1795478400050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COUNTED_IN_INDEXES);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const COUNTED_IN_INDEXES = `
create index inbox_counts on certfleet.inbox (organization, state) include (events);

-- By what they are, not by name: whoever loaded or restored the tables may have made the indexes anew under other names.
do $$
declare
  old regclass;
begin
  for old in
    select i.indexrelid::regclass from pg_index i
    where i.indrelid in ('certfleet.binding'::regclass, 'certfleet.rebuild_binding'::regclass)
      and pg_get_indexdef(i.indexrelid) like '%btree (organization, changes_at) WHERE%'
  loop
    execute format('drop index %s', old);
  end loop;
end
$$;
create index binding_changes_at on certfleet.binding (organization, changes_at)
  include (outcome, valid_from, valid_until, not_before, not_after) where selection is not null;
create index rebuild_binding_organization_changes_at_idx on certfleet.rebuild_binding (organization, changes_at)
  include (outcome, valid_from, valid_until, not_before, not_after) where selection is not null;
`;
