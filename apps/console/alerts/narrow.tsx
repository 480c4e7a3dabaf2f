import { useNavigate, useSearch } from '@tanstack/react-router';
import { SEVERITIES } from '#libs/rules/finding.js';
import { shown } from '../../cli/text/escape.js';
import { type Alert, type Count, countsOf, MARKS, type Mark, marksOf, passes } from './groups.js';

type Key = 'severity' | 'rule' | 'server' | 'mark';
const MOST = 12;

/** What the alerts that are shown have in common, counted; a value narrows them, chosen again it does so no more. */
export function Narrow({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { severity, mark } = useSearch({ from: '/alerts' });
  const severities = countsOf(
    alerts.filter((alert) => passes(alert, { mark })),
    (alert) => [alert.severity],
  ).toSorted((one, other) => rank(one) - rank(other));
  const inSeverity = alerts.filter((alert) => passes(alert, { severity }));
  const narrowed = inSeverity.filter((alert) => passes(alert, { mark }));
  return (
    <div className="facets">
      <Choice name="Severity" field="severity" counts={severities} />
      <Choice name="Also" field="mark" counts={countsOf(inSeverity, marksOf)} words={markWords} />
      <Choice name="Rule" field="rule" counts={countsOf(narrowed, (alert) => [alert.rule])} />
      <Choice
        name="Server"
        field="server"
        counts={countsOf(narrowed, ({ server }) => (server === null ? [] : [server]))}
      />
    </div>
  );
}

function rank({ value }: Count): number {
  return SEVERITIES.findIndex((one) => one === value);
}

function markWords(value: string): string {
  return isMark(value) ? MARKS[value] : value;
}

export function isMark(value: string | undefined): value is Mark {
  return value !== undefined && Object.hasOwn(MARKS, value);
}

interface ChoiceProps {
  readonly name: string;
  readonly field: Key;
  readonly counts: readonly Count[];
  readonly words?: (value: string) => string;
}

function Choice({ name, field, counts, words = shown }: ChoiceProps) {
  const search = useSearch({ from: '/alerts' });
  const navigate = useNavigate({ from: '/alerts' });
  const chosen = search[field];
  const some = counts.slice(0, MOST);
  const all =
    chosen === undefined || some.some(({ value }) => value === chosen) ? some : [{ value: chosen, count: 0 }, ...some];
  if (all.length === 0) return null;
  return (
    <fieldset>
      <legend>{name}</legend>
      {all.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() =>
            void navigate({ search: (before) => ({ ...before, [field]: value === chosen ? undefined : value }) })
          }
        >
          <span className="value" title={shown(value)}>
            {words(value)}
          </span>{' '}
          <span className="count">{count.toLocaleString('en-US')}</span>
        </button>
      ))}
      {counts.length > MOST ? <p className="dim">and {counts.length - MOST} more</p> : null}
    </fieldset>
  );
}
