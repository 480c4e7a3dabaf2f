import type { AlertMessage } from '#libs/alerts/message.js';
import { annotationsOf, labelsOf } from '../alertmanager/labels.js';
import { fitting, type Space } from '../shorten.js';
import { isOver } from '../words.js';

const NEVER_ENDED = '0001-01-01T00:00:00Z';

/** The body of an Alertmanager webhook, version 4: one message is one group with one alert. */
export function alertmanagerBody(message: AlertMessage, space: Space): string {
  const labels = labelsOf(message);
  const status = isOver(message) ? 'resolved' : 'firing';
  const groupLabels = { alertname: labels['alertname'], organization: message.organization };
  return fitting(message, space, (shortened) => {
    const annotations = annotationsOf(shortened);
    const link = shortened.message.links?.alert ?? '';
    const alert = {
      status,
      labels,
      annotations,
      startsAt: message.startsAt ?? message.cause?.occurredAt ?? NEVER_ENDED,
      endsAt: message.endsAt ?? NEVER_ENDED,
      generatorURL: link,
      fingerprint: message.id,
    };
    return JSON.stringify({
      version: '4',
      groupKey: message.id,
      truncatedAlerts: 0,
      status,
      receiver: 'certfleet',
      groupLabels,
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: link,
      alerts: [alert],
    });
  });
}
