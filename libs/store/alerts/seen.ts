import type { AlertFacts } from '#libs/alerts/alert-event.js';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { mismatchAlert, shrunkAlert } from '#libs/alerts/observation-alerts.js';
import { placeOf } from '#libs/alerts/presented-change.js';
import type { ChangesFound } from '../queries/presented-changes.js';

/** What a rule tells of what was seen, which is no change by itself. */
export function seenBy(rule: AlertRule, found: ChangesFound): readonly AlertFacts[] {
  if (rule.condition.kind === 'inventory-shrank') return found.shrunk.flatMap((one) => shrunkAlert(rule, one) ?? []);
  if (rule.condition.kind !== 'probe-mismatch') return [];
  return latestSights(found).flatMap((sight) => (sight.agrees ? [] : [mismatchAlert(rule, sight)]));
}

/** Of each endpoint what was seen last. */
export function latestSights({ sights }: ChangesFound): ChangesFound['sights'] {
  const inOrder = sights.toSorted((one, other) => (one.cause.at < other.cause.at ? -1 : 1));
  return [...new Map(inOrder.map((sight) => [placeOf(sight), sight])).values()];
}
