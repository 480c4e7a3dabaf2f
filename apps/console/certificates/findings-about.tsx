import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../client/api.js';
import { FindingList } from '../findings/finding-list.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { findingsAround } from './queries.js';

/** The servers whose findings are looked through. */
const MOST = 40;

/** What is wrong that has to do with it: findings whose evidence names it. */
export function FindingsAbout({ item, asOf }: { readonly item: Schemas['CertificateItem']; readonly asOf: string }) {
  const { thumbprint, installedOn } = item;
  const servers = installedOn.map(({ server }) => server);
  const { data, error, isPending, refetch, isEnabled } = useQuery(findingsAround(useMoment(), servers.slice(0, MOST)));
  const about = data?.items.filter(({ evidence }) => JSON.stringify(evidence).includes(thumbprint)) ?? [];
  return (
    <section className="sheet">
      <h2>What is wrong with it</h2>
      {isEnabled && isPending ? <Waiting what="Asking for findings" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined && isEnabled ? null : about.length === 0 ? (
        <p className="good">No finding names it.</p>
      ) : (
        <FindingList findings={about} asOf={asOf} isOfOneServer />
      )}
      {servers.length > MOST || (data !== undefined && data.next !== null) ? (
        <p className="doubt">Not all findings of its servers were looked through: there are too many.</p>
      ) : null}
    </section>
  );
}
