import { SEVERITIES } from '#libs/rules/finding.js';
import type { AlertItem } from '../alert-answers.js';
import { shown } from '../text/escape.js';
import type { Page } from '../text/page.js';
import { table, wrapped } from '../text/table.js';

interface Looking {
  /** Alert by alert, not together with those of the same rule and cause. */
  readonly flat: boolean;
  readonly state: string;
}

/** Alerts as a table, those that are told together in one line; the worst first, the newest of them first. */
export function alertsText(items: readonly AlertItem[], { flat, state }: Looking, page: Page): string {
  if (items.length === 0) return state === 'open' ? 'No alert is open.' : `No alert is ${state}.`;
  const groups = flat ? items.map((item) => [item]) : together(items);
  const inOrder = groups.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || (newest(one) < newest(other) ? 1 : -1),
  );
  const rows = inOrder.map((group) => {
    const [first] = worstFirst(group);
    return first === undefined
      ? []
      : [first.severity.toUpperCase(), stateOf(group), when(newest(group)), titleOf(group), first.id];
  });
  const text = table(
    ['SEVERITY', 'STATE', 'SINCE', 'ALERT', 'ID'],
    rows.map((row) => row.map(shown)),
    page.paint,
  );
  const count =
    items.length === groups.length ? '' : `\n${items.length} alerts, told as ${groups.length}; --flat lists each.`;
  return `${text}${count}`;
}

function together(items: readonly AlertItem[]): readonly (readonly AlertItem[])[] {
  const groups = new Map<string, AlertItem[]>();
  for (const item of items) {
    const key = `${item.group ?? item.id} ${item.state}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

function worstFirst(group: readonly AlertItem[]): readonly AlertItem[] {
  return group.toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
}

function rankOf(group: readonly AlertItem[]): number {
  return Math.min(...group.map(({ severity }) => SEVERITIES.indexOf(severity)));
}

function newest(group: readonly AlertItem[]): string {
  return (
    group
      .map(({ firedAt }) => firedAt)
      .sort()
      .at(-1) ?? ''
  );
}

function stateOf(group: readonly AlertItem[]): string {
  const [first] = group;
  if (first === undefined) return '';
  if (first.corrected !== null) return 'corrected';
  if (first.resolved !== null) return first.resolved.reason === 'ended' ? 'resolved' : first.resolved.reason;
  return first.heldBack !== null && group.every(({ heldBack }) => heldBack !== null)
    ? `${first.state}, quiet`
    : first.state;
}

function titleOf(group: readonly AlertItem[]): string {
  const [first] = worstFirst(group);
  if (first === undefined) return '';
  if (group.length === 1) return first.title;
  const servers = new Set(group.flatMap(({ server }) => server ?? []));
  const where = servers.size > 1 ? `, ${servers.size} servers` : '';
  return `${first.title} (and ${group.length - 1} more${where})`;
}

function when(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
}

/** One alert in full: cause, effect, evidence, the way back, and who was told. */
export function oneAlertText(alert: AlertItem, page: Page): string {
  const { paint, width } = page;
  const lines = (text: string, indent: string) =>
    wrapped(shown(text), Math.max(30, width - indent.length)).map((line) => indent + line);
  const part = (title: string, rows: readonly string[]) => (rows.length === 0 ? [] : ['', paint.bold(title), ...rows]);
  const { cause, acknowledged: seen } = alert;
  const late = cause?.lateBySeconds == null ? '' : `, told ${Math.round(cause.lateBySeconds / 60)} minutes later`;
  return [
    paint.bold(`${alert.severity.toUpperCase()}  ${shown(alert.title)}`),
    `${stateOf([alert])} since ${when(alert.firedAt)} UTC, rule ${shown(alert.rule)}${alert.owner === null ? '' : `, owner ${shown(alert.owner)}`}`,
    ...lines(alert.summary, ''),
    ...part(
      'Cause',
      cause === null
        ? []
        : lines(`${cause.what}, ${when(cause.occurredAt)} UTC, log position ${cause.position}${late}`, '  '),
    ),
    ...part(
      'Evidence',
      alert.evidence.flatMap(({ name, value }) => lines(`${name}: ${value}`, '  ')),
    ),
    ...part(
      'What to do',
      alert.remedy.map((line) => `  ${shown(line)}`),
    ),
    ...part(
      'Acknowledged',
      seen === null
        ? []
        : lines(
            `by ${seen.by}, ${when(seen.at)} UTC${seen.ticket === null ? '' : `, ${seen.ticket}`}${seen.note === null ? '' : `: ${seen.note}`}`,
            '  ',
          ),
    ),
    ...part('Not told', alert.heldBack === null ? [] : lines(alert.heldBack, '  ')),
    ...part(
      'Told',
      alert.deliveries.flatMap(({ channel, messageState, state, attempts, lastTriedAt, detail }) =>
        lines(
          `${channel}: ${messageState}, ${state}${lastTriedAt === null ? '' : ` ${when(lastTriedAt)}`}${attempts > 1 ? `, ${attempts} tries` : ''}${detail === null ? '' : `: ${detail}`}`,
          '  ',
        ),
      ),
    ),
  ].join('\n');
}
