import { Link } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { CertificateName, toldOf } from '../parts/certificate.js';
import { Ends } from '../parts/ends.js';
import { Brief } from '../parts/foreign.js';

type Item = Schemas['CertificateItem'];

const COLUMNS = [
  { heading: 'Certificate', sort: 'subject' },
  { heading: 'Issuer', sort: 'issuer' },
  { heading: 'Valid to', sort: 'notAfter' },
  { heading: 'Installed on', sort: null },
  { heading: 'Presented at', sort: null },
] as const;

interface Props {
  readonly items: readonly Item[];
  readonly asOf: string;
  readonly sort: string | undefined;
  readonly order: (sort: string | undefined) => void;
}

/** A line a certificate. */
export function CertificateTable({ items, asOf, sort, order }: Props) {
  return (
    <div className="scrolls sheet" tabIndex={0} role="region" aria-label="Certificates">
      <table className="certificates">
        <thead>
          <tr>
            {COLUMNS.map(({ heading, sort: field }) => (
              <Heading key={heading} heading={heading} field={field} sort={sort} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.thumbprint} item={item} asOf={asOf} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({
  heading,
  field,
  sort,
  order,
}: Pick<Props, 'sort' | 'order'> & { readonly heading: string; readonly field: string | null }) {
  if (field === null) return <th scope="col">{heading}</th>;
  const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none';
  const next = { none: field, ascending: `-${field}`, descending: undefined }[direction];
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className="sorts" onClick={() => order(next)}>
        {heading} <span aria-hidden="true">{{ none: '', ascending: '▲', descending: '▼' }[direction]}</span>
      </button>
    </th>
  );
}

function Row({ item, asOf }: { readonly item: Item; readonly asOf: string }) {
  const { thumbprint, installedOn, presentedAt } = item;
  const { issuer, notAfter } = toldOf(item);
  const names = installedOn.map(({ server }) => server.split('.')[0] ?? server);
  return (
    <tr>
      <th scope="row">
        <CertificateName thumbprint={thumbprint} certificate={item} />
      </th>
      <td>{issuer === null ? <span className="doubt">unknown</span> : <Brief text={issuer} />}</td>
      <td>{notAfter === null ? <span className="doubt">unknown</span> : <Ends notAfter={notAfter} asOf={asOf} />}</td>
      <td>
        {names.length === 0 ? (
          <span className="quiet">no server</span>
        ) : (
          <>
            <Brief text={names.slice(0, 3).join(', ')} />
            {names.length > 3 ? ` and ${names.length - 3} more` : ''}
          </>
        )}
      </td>
      <td>
        {presentedAt.length === 0 ? (
          <span className="quiet">no endpoint</span>
        ) : (
          <Link to="/" search={{ where: `thumbprint:${thumbprint} is:presented` }}>
            {presentedAt.length} {presentedAt.length === 1 ? 'endpoint' : 'endpoints'}
          </Link>
        )}
      </td>
    </tr>
  );
}
