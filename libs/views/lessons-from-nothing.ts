import type { History } from '#libs/fleet/fold.js';
import type { Lesson } from './lessons.js';
import type { OrganizationHistory } from './projection.js';

/** When the organization was known to be what. */
export interface OrganizationKnown {
  /** Ends of the commits that told something of it, in order. */
  readonly commits: readonly number[];
  readonly at: (position: number) => OrganizationHistory;
}

/** Every lesson there was about a server, from the commit that first told of it. `endOf` is where the commit of an event ends. */
export function lessonsFromNothing(
  { events, sightings = [] }: History,
  organization: OrganizationKnown,
  endOf: (position: number) => number,
): readonly Lesson[] {
  const ends = events.map(({ position }) => endOf(position));
  const first = Math.min(...ends);
  const [last] = [...ends].sort((one, other) => other - one);
  const positions = [...new Set([...ends, ...organization.commits.filter((end) => end > first)])];
  const lessons: Lesson[] = [];
  let known: OrganizationHistory | null = null;
  for (const position of positions.sort((one, other) => one - other)) {
    const own = events.filter((_, index) => ends[index] === position);
    const now = organization.at(position);
    const turn = stepsBetween(known, now);
    known = now;
    if (own.length === 0 && turn.steps?.length === 0) continue;
    const seen = position === last ? seenAgainOf(events, sightings) : [];
    lessons.push({ position, events: own, seenAgain: seen, ...turn });
  }
  return lessons;
}

/** What became of the organization from one knowledge of it to a later one. */
export function stepsBetween(
  before: OrganizationHistory | null,
  after: OrganizationHistory,
): Pick<Lesson, 'before' | 'steps'> {
  if (before === null) return { before: {}, steps: null };
  const count = before.steps.length;
  const beganAlike = count === 0 || after.steps[count - 1]?.digest === before.digest;
  return { before: before.state.organization, steps: beganAlike ? after.steps.slice(count) : null };
}

function seenAgainOf(events: History['events'], sightings: NonNullable<History['sightings']>): Lesson['seenAgain'] {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  return sightings.flatMap(({ eventId, lastSeenAt }) => {
    const event = byId.get(eventId);
    return event === undefined ? [] : [{ event, lastSeenAt }];
  });
}

/** What was known of a history at a position. Sightings stand in no commit: they count in the newest knowledge, until an event comes after them. */
export function historyKnownAt({ events, sightings = [] }: History, position: number): Required<History> {
  const known = events.filter((event) => event.position <= position);
  return { events: known, sightings: known.length === events.length ? sightings : [] };
}
