import { acrossOrganizations } from '#libs/store/database.js';
import { tokenHolder } from '#libs/store/queries/token-holder.js';
import { tokenHash } from '#libs/store/tokens.js';
import { type Credential, isSameSecret } from './caller.js';
import type { Api } from './context.js';

/** What a token stands for: the administrator's own, or one of the tokens in the database, which keeps only their hashes. */
export function credentials(
  api: Pick<Api, 'database'>,
  administratorToken: string,
): (token: string) => Promise<Credential | null> {
  return async (token) => {
    if (isSameSecret(token, administratorToken)) {
      return { name: 'administrator', role: 'administrator', organization: null, servers: null };
    }
    const holder = await acrossOrganizations(api.database, (db) => tokenHolder(db, tokenHash(token)));
    if (holder === null) return null;
    const { name, role, organization } = holder;
    return {
      name,
      role,
      organization: organization === '*' ? null : organization,
      servers: holder.servers?.map((server) => server.toLowerCase()) ?? null,
    };
  };
}
