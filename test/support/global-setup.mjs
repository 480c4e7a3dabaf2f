/**
 * One embedded PostgreSQL for all test files that need one, with a migrated template that each of them clones. Runs outside of jest's resolver,
 * so it imports what `npm run build` made. The pg and the e2e project share it.
 */
import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function globalSetup() {
  if (globalThis.certfleetPostgres) return;
  const built = new URL('../../dist/libs/store/', import.meta.url);
  if (!existsSync(built))
    throw new Error('Run "npm run build" first: these tests start a database with the built code.');
  const { startEmbedded } = await import(new URL('embedded-postgres.js', built).href);
  const { migrate } = await import(new URL('database.js', built).href);

  const folder = mkdtempSync(join(tmpdir(), 'certfleet-test-'));
  chmodSync(folder, 0o755); // the server runs as another user when root starts it
  const postgres = await startEmbedded({ dataDir: folder, sync: false });
  globalThis.certfleetPostgres = { postgres, folder };
  await migrate(postgres.ownerUrl);
  process.env.CERTFLEET_TEST_OWNER_URL = postgres.ownerUrl;
  process.env.CERTFLEET_TEST_APP_URL = postgres.appUrl;
  process.env.CERTFLEET_TEST_SUPERUSER_URL = postgres.superuserUrl;
}
