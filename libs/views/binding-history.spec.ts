import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { FleetEvent, RecordedEvent, Sighting } from '#libs/fleet/event.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { entriesUntil, foldOrganization, foldServer, type History } from '#libs/fleet/fold.js';
import { anyEvent } from '../../test/support/arbitrary-events.js';
import { share } from '../../test/support/share.js';
import { CONTOSO_SOURCE, EX01, happened, minute, recorded, thumbprint } from '../../test/support/events.js';
import type { BindingContent } from './binding.js';
import type { HeldRange } from './knowledge.js';
import { takeLessons, advanceLessons, type Learnt, type Lesson } from './lessons.js';
import { historyKnownAt, lessonsFromNothing, stepsBetween, type OrganizationKnown } from './lessons-from-nothing.js';
import { walkOrganization, type OrganizationHistory } from './projection.js';
import { selectionsOf } from './selections-of.js';

/** A log in memory: what arrived in each commit, without what was there already. Another content under a known id is not applied. */
interface Log {
  readonly events: readonly RecordedEvent[];
  /** Where each commit ends. */
  readonly ends: readonly number[];
}

function logOf(commits: readonly (readonly FleetEvent[])[]): Log {
  const known = new Set<string>();
  const events: RecordedEvent[] = [];
  const ends: number[] = [];
  for (const [index, commit] of commits.entries()) {
    const fresh = commit.filter((event) => {
      const id = eventIdOf(event);
      return !known.has(id) && known.add(id);
    });
    if (fresh.length === 0) continue;
    events.push(...recorded(fresh, { position: events.length + 1, recordedAt: minute(20 + index) }));
    ends.push(events.length);
  }
  return { events, ends };
}

const isOrganizations = ({ stream }: RecordedEvent) => stream === 'organization';

function organizationOf(log: Log): OrganizationKnown {
  const history = { events: log.events.filter(isOrganizations) };
  const commits = log.ends.filter((end, index) =>
    history.events.some(({ position }) => position <= end && position > (log.ends[index - 1] ?? 0)),
  );
  const walks = new Map<number, OrganizationHistory>();
  const at = (position: number) => {
    const found = walks.get(position) ?? walkOrganization(historyKnownAt(history, position));
    walks.set(position, found);
    return found;
  };
  return { commits, at };
}

/** As a projector learns: commit by commit, on from what it knows where it can. */
function live(log: Log, own: History): { readonly learnt: Learnt | null; readonly advances: number } {
  const organization = organizationOf(log);
  const known = { own: (position: number) => historyKnownAt(own, position), organization: organization.at };
  let learnt: Learnt | null = null;
  let advances = 0;
  for (const [index, position] of log.ends.entries()) {
    const before = log.ends[index - 1] ?? 0;
    const events = own.events.filter((event) => event.position > before && event.position <= position);
    const turn = stepsBetween(before === 0 ? null : organization.at(before), organization.at(position));
    if (learnt === null && events.length === 0) continue;
    if (events.length === 0 && turn.steps?.length === 0) continue;
    const lesson: Lesson = { position, events, seenAgain: [], ...turn };
    const next: Learnt | null = learnt === null ? null : advanceLessons(learnt, [lesson]);
    if (next !== null) advances += 1;
    learnt = next ?? takeLessons(EX01, learnt, [lesson], known);
  }
  return { learnt, advances };
}

function fromNothing(log: Log, own: History): Learnt | null {
  const organization = organizationOf(log);
  const known = { own: (position: number) => historyKnownAt(own, position), organization: organization.at };
  const endOf = (position: number) => log.ends.find((end) => end >= position) ?? position;
  return takeLessons(EX01, null, lessonsFromNothing(own, organization, endOf), known);
}

/** What the rows tell for an instant, as it was known at a position. */
function told(rows: readonly HeldRange[], at: string, knownAt: number): readonly string[] {
  return rows
    .filter(({ knownFrom, knownUntil }) => knownFrom <= knownAt && (knownUntil === null || knownUntil > knownAt))
    .filter(({ validFrom, validUntil }) => validFrom <= at && (validUntil === null || validUntil > at))
    .map(({ endpoint, content }) => line(endpoint, content))
    .sort();
}

/** The same by the plainest means: the events that were known and had happened, folded, and every endpoint asked at the instant. */
function model(log: Log, own: History, at: string, knownAt: number): readonly string[] {
  const until = { asOf: at, knownAt };
  const mine = { events: own.events, sightings: historyKnownAt(own, knownAt).sightings };
  if (entriesUntil(mine, until).length === 0) return [];
  const { state } = foldServer(EX01, mine, until);
  const around = foldOrganization({ events: log.events.filter(isOrganizations) }, until).state;
  return selectionsOf(state, around.organization, { at })
    .map(({ endpoint, outcome, thumbprint: presented, certainty, rule, changesAt }) => {
      const certificate = state.server.certificates?.find((one) => one.thumbprint === presented);
      return line(endpoint, {
        outcome,
        thumbprint: presented,
        certainty,
        rule,
        changes_at: changesAt === null ? null : new Date(changesAt).toISOString(),
        subject: certificate?.subject ?? null,
        services: Array.isArray(certificate?.services) ? certificate.services : null,
        version: state.server.version ?? null,
      });
    })
    .sort();
}

type Compared = Pick<
  BindingContent,
  'outcome' | 'thumbprint' | 'certainty' | 'rule' | 'changes_at' | 'subject' | 'services' | 'version'
>;

function line(endpoint: string, content: Compared): string {
  const { outcome, thumbprint: presented, certainty, rule, changes_at, subject, services, version } = content;
  return canonicalText([endpoint, outcome, presented, certainty, rule, changes_at, subject, services, version]);
}

