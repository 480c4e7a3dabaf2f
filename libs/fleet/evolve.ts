import type { EventOf, EventType, FleetEvent } from './event.js';
import { ORGANIZATION_MEANING } from './evolve-organization.js';
import { SERVER_MEANING } from './evolve-server.js';
import type { OrganizationState, ServerState } from './state.js';

/**
 * The state of a server after an event of its stream: the one place that knows what an event means. `at` is the effective instant
 * (the claimed one if the order does not matter). Never throws: what an event says of things never seen stands beside what is unknown
 * of them, and a type that this version does not know changes nothing.
 */
export function evolveServer(state: ServerState, event: FleetEvent, at: string = event.occurredAt): ServerState {
  if (!Object.hasOwn(SERVER_MEANING, event.type)) return state;
  return seen(mean(SERVER_MEANING, state, event, at), event, at);
}

/** The same for the stream of the organization. */
export function evolveOrganization(
  state: OrganizationState,
  event: FleetEvent,
  at: string = event.occurredAt,
): OrganizationState {
  if (!Object.hasOwn(ORGANIZATION_MEANING, event.type)) return state;
  return seen(mean(ORGANIZATION_MEANING, state, event, at), event, at);
}

type Meaning<S, T extends EventType> = (state: S, data: EventOf<T>['data'], at: string) => S;

function mean<S, T extends EventType>(
  meanings: { readonly [K in T]: Meaning<S, K> },
  state: S,
  event: EventOf<T>,
  at: string,
): S {
  const meaning: Meaning<S, T> = meanings[event.type];
  return meaning(state, event.data, at);
}

/** Somebody else's words are no sign of life: a note, or what a probe saw on the wire. */
const NOT_THEIR_WORD: ReadonlySet<EventType> = new Set(['note.added', 'presentation.observed']);

function seen<S extends ServerState | OrganizationState>(state: S, event: FleetEvent, at: string): S {
  if (NOT_THEIR_WORD.has(event.type)) return state;
  return { ...state, lastSeenAt: state.lastSeenAt === null || state.lastSeenAt < at ? at : state.lastSeenAt };
}
