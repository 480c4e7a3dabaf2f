/**
 * One embedded PostgreSQL for all test files that need one, with a migrated template that each of them clones. Runs outside of jest's resolver,
 * so it imports what `npm run build` made. The pg and the e2e project share it.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'certfleet-test-';

export default async function globalSetup() {
  if (globalThis.certfleetPostgres) return;
  const built = new URL('../../dist/libs/store/', import.meta.url);
  if (!existsSync(built))
    throw new Error('Run "npm run build" first: these tests start a database with the built code.');
  const { startEmbedded } = await import(new URL('embedded-postgres.js', built).href);
  const { migrate } = await import(new URL('database.js', built).href);

  for (const abandoned of abandonedFolders()) {
    const left = await startEmbedded({ dataDir: abandoned }).catch(() => undefined);
    await left?.stop();
    if (left) rmSync(abandoned, { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o755); // the server runs as another user when root starts it
  const postgres = await startEmbedded({ dataDir: folder, sync: false });
  globalThis.certfleetPostgres = { postgres, folder };
  await migrate(postgres.ownerUrl);
  process.env.CERTFLEET_TEST_OWNER_URL = postgres.ownerUrl;
  process.env.CERTFLEET_TEST_APP_URL = postgres.appUrl;
  process.env.CERTFLEET_TEST_SUPERUSER_URL = postgres.superuserUrl;
}

/** Of test runs that were killed: their server still runs, and its steward is dead. */
function abandonedFolders() {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter((folder) => {
      try {
        process.kill(Number(readFileSync(join(folder, 'steward'), 'utf8').split(' ')[0]), 0);
        return false;
      } catch (error) {
        return error.code === 'ESRCH';
      }
    });
}
