import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, done, type Schemas } from '../client/api.js';
import { given } from '../client/moment.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { MakeKey } from './make-key.js';
import { SystemPage } from './parts.js';
import { keys } from './queries.js';

/** Who may send, read and administer. */
export function KeysPage() {
  const query = useInfiniteQuery(keys(useMoment()));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SystemPage title="Keys">
      {isPending ? <Waiting what="Asking for the keys" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {first === undefined ? null : (
        <>
          <section className="sheet">
            <h2>Keys of this organization</h2>
            <p>
              Of a key only its hash is kept. Besides these there is the token of the administrator, which stands in the
              data folder.
            </p>
            {items.length === 0 ? (
              <p className="nothing">None was made yet.</p>
            ) : (
              <List keys={items} now={first.asOf} />
            )}
            {query.hasNextPage ? (
              <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                More keys
              </Button>
            ) : null}
          </section>
          <MakeKey />
        </>
      )}
    </SystemPage>
  );
}

function List({ keys: items, now }: { readonly keys: readonly Schemas['Key'][]; readonly now: string }) {
  return (
    <div className="scrolls" tabIndex={0} role="region" aria-label="Keys">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">May</th>
            <th scope="col">Servers</th>
            <th scope="col">Made</th>
            <th scope="col">Good until</th>
            <th scope="col">
              <span className="out-of-sight">Revoke</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ name, role, servers, createdAt, expiresAt }) => (
            <tr key={name}>
              <th scope="row">
                <Brief text={name} />
              </th>
              <td>{ROLE_WORDS[role]}</td>
              <td>{servers === null ? 'every server' : <Brief text={servers.join(', ')} />}</td>
              <td>
                <Instant at={createdAt} day />
              </td>
              <td>
                <Until at={expiresAt} now={now} />
              </td>
              <td>
                <Revoke name={name} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ROLE_WORDS: Readonly<Record<Schemas['Key']['role'], string>> = {
  collector: 'send reports',
  reader: 'read',
  administrator: 'do everything',
};

function Until({ at, now }: { readonly at: string | null; readonly now: string }) {
  if (at === null) return <span className="dim">it is revoked</span>;
  return at <= now ? (
    <span className="quiet">
      over since <Instant at={at} day />
    </span>
  ) : (
    <Instant at={at} from={now} day />
  );
}

/** Asked twice, in place: nothing that bears the key can send or read from then on. */
function Revoke({ name }: { readonly name: string }) {
  const { organization } = useMoment();
  const [isAsked, ask] = useState(false);
  const answers = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      done(api.DELETE('/api/v1/keys/{name}', { params: { path: { name }, query: given({ organization }) } })),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (!isAsked)
    return (
      <Button size="compact-sm" variant="default" onClick={() => ask(true)}>
        Revoke<span className="out-of-sight"> {name.slice(0, 100)}</span>
      </Button>
    );
  return (
    <span className="buttons">
      <Button size="compact-sm" color="red" onClick={() => revoke.mutate()} disabled={revoke.isPending}>
        Revoke it now
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => ask(false)}>
        Keep it
      </Button>
      {revoke.error === null ? null : <Trouble error={revoke.error} />}
    </span>
  );
}
