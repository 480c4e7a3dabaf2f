import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Heading } from '../parts/page.js';
import { BindingTable } from './binding-table.js';
import { Facets } from './facets.js';
import { QueryBox } from './query-box.js';
import { SavedViews } from './saved-views.js';

const COUNTED = [
  { field: 'outcome', name: 'Answer' },
  { field: 'role', name: 'Role' },
  { field: 'finding.severity', name: 'Findings' },
  { field: 'issuer.kind', name: 'Issuer' },
  { field: 'site', name: 'Site' },
  { field: 'version', name: 'Exchange' },
  { field: 'certainty', name: 'Certainty' },
  { field: 'changedBy', name: 'Last changed by' },
] as const;

/** What every endpoint of the fleet presents. The query in the address says all of what is shown. */
export function FleetPage() {
  const { where, view, sort } = useSearch({ from: '/' });
  const narrowed = { where, view, sort };
  const navigate = useNavigate({ from: '/' });
  const isWide = useMediaQuery('(min-width: 62em)', window.matchMedia('(min-width: 62em)').matches);
  const ask = (text: string) =>
    void navigate({ search: (before) => ({ ...before, where: text === '' ? undefined : text }) });
  const order = (field: string | undefined) => void navigate({ search: (before) => ({ ...before, sort: field }) });
  const facets = <Facets list="bindings" counted={COUNTED} narrowed={narrowed} ask={ask} />;
  return (
    <>
      <Heading title="Fleet" />
      <p className="crumbs">
        What every endpoint presents. Or look at <Link to="/certificates">the certificates</Link>.
      </p>
      <QueryBox list="bindings" where={where ?? ''} ask={ask} />
      <SavedViews narrowed={narrowed} />
      <div className="fleet">
        {isWide ? (
          <aside aria-label="Narrow the query">{facets}</aside>
        ) : (
          <details className="narrow">
            <summary>Narrow the query</summary>
            {facets}
          </details>
        )}
        <div className="list">
          <BindingTable narrowed={narrowed} order={order} />
        </div>
      </div>
    </>
  );
}
