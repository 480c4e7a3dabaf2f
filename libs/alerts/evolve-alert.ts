import type { Alert } from './alert.js';
import type { AlertFacts, RecordedAlertEvent } from './alert-event.js';

/**
 * An alert after an event of the stream `alerts`: the one place that knows what these events mean. Never throws: an event that is taken in
 * already, that belongs to an episode which is over, or that speaks of an alert nobody knows changes nothing.
 */
export function evolveAlert(alert: Alert | null, event: RecordedAlertEvent): Alert | null {
  if (alert !== null && event.position <= alert.position) return alert;
  if (event.type === 'alert.fired') return alert ?? opened(event.data.alert, event.data.facts, 1, event);
  if (alert === null || alertOf(event) !== alert.id) return alert;
  return event.type === 'alert.reopened' ? reopened(alert, event) : inEpisode(alert, event);
}

function reopened(alert: Alert, event: Extract<RecordedAlertEvent, { readonly type: 'alert.reopened' }>): Alert {
  const { facts, episode } = event.data;
  return alert.state === 'resolved' && episode > alert.episode ? opened(alert.id, facts, episode, event) : alert;
}

function inEpisode(alert: Alert, event: RecordedAlertEvent): Alert {
  if (!isOfAnEpisode(event)) return alert;
  return alert.state === 'resolved' || event.data.episode !== alert.episode ? alert : gone(alert, event);
}

/** The id of the alert that an event is about; null: it is about none. */
export function alertOf(event: RecordedAlertEvent): string | null {
  return 'alert' in event.data ? event.data.alert : null;
}

function opened(id: string, facts: AlertFacts, episode: number, { occurredAt, position }: RecordedAlertEvent): Alert {
  return {
    id,
    state: 'firing',
    facts,
    episode,
    firedAt: occurredAt,
    firedPosition: position,
    acknowledged: null,
    resolved: null,
    corrected: null,
    position,
    changedAt: occurredAt,
  };
}

type OfAnEpisode = Extract<
  RecordedAlertEvent,
  { readonly type: 'alert.escalated' | 'alert.acknowledged' | 'alert.resolved' | 'alert.corrected' }
>;

function isOfAnEpisode(event: RecordedAlertEvent): event is OfAnEpisode {
  return !['alert.fired', 'alert.reopened', 'alert.silenced', 'alert.unsilenced'].includes(event.type);
}

function gone(alert: Alert, event: OfAnEpisode): Alert {
  const { position, occurredAt: at } = event;
  const moved = { ...alert, position, changedAt: at };
  switch (event.type) {
    case 'alert.escalated':
      // What somebody has seen is worse by now: it asks for them again.
      return { ...moved, state: 'firing', facts: event.data.facts, acknowledged: null };
    case 'alert.acknowledged': {
      const { by, note, ticket } = event.data;
      return { ...moved, state: 'acknowledged', acknowledged: { at, by, note, ticket } };
    }
    case 'alert.resolved': {
      const { reason, by, note } = event.data;
      return { ...moved, state: 'resolved', resolved: { at, reason, by, note } };
    }
    case 'alert.corrected':
      return {
        ...moved,
        state: 'resolved',
        corrected: event.data.why,
        resolved: { at, reason: 'corrected', by: null, note: null },
      };
  }
}
