import type { Failures } from '../failure.js';
import type { Terminal } from '../terminal.js';

/**
 * Brings the schema of an external database up to date, before the processes of a split installation start.
 *
 * Works as the owner (`MIGRATION_DATABASE_URL`, else `DATABASE_URL`). With `CERTFLEET_APP_PASSWORD` the role of the application gets a login
 * with that password, so that the processes need not know the owner's.
 */
export async function migrate(_options: object, terminal: Terminal): Promise<Failures> {
  const { environment, databaseUrl, queueUrl } = terminal.config;
  const ownerUrl = environment['MIGRATION_DATABASE_URL'] ?? databaseUrl;
  if (ownerUrl === undefined)
    return [
      {
        exit: 64,
        what: 'there is no database to migrate',
        remedy: 'Set MIGRATION_DATABASE_URL (or DATABASE_URL) to the address of its owner.',
      },
    ];
  const { prepareDatabase, withoutSecrets } = await import('../up/database.js');
  const { letApplicationLogIn } = await import('#libs/store/database.js');
  const name = withoutSecrets(ownerUrl);
  const ran = await prepareDatabase({ name, ownerUrl, serviceUrl: ownerUrl, stop: () => Promise.resolve() }, queueUrl);
  const password = environment['CERTFLEET_APP_PASSWORD'];
  if (password !== undefined && password !== '') await letApplicationLogIn(ownerUrl, password);
  terminal.print(`${name}: ${ran.length === 0 ? 'up to date' : `${ran.length} migrations`}`);
  return [];
}
