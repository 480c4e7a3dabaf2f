import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What rules find: of each server what they ask about it when they look at others, and the findings themselves with their ranges of time. */
export class Findings1795478400006 implements MigrationInterface {
  name = 'Findings1795478400006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FINDINGS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const FINDINGS = `
-- What rules about other servers ask of a server, so that they need not read its state. A server without a row is looked at with the next event.
create table certfleet.neighbour (
  organization text not null references certfleet.organization (organization),
  server text not null,
  facts json not null,
  primary key (organization, server)
);

-- One row per finding and range of time in which it stands with one severity and evidence. The standing ones contain now(); stands_until null:
-- for good, as far as is known; stands_from ahead: what is about to break. resolved null: no event ended it; then it ends at stands_until,
-- unless a row of the same finding begins there. endpoint '': the server as a whole; subject '': nothing more tells it apart.
-- Texts of strangers stand in their column form (libs/store/column-text.ts).
create table certfleet.finding (
  organization text not null references certfleet.organization (organization),
  server text not null,
  rule text not null,
  endpoint text not null,
  subject text not null,
  stands_from timestamptz(3) not null,
  stands_until timestamptz(3),
  first_seen timestamptz(3) not null,
  last_seen timestamptz(3) not null,
  resolved timestamptz(3),
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  summary text not null,
  evidence json not null,
  remediation json not null,
  sources json not null,
  fqdn text not null,
  position bigint not null,
  primary key (organization, server, rule, endpoint, subject, stands_from),
  constraint finding_range check (stands_until >= stands_from)
);
create index finding_severity on certfleet.finding (organization, severity, server, rule) where resolved is null;
create index finding_rule on certfleet.finding (organization, rule, server) where resolved is null;

alter table certfleet.neighbour enable row level security;
create policy organization on certfleet.neighbour using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.finding enable row level security;
create policy organization on certfleet.finding using ((select current_setting('certfleet.organization', true)) in (organization, '*'));

grant select, insert, update, delete on certfleet.neighbour, certfleet.finding to certfleet_app;
`;
