import type { SeenCertificate } from '#libs/views/certificate-facts.js';
import { mergeSeen } from '#libs/views/certificate-facts.js';
import { advanceServer, walkServer, type Arrived, type ServerProjection, type Walk } from '#libs/views/projection.js';
import type { Transaction } from './database.js';
import { foldedHistories, projections } from './projected.js';
import type { OrganizationRefreshed } from './refresh-organization.js';
import { writeCertificates, writeViews } from './write-views.js';

export interface ServerWork {
  readonly server: string;
  readonly streams: readonly string[];
  /** What arrived on its one stream; null: walk it from nothing. */
  readonly arrived: Pick<Arrived, 'events' | 'seenAgain'> | null;
}

export interface Work {
  readonly around: OrganizationRefreshed;
  readonly position: number;
  readonly work: readonly ServerWork[];
}

/** Servers whose histories are held in memory at once. */
const CHUNK = 50;

/** Projects servers anew and writes their rows: on from the stored projection where what arrived allows it, else from nothing. */
export async function projectServers(
  db: Transaction,
  organization: string,
  { around, position, work }: Work,
): Promise<void> {
  for (let start = 0; start < work.length; start += CHUNK) {
    const chunk = work.slice(start, start + CHUNK);
    const advanced = await advance(db, organization, chunk, around);
    const rest = chunk.filter(({ server }) => !advanced.has(server));
    const walked = await walkFromNothing(db, organization, { around, position, work: rest });
    await write(db, organization, new Map([...advanced, ...walked]), position);
  }
}

async function advance(
  db: Transaction,
  organization: string,
  chunk: readonly ServerWork[],
  { before, steps }: OrganizationRefreshed,
): Promise<ReadonlyMap<string, Walk>> {
  const found = new Map<string, Walk>();
  if (steps === null) return found;
  const going = chunk.filter(({ arrived }) => arrived !== null).map(({ server }) => server);
  const stored = await projections(db, organization, going);
  for (const { server, arrived } of chunk) {
    const projection = stored.get(server);
    if (arrived === null || projection === undefined) continue;
    const walk = advanceServer(projection, { ...arrived, before, steps });
    if (walk !== null) found.set(server, walk);
  }
  return found;
}

/** The walks of these servers from nothing. */
export async function walkFromNothing(
  db: Transaction,
  organization: string,
  { around, position, work }: Work,
): Promise<ReadonlyMap<string, Walk>> {
  if (work.length === 0) return new Map();
  const history = await around.history();
  const histories = await foldedHistories(
    db,
    organization,
    work.flatMap(({ streams }) => streams),
    position,
  );
  return new Map(
    work.map(({ server, streams }) => {
      const own = streams.map((stream) => histories.get(stream) ?? { events: [], sightings: [] });
      const whole = {
        events: own.flatMap(({ events }) => events),
        sightings: own.flatMap(({ sightings }) => sightings),
      };
      return [server, walkServer(server, whole, history)];
    }),
  );
}

async function write(
  db: Transaction,
  organization: string,
  walks: ReadonlyMap<string, Walk>,
  position: number,
): Promise<void> {
  const projected = new Map<string, ServerProjection>();
  const seen = new Map<string, SeenCertificate>();
  for (const [server, walk] of walks) {
    projected.set(server, walk.projection);
    for (const [thumbprint, found] of walk.seen) {
      const known = seen.get(thumbprint);
      seen.set(thumbprint, known === undefined ? found : mergeSeen(known, found));
    }
  }
  await writeViews(db, organization, projected);
  await writeCertificates(db, organization, seen, position);
}
