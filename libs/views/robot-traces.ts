import type { RecordedEvent } from '#libs/fleet/event.js';
import { scriptOf, shortActor } from './actor.js';
import type { Behaviour } from './robots.js';
import { isDeed, spokenCertificate, type CertificateNames } from './spoken-certificate.js';
import { believedAt } from './timeline-item.js';

/** What one account did to one server at a stretch. */
export interface Run {
  /** By its last part. */
  readonly actor: string;
  /** Milliseconds. */
  readonly at: number;
  readonly positions: readonly number[];
  /** Scripts that its records name. */
  readonly tools: readonly string[];
  readonly behaviours: ReadonlySet<Behaviour>;
}

/** Deeds of one account that lie closer together than this are one run. */
const SAME_RUN_MS = 600_000;
const MINUTE_MS = 60_000;
/** Of a run that is longer than any tool makes it, only so many deeds are compared with one another. */
const MOST_COMPARED = 200;
const AUTH_CERTIFICATE = 'microsoft exchange server auth certificate';

/**
 * What each account did to a server, run by run, in order of time. Deeds that nobody is named for are left out.
 *
 * @param own events of the server, `around` those of its organization, by which connectors and hybrid are set.
 */
export function runsOf(
  own: readonly RecordedEvent[],
  around: readonly RecordedEvent[],
  names: CertificateNames,
): readonly Run[] {
  const byActor = new Map<string, RecordedEvent[]>();
  const add = (event: RecordedEvent, only: boolean): void => {
    if (event.actor === undefined || event.actor.trim() === '' || !isDeed(event.type)) return;
    const key = shortActor(event.actor).toLowerCase();
    const events = byActor.get(key);
    if (events !== undefined) events.push(event);
    else if (!only) byActor.set(key, [event]);
  };
  for (const event of own) add(event, false);
  for (const event of around) add(event, true);
  return [...byActor.values()].flatMap((events) =>
    stretches(events)
      .filter((stretch) => stretch.some(({ event }) => event.stream !== 'organization'))
      .map((stretch) => runOf(stretch, names)),
  );
}

interface Deed {
  readonly event: RecordedEvent;
  readonly at: number;
}

function stretches(events: readonly RecordedEvent[]): readonly (readonly Deed[])[] {
  const deeds = events.map((event) => ({ event, at: believedAt(event) }));
  deeds.sort((one, other) => one.at - other.at || one.event.position - other.event.position);
  const found: Deed[][] = [];
  for (const deed of deeds) {
    const last = found.at(-1);
    const end = last?.at(-1)?.at ?? -Infinity;
    if (last !== undefined && deed.at - end <= SAME_RUN_MS) last.push(deed);
    else found.push([deed]);
  }
  return found;
}

function runOf(deeds: readonly Deed[], names: CertificateNames): Run {
  const tools = deeds.flatMap(({ event }) => scriptOf(event.tool) ?? []);
  return {
    actor: shortActor(deeds[0]?.event.actor ?? ''),
    at: deeds[0]?.at ?? 0,
    positions: deeds.map(({ event }) => event.position),
    tools: [...new Set(tools)],
    behaviours: new Set(behavioursOf(deeds, names)),
  };
}

function behavioursOf(deeds: readonly Deed[], names: CertificateNames): readonly Behaviour[] {
  const enabled = deeds.flatMap(({ event, at }) =>
    event.type === 'certificate.enabled' ? [{ at, forced: event.data.answer === 'force', event }] : [],
  );
  const receive = deeds.filter(({ event }) => event.type === 'receive-connector.configured');
  const rolled = enabled.some(
    (one, index) =>
      spokenCertificate(one.event, names)?.name === AUTH_CERTIFICATE &&
      enabled
        .slice(index + 1, index + 1 + MOST_COMPARED)
        .some(
          (other) =>
            other.forced && other.event.data.thumbprint !== one.event.data.thumbprint && other.at - one.at <= MINUTE_MS,
        ),
  );
  return [
    ...(enabled.some(({ forced }) => !forced) ? (['enables'] as const) : []),
    ...(enabled.some(({ forced }) => forced) && !rolled ? (['enables with -Force'] as const) : []),
    ...(rolled ? (['rolls the Auth certificate over'] as const) : []),
    ...(pinsAll(deeds) ? (['pins connectors and hybrid'] as const) : []),
    ...(receive.length > 1 && enabled.length > 0 ? (['re-pins connectors'] as const) : []),
  ];
}

/** A Send connector, a Receive connector and the hybrid configuration within one minute. */
function pinsAll(deeds: readonly Deed[]): boolean {
  const times = (type: RecordedEvent['type']) =>
    deeds.flatMap(({ event, at }) => (event.type === type ? [at] : [])).slice(0, MOST_COMPARED);
  const [send, receive] = [times('send-connector.configured'), times('receive-connector.configured')];
  const near = (all: readonly number[], at: number) => all.some((one) => Math.abs(one - at) <= MINUTE_MS);
  return times('hybrid.configured').some((at) => near(send, at) && near(receive, at));
}
