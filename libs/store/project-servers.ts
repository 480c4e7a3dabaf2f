import type { History } from '#libs/fleet/fold.js';
import type { SeenCertificate } from '#libs/views/certificate-facts.js';
import { mergeSeen } from '#libs/views/certificate-facts.js';
import type { HeldRange } from '#libs/views/knowledge.js';
import { advanceLessons, takeLessons, type HistoriesKnown, type Learnt, type Lesson } from '#libs/views/lessons.js';
import { historyKnownAt, lessonsFromNothing, type OrganizationKnown } from '#libs/views/lessons-from-nothing.js';
import type { Neighbour } from '#libs/rules/neighbour.js';
import { judgedNeighbour } from '#libs/views/judged-server.js';
import type { ServerProjection } from '#libs/views/projection.js';
import { knownRows, removeBindings, writeRows } from './binding-rows.js';
import { commitEnds } from './commits.js';
import type { Transaction } from './database.js';
import type { Neighbours } from './neighbours.js';
import { foldedHistories, projections, type StoredProjection } from './projected.js';
import { writeCertificates, writeViews } from './write-views.js';

export interface ServerWork {
  readonly server: string;
  readonly streams: readonly string[];
  /** What arrived, commit by commit; null: all that was ever known of it is made anew. */
  readonly lessons: readonly Lesson[] | null;
}

export interface Work {
  /** What was known of the organization. */
  readonly known: () => Promise<OrganizationKnown>;
  readonly position: number;
  readonly work: readonly ServerWork[];
}

/** Servers whose histories are held in memory at once. */
const CHUNK = 50;

/**
 * Projects servers anew and writes their rows: on from the stored projection where what arrived comes behind everything known; else, commit by
 * commit, from the log as it was known then.
 *
 * @returns what rules about other servers ask of them now.
 */
export async function projectServers(
  db: Transaction,
  organization: string,
  { known, position, work }: Work,
): Promise<Neighbours> {
  const projected = new Map<string, Neighbour>();
  for (let start = 0; start < work.length; start += CHUNK) {
    const chunk = work.slice(start, start + CHUNK);
    const stored = await projections(
      db,
      organization,
      chunk.filter(({ lessons }) => lessons !== null).map(({ server }) => server),
    );
    const advanced = new Map(chunk.flatMap((one) => advance(stored.get(one.server), one)));
    const late = chunk.filter(({ server }) => !advanced.has(server) && stored.get(server)?.projection.moved === false);
    const walked = await takeLate(db, organization, { known, position, work: late, stored });
    const anew = chunk.filter(({ server }) => !advanced.has(server) && !walked.has(server));
    const made = await learnFromNothing(db, organization, { known, position, work: anew });
    await removeBindings(db, organization, [...made.keys()]);
    const learnt = new Map([...advanced, ...walked, ...made]);
    await write(db, organization, learnt, position);
    for (const [server, { projection }] of learnt) projected.set(server, judgedNeighbour(projection.state));
  }
  return projected;
}

/** Sightings that changed something stand in no commit: where one did, everything is made anew. */
function hasMoved({ projection }: Learnt): boolean {
  return projection.moved;
}

function advance(
  stored: StoredProjection | undefined,
  { server, lessons }: ServerWork,
): readonly (readonly [string, Learnt])[] {
  if (stored === undefined || lessons === null || stored.projection.moved) return [];
  const learnt = advanceLessons(stored, lessons);
  return learnt === null || hasMoved(learnt) ? [] : [[server, learnt]];
}

interface Late extends Work {
  readonly stored: ReadonlyMap<string, StoredProjection>;
}

/** Takes in what does not come behind everything known. */
async function takeLate(
  db: Transaction,
  organization: string,
  { known, position, work, stored }: Late,
): Promise<ReadonlyMap<string, Learnt>> {
  if (work.length === 0) return new Map();
  const around = await known();
  const histories = await historiesOf(db, organization, work, position);
  const rows = await knownRows(
    db,
    organization,
    work.map(({ server }) => server),
    'all',
  );
  return new Map(
    work.flatMap(({ server, lessons }) => {
      const from = stored.get(server);
      if (from === undefined || lessons === null) return [];
      const start = { projection: from.projection, rows: rows.get(server) ?? [] };
      const history = histories.get(server) ?? { events: [] };
      const learnt = takeLessons(server, start, lessons, historiesKnown(history, around));
      return learnt === null || hasMoved(learnt) ? [] : [[server, learnt] as const];
    }),
  );
}

/** All that was ever known of these servers, from the log. */
export async function learnFromNothing(
  db: Transaction,
  organization: string,
  { known, position, work }: Work,
): Promise<ReadonlyMap<string, Learnt>> {
  if (work.length === 0) return new Map();
  const around = await known();
  const histories = await historiesOf(db, organization, work, position);
  const positions = [...histories.values()].flatMap(({ events }) => events.map((event) => event.position));
  const endOf = await commitEnds(db, organization, positions);
  return new Map(
    work.flatMap(({ server }) => {
      const history = histories.get(server) ?? { events: [] };
      const lessons = lessonsFromNothing(history, around, endOf);
      const learnt = takeLessons(server, null, lessons, historiesKnown(history, around));
      return learnt === null ? [] : [[server, learnt] as const];
    }),
  );
}

function historiesKnown(history: History, organization: OrganizationKnown): HistoriesKnown {
  return { own: (position) => historyKnownAt(history, position), organization: organization.at };
}

/** The histories of these servers, all streams of each together. */
async function historiesOf(
  db: Transaction,
  organization: string,
  work: readonly Pick<ServerWork, 'server' | 'streams'>[],
  position: number,
): Promise<ReadonlyMap<string, Required<History>>> {
  const found = await foldedHistories(
    db,
    organization,
    work.flatMap(({ streams }) => streams),
    position,
  );
  return new Map(
    work.map(({ server, streams }) => {
      const own = streams.map((stream) => found.get(stream) ?? { events: [], sightings: [] });
      return [
        server,
        { events: own.flatMap(({ events }) => events), sightings: own.flatMap(({ sightings }) => sightings) },
      ];
    }),
  );
}

async function write(
  db: Transaction,
  organization: string,
  learnt: ReadonlyMap<string, Learnt>,
  position: number,
): Promise<void> {
  const projected = new Map<string, ServerProjection>();
  const rows = new Map<string, readonly HeldRange[]>();
  const seen = new Map<string, SeenCertificate>();
  for (const [server, one] of learnt) {
    projected.set(server, one.projection);
    rows.set(server, one.rows);
    for (const [thumbprint, found] of one.seen) {
      const before = seen.get(thumbprint);
      seen.set(thumbprint, before === undefined ? found : mergeSeen(before, found));
    }
  }
  await writeViews(db, organization, projected);
  await writeRows(db, organization, rows);
  await writeCertificates(db, organization, seen, position);
}
