import { knownList } from '#libs/certificates/known.js';
import type { ServerState } from '#libs/fleet/state.js';
import type { ServerProjection } from './projection.js';
import { unsetOf } from './unset.js';
import type { View } from './view.js';

/** A server's state, with what is needed to go on from it. */
export interface ServerRow {
  readonly fqdn: string;
  readonly netbios_name: string | null;
  readonly state: ServerState;
  readonly frontier: Reached;
  readonly version: string | null;
  readonly build: string | null;
  readonly ad_site: string | null;
  readonly roles: readonly string[] | null;
  /** Which of these facts are known to be unset: null in their columns is unknown. */
  readonly unset: readonly string[];
  readonly last_seen_at: string | null;
  readonly position: number;
}

/** What a projection needs beside state and ranges to go on. */
export type Reached = Pick<ServerProjection, 'frontier' | 'walked' | 'moved'>;

export const server: View<ServerRow> = {
  table: 'server_state',
  columns: {
    fqdn: 'text',
    netbios_name: 'text',
    state: 'json',
    frontier: 'json',
    version: 'text',
    build: 'text',
    ad_site: 'text',
    roles: 'texts',
    unset: 'texts',
    last_seen_at: 'instant',
    position: 'integer',
  },
  key: [],
  rows: ({ state, frontier, walked, moved, position }) => [
    {
      fqdn: state.server.fqdn,
      netbios_name: state.server.netbiosName ?? null,
      state,
      frontier: { frontier, walked, moved },
      version: state.server.version ?? null,
      build: state.server.build ?? null,
      ad_site: state.server.adSite ?? null,
      roles: knownList(state.server.roles) ?? null,
      unset: unsetOf(state.server, ['build', 'adSite']),
      last_seen_at: state.lastSeenAt,
      position,
    },
  ],
};
