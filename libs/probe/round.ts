import type { KnownServer } from '#libs/views/selections-of.js';
import { addressOf } from './address.js';
import { LIMITS, type Limits } from './limits.js';
import { look } from './look.js';
import type { Look, Outcome } from './outcome.js';
import { atPace, type Clock, type Pace } from './pace.js';
import { plannedLooks, type Plan, type PlannedLook } from './planned.js';
import { presentationOf, type Presentation } from './presentation.js';
import type { Registration } from './registration.js';
import { takerOf, type Taker } from './taker.js';

/** A server that is to be looked at: what is known of it, and how it may be reached. */
export interface Subject {
  readonly known: KnownServer;
  readonly registration: Registration;
}

/** One connection of a round, and whose answer it was. */
export interface Sighted {
  readonly planned: PlannedLook;
  readonly look: Look;
  /** Null: there was no connection, so that nobody took it. */
  readonly taker: Taker | null;
  /** When it was looked at. */
  readonly at: string;
  /** What there is to record; null: nothing was seen of an endpoint, or it is unknown of which. */
  readonly presentation: Presentation | null;
}

export interface Round {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly sights: readonly Sighted[];
}

export interface RoundSettings {
  /** Who looks: the name that stands in the events. */
  readonly from: string;
  /** Only what may be an answer of this endpoint. */
  readonly endpoint?: string | undefined;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly limits?: Limits;
}

/** Looks at every server once. Never throws; when it is stopped, what was not begun is left out. */
export async function round(subjects: readonly Subject[], settings: RoundSettings): Promise<readonly Round[]> {
  const plans = subjects.map(({ known, registration }) =>
    narrowed(plannedLooks(known.server, registration), settings.endpoint),
  );
  const hosts = subjects.map((subject, index) => {
    const address = remembered(() => addressOf(subject.known.server.fqdn, subject.registration, ADDRESS_MS));
    return (plans[index]?.looks ?? []).map((planned) => () => sighted(subject, planned, address, settings));
  });
  const found = await atPace(hosts, settings.pace, settings.clock, settings.stop);
  return subjects.map((subject, index) => ({
    subject,
    plan: plans[index] ?? { looks: [], left: [] },
    sights: (found[index] ?? []).filter((sight) => sight !== null),
  }));
}

const ADDRESS_MS = 5_000;

function narrowed(plan: Plan, endpoint: string | undefined): Plan {
  if (endpoint === undefined) return plan;
  const wanted = endpoint.toLowerCase();
  return {
    looks: plan.looks.filter(({ endpoints }) => endpoints.some((one) => one.toLowerCase() === wanted)),
    left: plan.left.filter((one) => one.endpoint.toLowerCase() === wanted),
  };
}

/** A name is looked up once a round. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

async function sighted(
  { known, registration }: Subject,
  planned: PlannedLook,
  address: () => ReturnType<typeof addressOf>,
  { from, clock, stop, limits = LIMITS }: RoundSettings,
): Promise<Sighted> {
  const at = new Date(clock.now()).toISOString();
  const resolved = await address();
  if (!resolved.ok) return unseen(planned, at, resolved.outcome);
  const { protocol, serverName } = planned;
  const port = registration.ports[String(planned.port)] ?? planned.port;
  const found = await look({ protocol, serverName, port, address: resolved.address }, stop, limits);
  if (found.ownAddress === null) return { planned, look: found, taker: null, at, presentation: null };
  const ends =
    registration.translated || port !== planned.port
      ? { localAddress: null, remoteAddress: null }
      : { localAddress: found.address, remoteAddress: found.ownAddress };
  const taker = takerOf(known, planned, ends);
  const presentation = 'endpoint' in taker ? presentationOf(taker.endpoint, planned, found, from) : null;
  return { planned, look: found, taker, at, presentation };
}

function unseen(planned: PlannedLook, at: string, outcome: Outcome): Sighted {
  const nobody: Look = { outcome, injected: null, address: null, ownAddress: null };
  return { planned, look: nobody, taker: null, at, presentation: null };
}
