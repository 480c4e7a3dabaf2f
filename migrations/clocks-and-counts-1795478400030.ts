import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What tells of sources themselves: which of their numbers are missing, and whether their clocks can be believed. */
export class ClocksAndCounts1795478400030 implements MigrationInterface {
  name = 'ClocksAndCounts1795478400030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCKS_AND_COUNTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const CLOCKS_AND_COUNTS = `
-- Events that their source counts. The text is matched, for reading a key of a json value fails on a NUL anywhere in it; quotes inside values
-- are escaped there, so that no value can pass for the key. A source may be as long as it likes: its hash is what is indexed.
create index event_counted_source on certfleet.event (organization, hashtextextended(source, 0))
  where provenance::text like '%"sequence":"%';
create index event_counted_stream on certfleet.event (organization, stream)
  where provenance::text like '%"sequence":"%';

-- Events that their source dated more than five minutes after they were recorded.
create index event_ahead on certfleet.event (organization, stream)
  where occurred_at - recorded_at > interval '5 minutes';

-- Received minus sent, in milliseconds, when the sender said when it sent and its clock is the one that dates what it tells.
alter table certfleet.inbox add column clock_offset_ms bigint;

-- The last word on the clock of whoever tells of a stream. Like a sighting it is no event: it says nothing of the server.
create table certfleet.sender_clock (
  organization text not null references certfleet.organization (organization),
  stream text not null,
  received_at timestamptz(3) not null,
  clock_offset_ms bigint not null,
  credential text,
  primary key (organization, stream)
);
alter table certfleet.sender_clock enable row level security;
create policy organization on certfleet.sender_clock using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
grant select, insert, update on certfleet.sender_clock to certfleet_app;
`;
