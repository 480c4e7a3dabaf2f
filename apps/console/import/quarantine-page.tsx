import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { counted } from '../../cli/text/lines.js';
import { Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import type { EndWords } from './quarantine-deeds.js';
import { Quarantined } from './quarantined.js';
import { quarantined } from './queries.js';

/** What was accepted and could not be recorded, with the reason and what helps. */
export function QuarantinePage() {
  const { seen = 'no' } = useSearch({ from: '/import/quarantine' });
  const [end, tell] = useState<EndWords | null>(null);
  return (
    <>
      <p className="crumbs">
        <Link to="/import">Import</Link> /
      </p>
      <Heading title="Quarantine" />
      <p>
        What was taken and could not be recorded as it came. Its bytes are kept as they are and change nothing that is
        shown. Mend the file and send it again, or have it read again after an upgrade. What is marked as seen is kept,
        too.
      </p>
      <nav className="parts" aria-label="Parts of the quarantine">
        <Link to="/import/quarantine" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          Waiting
        </Link>
        <Link to="/import/quarantine" search={{ seen: 'yes' }}>
          Seen
        </Link>
      </nav>
      <p role="status" className={end?.isGood === true ? 'good told' : 'doubt told'}>
        {end?.words}
      </p>
      <Items seen={seen} tell={tell} />
    </>
  );
}

interface ItemsProps {
  readonly seen: 'no' | 'yes';
  readonly tell: (end: EndWords) => void;
}

function Items({ seen, tell }: ItemsProps) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(
    quarantined(useMoment(), seen),
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <>
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {isPending ? <Waiting what="Asking what is in quarantine" /> : null}
      {data === undefined ? null : items.length === 0 ? (
        <p className="nothing">
          {seen === 'yes'
            ? 'Nothing in quarantine is marked as seen.'
            : 'Nothing waits in quarantine: all that was accepted is recorded, or seen.'}
        </p>
      ) : (
        <section className="sheet">
          <p>{counted(total, 'thing')} in quarantine, the newest first.</p>
          <ul className="uploads">
            {items.map((item) => (
              <Quarantined key={item.ticket} item={item} tell={tell} />
            ))}
          </ul>
          {hasNextPage ? (
            <Button size="xs" variant="default" onClick={() => void fetchNextPage()}>
              More
            </Button>
          ) : null}
        </section>
      )}
    </>
  );
}
