import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { findings } from '../client/queries.js';
import { Facets } from '../fleet/facets.js';
import { Freshness } from '../fleet/freshness.js';
import { QueryBox } from '../fleet/query-box.js';
import { Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { FindingList } from './finding-list.js';

const STATES = ['standing', 'coming', 'resolved'] as const;
type State = (typeof STATES)[number];
const COUNTED = [
  { field: 'finding.severity', name: 'Severity' },
  { field: 'finding', name: 'Rule' },
  { field: 'role', name: 'Role' },
  { field: 'site', name: 'Site' },
  { field: 'version', name: 'Exchange' },
] as const;

/** What is wrong in the fleet, will be, or was. */
export function FindingsPage() {
  const { where, state } = useSearch({ from: '/findings' });
  const chosen: State = STATES.find((one) => one === state) ?? 'standing';
  const navigate = useNavigate({ from: '/findings' });
  const ask = (text: string) =>
    void navigate({ search: (before) => ({ ...before, where: text === '' ? undefined : text }) });
  return (
    <>
      <Heading title="Findings" />
      <QueryBox list="findings" where={where ?? ''} ask={ask} />
      <SegmentedControl
        aria-label="Which findings"
        value={chosen}
        onChange={(value) => void navigate({ search: (before) => ({ ...before, state: value }) })}
        data={[
          { value: 'standing', label: 'Stand now' },
          { value: 'coming', label: 'Will come' },
          { value: 'resolved', label: 'Resolved' },
        ]}
        className="states"
      />
      <div className="fleet">
        <details className="narrow" open={window.matchMedia('(min-width: 62em)').matches}>
          <summary>Narrow the query</summary>
          {chosen === 'standing' ? (
            <Facets list="findings" counted={COUNTED} narrowed={{ where }} ask={ask} />
          ) : (
            <p className="dim">Only findings that stand are counted.</p>
          )}
        </details>
        <List where={where} state={chosen} />
      </div>
    </>
  );
}

function List({ where, state }: { readonly where: string | undefined; readonly state: State }) {
  const query = useInfiniteQuery(findings(useMoment(), { where, state }));
  const { data, error, isPending, refetch } = query;
  if (isPending) return <Waiting what="Asking for the findings" />;
  const [first] = data?.pages ?? [];
  if (first === undefined) return error === null ? null : <Trouble error={error} again={() => void refetch()} />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div>
      <Freshness answer={first} rows={first.total === 1 ? 'finding' : 'findings'} />
      {items.length === 0 ? (
        <p className="nothing">No finding is so.</p>
      ) : (
        <FindingList findings={items} asOf={first.asOf} />
      )}
      {query.hasNextPage ? (
        <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          More findings
        </Button>
      ) : null}
    </div>
  );
}
