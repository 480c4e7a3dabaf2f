import { join } from 'node:path';
import { serverAccount } from './embedded/account.js';
import { MAJOR_VERSION, postgresBinaries } from './embedded/binaries.js';
import { DATABASE, ensureCluster } from './embedded/cluster.js';
import { homeOf, socketFolder } from './embedded/home.js';
import { postmasterOf, startPostmaster, stopPostmaster } from './embedded/postmaster.js';
import { ensureReaderRole } from './embedded/reader-role.js';
import { becomeSteward, resignSteward } from './embedded/steward.js';

export interface EmbeddedPostgres {
  /** Address of the owner: migrations and nothing else. */
  readonly ownerUrl: string;
  /** Address of the application's role. */
  readonly appUrl: string;
  /** Address of the server's superuser, for a database administrator. */
  readonly superuserUrl: string;
  /** The folder that holds the server's files: `dataDir`, or where root had to put them. */
  readonly home: string;
  /** Process id of the server. */
  readonly pid: number;
  /** True when a server ran already, left over by a process that died or shared with one that lives. */
  readonly adopted: boolean;
  /** Stops the server, if this process is its steward. Close all connections first. */
  stop(): Promise<void>;
}

const SETTINGS = [
  `listen_addresses=`,
  'unix_socket_permissions=0700',
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
  'log_checkpoints=off',
  // Statements and details of errors quote what strangers wrote.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
];
const FAST_AND_FORGETFUL = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Runs a real PostgreSQL out of npm's binaries, reachable through a private unix socket only. It outlives a kill -9 of its starter; the next
 * start adopts it, or recovers from a kill -9 of the server itself.
 *
 * @param options `dataDir` is made when missing; `sync: false` gives up durability, for tests.
 * @throws Error that says what to do: no binaries for this platform, a folder that cannot be reached, a server that does not come up (with
 *   the end of its log).
 */
export async function startEmbedded(options: {
  readonly dataDir: string;
  readonly sync?: boolean;
}): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const home = homeOf(options.dataDir, account);
  const binaries = await postgresBinaries(account, home);
  const data = join(home, `pg${MAJOR_VERSION}`);
  const passwords = await ensureCluster({ binaries, data, account });
  const before = postmasterOf(data);
  const running = await startPostmaster({
    binaries,
    data,
    account,
    socketFolder: before?.socketFolder ?? socketFolder(home, account),
    log: join(home, 'postgres.log'),
    settings: [...SETTINGS, ...(options.sync === false ? FAST_AND_FORGETFUL : [])],
  });
  const steward = becomeSteward(home);
  const url = (user: keyof typeof passwords, database: string) =>
    `postgres://${user}:${passwords[user]}@/${database}?host=${encodeURIComponent(running.socketFolder)}&port=5432`;
  await ensureReaderRole(url('postgres', 'postgres'));
  return {
    ownerUrl: url('certfleet_owner', DATABASE),
    appUrl: url('certfleet_app', DATABASE),
    superuserUrl: url('postgres', 'postgres'),
    home,
    pid: running.pid,
    adopted: before?.pid === running.pid,
    async stop() {
      if (!steward) return;
      await stopPostmaster(data);
      resignSteward(home);
    },
  };
}
