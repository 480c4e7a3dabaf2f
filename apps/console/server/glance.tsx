import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { issuerKind } from '#libs/query/issuer-kind.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import type { Schemas } from '../client/api.js';
import { Ends } from '../parts/ends.js';
import { CertificateName, toldOf } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Outcome } from '../parts/outcome.js';
import { Severity } from '../parts/severity.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { bindingsOf } from './queries.js';

type Binding = Schemas['Binding'];
type Finding = Schemas['Finding'];

const GROUPS = [
  { name: 'Transport', is: (endpoint: string) => !isOfClients(endpoint) },
  { name: 'Clients (IIS, POP, IMAP)', is: isOfClients },
] as const;

function isOfClients(endpoint: string): boolean {
  return /^(iis:|pop$|imap$)/.test(endpoint);
}

/** What transport and clients are shown, at one glance: a row an endpoint. */
export function Glance({
  fqdn,
  findings,
}: {
  readonly fqdn: string;
  /** Undefined: they could not be judged. */
  readonly findings: readonly Finding[] | undefined;
}) {
  const { data, error, isPending, refetch } = useQuery(bindingsOf(useMoment(), fqdn));
  return (
    <section className="sheet">
      <h2>What it presents</h2>
      {isPending ? <Waiting what="Asking for its endpoints" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : data.items.length === 0 ? (
        <p className="doubt">Unknown: nothing is known of its endpoints.</p>
      ) : (
        GROUPS.map(({ name, is }) => {
          const rows = data.items.filter(({ endpoint }) => is(endpoint));
          if (rows.length === 0) return null;
          return (
            <div key={name} className="scrolls" tabIndex={0} role="region" aria-label={name}>
              <table className="glance">
                <caption className="sub">{name}</caption>
                <thead>
                  <tr>
                    <th scope="col">Endpoint</th>
                    <th scope="col">Answer</th>
                    <th scope="col">Certificate</th>
                    <th scope="col">Issuer</th>
                    <th scope="col">How chosen</th>
                    <th scope="col">Valid to</th>
                    <th scope="col">Last changed</th>
                    <th scope="col">Findings</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <Row key={row.endpoint} row={row} asOf={data.asOf} findings={findings} />
                  ))}
                </tbody>
              </table>
            </div>
          );
        })
      )}
    </section>
  );
}

const UNKNOWN = <span className="doubt">unknown</span>;
const NONE = <span className="quiet">none</span>;

function Row({
  row,
  asOf,
  findings,
}: {
  readonly row: Binding;
  readonly asOf: string;
  readonly findings: readonly Finding[] | undefined;
}) {
  const { server, endpoint, outcome, thumbprint, certificate, rule, certainty } = row;
  const { issuer, notAfter } = toldOf(certificate);
  const absent = outcome === 'INDETERMINATE' ? UNKNOWN : NONE;
  return (
    <tr>
      <th scope="row">
        <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint }}>
          <Brief text={endpointWords(endpoint)} most={160} />
        </Link>
      </th>
      <td>
        <Outcome outcome={outcome} />
      </td>
      <td>{thumbprint === null ? absent : <CertificateName thumbprint={thumbprint} certificate={certificate} />}</td>
      <td>
        {thumbprint === null ? absent : issuer === null ? UNKNOWN : <Brief text={issuer} most={60} />}
        {thumbprint === null ? null : <Kind certificate={certificate} />}
      </td>
      <td>
        <code>{rule}</code> <span className={certainty === 'low' ? 'doubt' : 'dim'}>{certainty}</span>
      </td>
      <td>{thumbprint === null ? absent : notAfter === null ? UNKNOWN : <Ends notAfter={notAfter} asOf={asOf} />}</td>
      <td>{changed(row, asOf)}</td>
      <td>{wrong(findings, endpoint)}</td>
    </tr>
  );
}

function Kind({ certificate }: { readonly certificate: Binding['certificate'] }) {
  const { isSelfSigned, rootCaType } = { ...certificate };
  const kind = issuerKind({
    ...(typeof isSelfSigned === 'boolean' && { isSelfSigned }),
    ...(typeof rootCaType === 'string' && { rootCaType }),
  });
  return kind === undefined || kind === 'self-signed' ? null : <span className="dim"> ({kind})</span>;
}

function changed({ lastChanged }: Binding, asOf: string): ReactNode {
  if (lastChanged === undefined) return UNKNOWN;
  if (lastChanged === null) return <span className="quiet">never</span>;
  return (
    <>
      <Instant at={lastChanged.at} from={asOf} day />{' '}
      {lastChanged.by === null ? (
        <span className="doubt">by unknown</span>
      ) : (
        <span className="dim">
          by <Brief text={lastChanged.by.split(/[\\/]/).at(-1) ?? lastChanged.by} most={40} />
        </span>
      )}
    </>
  );
}

function wrong(findings: readonly Finding[] | undefined, endpoint: string): ReactNode {
  if (findings === undefined) return UNKNOWN;
  const here = findings.filter((finding) => finding.endpoint === endpoint);
  if (here.length === 0) return <span className="quiet">none</span>;
  return (
    <ul className="names">
      {here.map(({ id, severity, summary }) => (
        <li key={id + summary} title={summary.slice(0, 300)}>
          <Severity severity={severity} /> {id}
        </li>
      ))}
    </ul>
  );
}
