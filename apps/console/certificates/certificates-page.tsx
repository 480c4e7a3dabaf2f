import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Freshness } from '../fleet/freshness.js';
import { QueryBox } from '../fleet/query-box.js';
import { Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { CertificateTable } from './certificate-table.js';
import { certificateList } from './queries.js';

/** Every certificate of the fleet: who issued it, until when, where it is installed and where it is presented. */
export function CertificatesPage() {
  const { where, sort } = useSearch({ from: '/certificates' });
  const navigate = useNavigate({ from: '/certificates' });
  const query = useInfiniteQuery(certificateList(useMoment(), { where, sort }));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  return (
    <>
      <p className="crumbs">
        <Link to="/">Fleet</Link>
      </p>
      <Heading title="Certificates" />
      <QueryBox
        list="certificates"
        where={where ?? ''}
        ask={(text) => void navigate({ search: (before) => ({ ...before, where: text === '' ? undefined : text }) })}
      />
      {isPending ? <Waiting what="Asking for the certificates" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {first === undefined ? null : (
        <>
          <Freshness answer={first} rows={first.total === 1 ? 'certificate' : 'certificates'} />
          {first.total === 0 ? (
            <p className="nothing">No certificate is so.</p>
          ) : (
            <CertificateTable
              items={data?.pages.flatMap(({ items }) => items) ?? []}
              asOf={first.asOf}
              sort={sort}
              order={(field) => void navigate({ search: (before) => ({ ...before, sort: field }) })}
            />
          )}
          {query.hasNextPage ? (
            <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              More certificates
            </Button>
          ) : null}
        </>
      )}
    </>
  );
}
