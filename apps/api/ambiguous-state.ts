import { ambiguitiesOnServer, type Ambiguity } from '#libs/fleet/ambiguous.js';
import { entriesUntil } from '#libs/fleet/fold.js';
import type { ServerState } from '#libs/fleet/state.js';
import type { Transaction } from '#libs/store/database.js';
import { isCrowded } from '#libs/store/queries/crowded-seconds.js';
import { histories } from '#libs/store/queries/histories.js';
import { historyOf } from './fleet-at.js';

export interface Asked {
  readonly streams: readonly string[];
  readonly asOf?: string | undefined;
  readonly knownAt?: number | undefined;
}

/**
 * What of a server's state nobody can tell, with everything that it may be: its last word is of a second in which several sources spoke. The
 * history is read only where there was such a second.
 */
export async function ambiguousState(
  db: Transaction,
  organization: string,
  { server, saidAt }: ServerState,
  { streams, asOf, knownAt }: Asked,
): Promise<readonly Ambiguity[]> {
  const said = new Map<string, string>(Object.entries(saidAt));
  if (said.size === 0 || !(await isCrowded(db, organization, { streams, instants: [...said.values()] }))) return [];
  const history = historyOf(await histories(db, organization, { streams, knownAt }), streams);
  const entries = entriesUntil(history, asOf === undefined ? {} : { asOf });
  const last = new Map(ambiguitiesOnServer(server.fqdn, entries).map((one) => [one.path, one]));
  return [...last.values()].filter(
    ({ path, at }) => said.get(path.split('/', 1)[0] ?? '')?.slice(0, 19) === at.slice(0, 19),
  );
}
