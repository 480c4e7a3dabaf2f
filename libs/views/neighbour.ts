import type { Neighbour } from '#libs/rules/neighbour.js';
import { judgedNeighbour } from './judged-server.js';
import type { View } from './view.js';

/** What rules about other servers ask of a server, so that they need not read its state. */
export interface NeighbourRow {
  readonly facts: Neighbour;
}

export const neighbour: View<NeighbourRow> = {
  table: 'neighbour',
  columns: { facts: 'json' },
  key: [],
  rows: ({ state }) => [{ facts: judgedNeighbour(state) }],
};
