import { Client } from 'pg';

/**
 * Makes the role that may read the SQL views, unless it is there: the owner may make none, and data folders of earlier versions have it not.
 * Of two starters both find it afterwards.
 *
 * @param superuserUrl of the running server.
 */
export async function ensureReaderRole(superuserUrl: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(READER_ROLE);
  } finally {
    await client.end();
  }
}

const READER_ROLE = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'certfleet_reader') then
    create role certfleet_reader nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$`;