/** Certificates come and go within the minutes that are looked at. */
const VALIDITY: Readonly<Record<string, readonly [string, string]>> = {
  [thumbprint('A')]: [minute(-900), minute(7)],
  [thumbprint('B')]: [minute(5), minute(900)],
  [thumbprint('C')]: [minute(3), minute(12)],
};

function withValidity<T>(value: T): T {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('thumbprint' in part) || !('notAfter' in part)) return part;
    const [notBefore, notAfter] = VALIDITY[String(part.thumbprint)] ?? [part, part];
    return typeof notBefore === 'string' ? { ...part, notBefore, notAfter } : part;
  });
  return JSON.parse(text) as T;
}

const organizationEvent = fc
  .record({ minutes: fc.integer({ min: 0, max: 14 }), enabled: fc.boolean(), name: fc.constantFrom('Out', 'Partner') })
  .map(({ minutes, enabled, name }): FleetEvent =>
    happened(
      'send-connector.configured',
      { name, enabled, sourceServers: [EX01], fqdn: 'a.contoso.com' },
      { source: CONTOSO_SOURCE, occurredAt: minute(minutes) },
    ),
  );

/** Late, repeated, conflicting and future ones among them. */
const arriving = fc
  .tuple(
    fc.oneof({ arbitrary: anyEvent.map(withValidity), weight: 5 }, { arbitrary: organizationEvent, weight: 1 }),
    fc.integer({ min: 0, max: 19 }),
    fc.constantFrom('as it is', 'as it is', 'in the future', 'under one id'),
  )
  .map(([event, key, oddity]): FleetEvent => {
    if (oddity === 'in the future') return { ...event, id: `${event.id} f`, occurredAt: minute(5000 + key) };
    if (oddity === 'under one id') return { ...event, id: `same ${key % 3}` };
    return event;
  });

const commits = fc
  .array(fc.array(arriving, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
  .chain((all) =>
    fc.record({
      commits: fc.constant(all),
      repeated: fc.array(fc.nat(20), { maxLength: 3 }),
      sighted: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 1 }),
      inOrder: fc.boolean(),
    }),
  )
  .map(({ commits: given, repeated, sighted, inOrder }) => {
    const flat = given.flat();
    const sorted = flat.toSorted((one, other) => (one.occurredAt < other.occurredAt ? -1 : 1));
    const all = inOrder ? sorted.map((event) => [event]) : given;
    const again = repeated.map((index) => flat[index % flat.length] ?? flat[0]).filter((event) => event !== undefined);
    return { commits: again.length === 0 ? all : [...all, again], sighted };
  });

/** Before, at, between and after the instants at which anything happens. */
const INSTANTS = [-1, 0, 3, 4, 5, 7, 9.5, 12, 14, 22, 899, 900, 6000].map(minute);

/** Histories; each is asked at every instant with every knowledge. HISTORY_RUNS=20000 for a night. */
const RUNS = Number(
  process.env.HISTORY_RUNS ?? (process.env.CERTFLEET_TEST_EVERYTHING === '1' ? share(600) : share(150)),
);

describe('the binding history', () => {
  test('tells for every instant and every knowledge what a plain fold tells', () => {
    let advanced = 0;
    fc.assert(
      fc.property(commits, ({ commits: given, sighted }) => {
        const log = logOf(given);
        const events = log.events.filter((event) => !isOrganizations(event));
        if (events.length === 0) return;
        const sightings = sightingsOf(events, sighted);
        const own: History = { events, sightings };
        const grown = sightings.length === 0 ? live(log, own) : { learnt: fromNothing(log, own), advances: 0 };
        advanced += grown.advances;
        const rows = grown.learnt?.rows ?? [];
        for (const knownAt of [0, ...log.ends])
          for (const at of INSTANTS) {
            const where = `at ${at}, known at ${knownAt}`;
            expect([where, ...told(rows, at, knownAt)]).toEqual([where, ...model(log, own, at, knownAt)]);
          }
      }),
      { numRuns: RUNS },
    );
    expect(advanced).toBeGreaterThan(RUNS / 10);
  });

  test('grown commit by commit is the one made from the log', () => {
    fc.assert(
      fc.property(commits, ({ commits: given }) => {
        const log = logOf(given);
        const own = { events: log.events.filter((event) => !isOrganizations(event)) };
        expect(rowTexts(live(log, own).learnt)).toEqual(
          rowTexts(own.events.length === 0 ? null : fromNothing(log, own)),
        );
      }),
      { numRuns: RUNS },
    );
  });

  test('never takes back what was answered: later knowledge only ends rows and adds others', () => {
    fc.assert(
      fc.property(commits, ({ commits: given }) => {
        const whole = logOf(given);
        const ownOf = (log: Log) => ({ events: log.events.filter((event) => !isOrganizations(event)) });
        const all = live(whole, ownOf(whole)).learnt?.rows ?? [];
        for (const end of whole.ends) {
          const then: Log = {
            events: whole.events.filter(({ position }) => position <= end),
            ends: whole.ends.filter((one) => one <= end),
          };
          const answered = live(then, ownOf(then)).learnt?.rows ?? [];
          for (const at of INSTANTS) expect(told(all, at, end)).toEqual(told(answered, at, end));
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });
});

function sightingsOf(events: readonly RecordedEvent[], sighted: number | null): readonly Sighting[] {
  const inventory = events.find(({ type }) => type === 'inventory.observed');
  if (inventory === undefined || sighted === null) return [];
  return [{ eventId: inventory.eventId, lastSeenAt: minute(sighted) }];
}

function rowTexts(learnt: Learnt | null): readonly string[] {
  return (learnt?.rows ?? []).map(({ stored: _, reselected: __, ...row }) => canonicalText(row)).sort();
}
