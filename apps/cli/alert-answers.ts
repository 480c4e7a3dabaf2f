import type { Severity } from '#libs/rules/finding.js';
import type { List } from './answers.js';

interface Side {
  readonly text: string;
}

/** An alert, as far as this command line reads it. */
export interface AlertItem {
  readonly id: string;
  readonly state: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly server: string | null;
  readonly endpoint: string | null;
  readonly title: string;
  readonly summary: string;
  readonly before: Side | null;
  readonly after: Side | null;
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  readonly remedy: readonly string[];
  readonly cause: {
    readonly what: string;
    readonly occurredAt: string;
    readonly position: number;
    readonly lateBySeconds: number | null;
  } | null;
  readonly firedAt: string;
  readonly changedAt: string;
  readonly acknowledged: {
    readonly at: string;
    readonly by: string;
    readonly note: string | null;
    readonly ticket: string | null;
  } | null;
  readonly resolved: { readonly at: string; readonly reason: string } | null;
  readonly corrected: string | null;
  readonly owner: string | null;
  readonly group: string | null;
  readonly heldBack: string | null;
  readonly deliveries: readonly {
    readonly channel: string;
    readonly messageState: string;
    readonly state: string;
    readonly attempts: number;
    readonly lastTriedAt: string | null;
    readonly detail: string | null;
  }[];
}

export type AlertItems = List<AlertItem> & { readonly warnings: readonly string[] };

export function isAlert(value: unknown): value is AlertItem {
  return typeof value === 'object' && value !== null && 'title' in value && 'severity' in value && 'rule' in value;
}

export function isAlertList(value: unknown): value is AlertItems {
  return (
    typeof value === 'object' &&
    value !== null &&
    'items' in value &&
    Array.isArray(value.items) &&
    value.items.every(isAlert) &&
    'warnings' in value
  );
}
