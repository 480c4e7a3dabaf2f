import type { DataSource } from 'typeorm';
import type { Alert } from '#libs/alerts/alert.js';
import type { AlertEvent, SilenceMatches } from '#libs/alerts/alert-event.js';
import type { Silence } from '#libs/alerts/silences.js';
import { acknowledged, resolved } from '#libs/alerts/transitions.js';
import { derivedId } from '#libs/fleet/event-id.js';
import { sourceOf } from '#libs/fleet/source.js';
import { clock } from '../clock.js';
import { inOrganization } from '../database.js';
import { alertsById } from './alert-rows.js';
import { lockFollower } from './follower.js';
import { recordAlerts } from './record-alerts.js';
import { silencesAt } from './silence-rows.js';

export interface Said {
  readonly by: string;
  readonly note: string | null;
  readonly ticket: string | null;
  /** What is presented is right so, from now on: the alert ends. */
  readonly accept: boolean;
}

/** Why an alert cannot be acknowledged so. */
export type NotSaid = 'unknown' | 'resolved' | 'stands';

/** Somebody takes care of an alert, or accepts what it tells as the new way it shall be. Said twice is said once. */
export function acknowledge(
  db: DataSource,
  organization: string,
  id: string,
  said: Said,
): Promise<{ readonly ok: true; readonly alert: Alert } | { readonly ok: false; readonly why: NotSaid }> {
  return inOrganization(db, organization, async (inside) => {
    // An organization that is not there has no alert, and no follower either.
    if (!(await alertsById(inside, organization, [id])).has(id)) return { ok: false, why: 'unknown' };
    await lockFollower(inside, organization);
    const alert = (await alertsById(inside, organization, [id])).get(id);
    if (alert === undefined) return { ok: false, why: 'unknown' };
    if (alert.state === 'resolved') return { ok: false, why: 'resolved' };
    // A risk that stands would be found again at once.
    if (said.accept && alert.facts.holding.while === 'found') return { ok: false, why: 'stands' };
    if (!said.accept && alert.state === 'acknowledged') return { ok: true, alert };
    const when = { organization, now: await clock(inside) };
    const { by, note, ticket } = said;
    const event = said.accept
      ? resolved(alert, { reason: 'accepted', by, note }, when)
      : acknowledged(alert, { by, note, ticket }, when);
    const { alerts } = await recordAlerts(inside, organization, [event]);
    return { ok: true, alert: alerts[0] ?? alert };
  });
}

export interface NewSilence {
  readonly matches: SilenceMatches;
  readonly from: string | null;
  readonly until: string;
  readonly by: string;
  readonly reason: string;
  readonly ticket: string | null;
}

/** Begins a silence: from now on, or from an instant ahead. */
export function silence(db: DataSource, organization: string, asked: NewSilence): Promise<Silence> {
  return inOrganization(db, organization, async (inside) => {
    await lockFollower(inside, organization);
    const now = await clock(inside);
    const { matches, until, by, reason, ticket } = asked;
    const from = asked.from ?? now;
    const id = derivedId(JSON.stringify(['silence', organization, matches, from, until, by, reason, ticket]));
    const silenced = { id, matches, from, until, by, reason, ticket };
    await recordAlerts(inside, organization, [
      {
        ...stamp(organization, now, `${id}:silenced`, by),
        type: 'alert.silenced',
        data: { silence: id, matches, from, until, by, reason, ticket },
      },
    ]);
    return silenced;
  });
}

/** Ends a silence now. False: there is none that is not over. */
export function unsilence(db: DataSource, organization: string, id: string, by: string): Promise<boolean> {
  return inOrganization(db, organization, async (inside) => {
    if (!(await silencesAt(inside, organization, await clock(inside))).some((one) => one.id === id)) return false;
    await lockFollower(inside, organization);
    const now = await clock(inside);
    if (!(await silencesAt(inside, organization, now)).some((one) => one.id === id)) return false;
    await recordAlerts(inside, organization, [
      { ...stamp(organization, now, `${id}:unsilenced`, by), type: 'alert.unsilenced', data: { silence: id, by } },
    ]);
    // What it held back is looked at again at once.
    await inside.query(
      `update certfleet.alert_group set due_at = least(due_at, clock_timestamp()) where organization = $1 and held_back like 'silenced%' and is_open`,
      [organization],
    );
    return true;
  });
}

function stamp(
  organization: string,
  now: string,
  id: string,
  by: string,
): Pick<AlertEvent, 'id' | 'source' | 'occurredAt' | 'tool' | 'actor'> {
  return { id, source: sourceOf({ organization, server: null }), occurredAt: now, tool: 'certfleet', actor: by };
}
