import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How often deliveries came to what end: a count that only grows, for deliveries themselves are made due again where a receiver forgets. */
export class DeliveryCounts1795478400061 implements MigrationInterface {
  name = 'DeliveryCounts1795478400061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table certfleet.alert_delivery_count (
  organization text not null,
  channel text not null,
  outcome text not null check (outcome in ('delivered', 'retry', 'unknown', 'never', 'given-up')),
  tries bigint not null,
  primary key (organization, channel, outcome),
  foreign key (organization, channel) references certfleet.alert_channel (organization, name) on delete cascade
);
alter table certfleet.alert_delivery_count enable row level security;
create policy organization on certfleet.alert_delivery_count using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
grant select, insert, update, delete on certfleet.alert_delivery_count to certfleet_app;
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}
