import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../client/api.js';
import { CertificateName, toldOf } from '../parts/certificate.js';
import { Foreign } from '../parts/foreign.js';
import { useMoment } from '../session/moment.js';
import { issuersOf } from './queries.js';

/** A longer name is not looked for. */
const LONGEST = 1_000;

/** Who issued it, as far as stores hold them: a step is taken where one certificate has the issuer's name as its subject. */
export function Chain({ item }: { readonly item: Schemas['CertificateItem'] }) {
  return (
    <section className="sheet">
      <h2>Its chain</h2>
      <ol className="chain">
        <li>
          <CertificateName thumbprint={item.thumbprint} certificate={item} /> <span className="dim">this one</span>
        </li>
        <Issuer of={item} left={4} />
      </ol>
    </section>
  );
}

function Issuer({ of, left }: { readonly of: Schemas['CertificateItem']; readonly left: number }) {
  const facts = new Map<string, unknown>(Object.entries(of));
  const issuer = facts.get('issuer');
  const isSelfSigned = facts.get('isSelfSigned') === true;
  const isSearched = canBeSearched(issuer) && !isSelfSigned;
  const { data, isPending, isEnabled } = useQuery({
    ...issuersOf(useMoment(), isSearched ? issuer : ''),
    enabled: isSearched && left > 0,
  });
  if (isSelfSigned) return <li className="dim">It signed itself: that is all of it.</li>;
  if (typeof issuer !== 'string') return <li className="doubt">Its issuer is unknown.</li>;
  if (isEnabled && isPending) return <li className="dim">…</li>;
  const found = data?.items.filter((one) => one.thumbprint !== of.thumbprint) ?? [];
  const [only] = found;
  if (only === undefined || found.length > 1) return <Unfollowed issuer={issuer} found={found.length} />;
  return (
    <>
      <li>
        <CertificateName thumbprint={only.thumbprint} certificate={only} />{' '}
        <span className="dim">{endWords(only)}, by its name</span>
      </li>
      <Issuer of={only} left={left - 1} />
    </>
  );
}

function canBeSearched(issuer: unknown): issuer is string {
  return typeof issuer === 'string' && issuer.length <= LONGEST;
}

function endWords(item: Schemas['CertificateItem']): string {
  return `to ${toldOf(item).notAfter?.slice(0, 10) ?? 'unknown'}`;
}

function Unfollowed({ issuer, found }: { readonly issuer: string; readonly found: number }) {
  return (
    <li>
      <Foreign text={issuer} />{' '}
      {found > 1 ? (
        <span className="dim">one of {found} or more certificates of that name</span>
      ) : (
        <span className="doubt">no store that is known holds it: unknown from here on</span>
      )}
    </li>
  );
}
