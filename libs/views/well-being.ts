/** What is asked of a pipe: instants as answers carry them, counts of events and messages. */
export interface PipeFacts {
  readonly projection: { readonly behind: number; readonly worker: unknown };
  readonly log: { readonly lastRecordedAt: string | null };
  readonly inbox: { readonly waiting: number; readonly oldestWaiting: string | null };
  readonly alerts: { readonly behind: number; readonly due: number; readonly oldestDue: string | null };
}

export interface WellBeing {
  readonly state: 'well' | 'busy' | 'stuck';
  /** What keeps it, a sentence each, with what to do. Empty unless it is stuck. */
  readonly wrong: readonly string[];
}

/** An upload is recorded and a change is shown within seconds; whatever waits so long is not being worked on. */
const LONG_MS = 120_000;
/** A channel that is down is tried again for a day: that is told of the channel, and is no fault of this Certfleet. */
const LONG_OUT_MS = 15 * 60_000;

/** Whether a pipe stands still, and at which of its parts. Says nothing of the fleet. */
export function wellBeing({ projection, log, inbox, alerts }: PipeFacts, now: string): WellBeing {
  const waited = (since: string | null) => (since === null ? 0 : Date.parse(now) - Date.parse(since));
  const wrong = [
    waited(inbox.oldestWaiting) > LONG_MS
      ? `What was sent waits since ${inbox.oldestWaiting ?? ''}: no worker takes it. See that a worker runs and reaches the database (\`certfleet up\` brings one along); its log says what keeps it.`
      : null,
    projection.behind > 0 && projection.worker === null && waited(log.lastRecordedAt) > LONG_MS
      ? `${projection.behind} recorded events are not in the answers, and no projector is at work. See that a projector runs and reaches the database; its log says what keeps it.`
      : null,
    waited(alerts.oldestDue) > LONG_OUT_MS
      ? `A message waits for its channel since ${alerts.oldestDue ?? ''}. See what the channels answered: \`certfleet channels\`.`
      : null,
  ].filter((text) => text !== null);
  if (wrong.length > 0) return { state: 'stuck', wrong };
  const busy = inbox.waiting + projection.behind + alerts.behind + alerts.due > 0;
  return { state: busy ? 'busy' : 'well', wrong };
}
