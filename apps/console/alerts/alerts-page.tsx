import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Facts } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { AlertGroups } from './alert-list.js';
import { grouped, passes } from './groups.js';
import { isMark, Narrow } from './narrow.js';
import { alertCount, alertList, type Asked, type AskedState } from './queries.js';
import { AlertHeading, Warnings } from './tabs.js';

const STATES = [
  { state: 'open', name: 'Open' },
  { state: 'firing', name: 'Firing' },
  { state: 'acknowledged', name: 'Acknowledged' },
  { state: 'resolved', name: 'Resolved' },
  { state: 'all', name: 'All' },
] as const;

/** What people are told of. */
export function AlertsPage() {
  const { state, rule, server } = useSearch({ from: '/alerts' });
  const chosen: AskedState = STATES.find((one) => one.state === state)?.state ?? 'open';
  return (
    <>
      <AlertHeading title="Alerts" />
      <nav className="alert-states" aria-label="Which alerts">
        {STATES.map((one) => (
          <State key={one.state} {...one} chosen={chosen} narrowed={{ rule, server }} />
        ))}
      </nav>
      <List asked={{ state: chosen, rule, server }} />
    </>
  );
}

interface StateProps {
  readonly state: AskedState;
  readonly name: string;
  readonly chosen: AskedState;
  readonly narrowed: Pick<Asked, 'rule' | 'server'>;
}

function State({ state, name, chosen, narrowed }: StateProps) {
  const { data } = useQuery(alertCount(useMoment(), { state, ...narrowed }));
  return (
    <Link
      to="/alerts"
      search={(before) => ({ ...before, state: state === 'open' ? undefined : state })}
      aria-current={state === chosen ? 'page' : undefined}
      activeOptions={{ exact: true, includeSearch: true }}
      className={state === chosen ? 'chosen' : undefined}
    >
      {name} <span className="count">{data === undefined ? '' : data.toLocaleString('en-US')}</span>
    </Link>
  );
}

function List({ asked }: { readonly asked: Asked }) {
  const { severity, mark } = useSearch({ from: '/alerts' });
  const { data, error, isPending, refetch } = useQuery(alertList(useMoment(), asked));
  if (isPending) return <Waiting what="Asking for the alerts" />;
  if (data === undefined) return error === null ? null : <Trouble error={error} again={() => void refetch()} />;
  const { items, total, warnings, asOf, position } = data;
  const narrowing = { severity, mark: isMark(mark) ? mark : undefined };
  const matching = items.filter((alert) => passes(alert, narrowing));
  const groups = grouped(matching);
  return (
    <>
      <Warnings warnings={warnings} />
      <div className="fleet">
        <details className="narrow" open={window.matchMedia('(min-width: 62em)').matches}>
          <summary>Narrow them</summary>
          <Narrow alerts={items} />
        </details>
        <div>
          <p className="dim" role="status">
            <strong>{countWords(matching.length, groups.length)}</strong>
            {matching.length === total ? '' : ` of ${total.toLocaleString('en-US')}`},{' '}
            <Facts position={position} asOf={asOf} />. All times are UTC.
          </p>
          {items.length < total ? (
            <p className="doubt">
              The {items.length.toLocaleString('en-US')} that moved last are looked at here. A rule or a server narrows
              them.
            </p>
          ) : null}
          {groups.length === 0 ? <Nothing asked={asked} isNarrowed={items.length > 0} /> : null}
          <AlertGroups groups={groups} now={asOf} />
        </div>
      </div>
    </>
  );
}

function countWords(alerts: number, groups: number): string {
  const words = `${alerts.toLocaleString('en-US')} ${alerts === 1 ? 'alert' : 'alerts'}`;
  return alerts === groups ? words : `${words} in ${groups.toLocaleString('en-US')} messages`;
}

function Nothing({ asked, isNarrowed }: { readonly asked: Asked; readonly isNarrowed: boolean }) {
  const isAll = !isNarrowed && asked.state === 'open' && asked.rule === undefined && asked.server === undefined;
  return isAll ? (
    <p className="nothing">
      <span className="good">No alert is open.</span> <Link to="/alerts/rules">The rules</Link> say what is told.
    </p>
  ) : (
    <p className="nothing">
      No alert is so. <Link to="/alerts">Every open alert</Link>
    </p>
  );
}
