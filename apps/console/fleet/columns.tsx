import type { ReactNode } from 'react';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { distanceWords } from '../../cli/text/instant.js';
import type { Schemas } from '../client/api.js';
import { CertificateName, toldOf } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Outcome } from '../parts/outcome.js';

type Row = Schemas['Binding'];

export interface Column {
  readonly name: string;
  readonly heading: string;
  /** The field of the query language that rows are ordered by; null: they are not. */
  readonly sort: string | null;
  readonly cell: (row: Row, asOf: string) => ReactNode;
}

const NOTHING = <span className="quiet">none</span>;
const UNKNOWN = <span className="doubt">unknown</span>;

/** What a row says. What is unknown says so; it is never left empty. */
export const COLUMNS: readonly Column[] = [
  { name: 'server', heading: 'Server', sort: 'server', cell: ({ server }) => <Brief text={server} /> },
  {
    name: 'endpoint',
    heading: 'Endpoint',
    sort: 'endpoint',
    cell: ({ endpoint }) => <Brief text={endpointWords(endpoint).replace(/^(Receive|Send) connector /, '$1 ')} />,
  },
  { name: 'outcome', heading: 'Answer', sort: 'outcome', cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  { name: 'certificate', heading: 'Certificate', sort: 'subject', cell: certificateCell },
  { name: 'issuer', heading: 'Issuer', sort: 'issuer', cell: issuerCell },
  { name: 'until', heading: 'Valid to', sort: 'notAfter', cell: untilCell },
  {
    name: 'why',
    heading: 'Why',
    sort: 'rule',
    cell: ({ rule, certainty }) => (
      <>
        <code>{rule}</code> <span className={certainty === 'low' ? 'doubt' : 'dim'}>{certainty}</span>
      </>
    ),
  },
  { name: 'changed', heading: 'Last changed', sort: 'changed', cell: changedCell },
  { name: 'heard', heading: 'Heard', sort: 'lastSeen', cell: heardCell },
];

function certificateCell({ thumbprint, certificate, outcome }: Row): ReactNode {
  if (thumbprint !== null) return <CertificateName thumbprint={thumbprint} certificate={certificate} />;
  return outcome === 'INDETERMINATE' ? UNKNOWN : NOTHING;
}

function issuerCell({ thumbprint, certificate, outcome }: Row): ReactNode {
  if (thumbprint === null) return outcome === 'INDETERMINATE' ? UNKNOWN : NOTHING;
  const { issuer } = toldOf(certificate);
  return issuer === null ? UNKNOWN : <Brief text={issuer} />;
}

function untilCell({ thumbprint, certificate, outcome }: Row, asOf: string): ReactNode {
  if (thumbprint === null) return outcome === 'INDETERMINATE' ? UNKNOWN : NOTHING;
  const { notAfter } = toldOf(certificate);
  if (notAfter === null) return UNKNOWN;
  const over = Date.parse(notAfter) <= Date.parse(asOf);
  return (
    <>
      <Instant at={notAfter} from={asOf} day />{' '}
      <span className={over ? 'bad' : 'dim'}>{over ? 'expired' : distanceWords(asOf, notAfter)}</span>
    </>
  );
}

function changedCell({ lastChanged }: Row, asOf: string): ReactNode {
  if (lastChanged === undefined) return UNKNOWN;
  if (lastChanged === null) return <span className="quiet">never</span>;
  return (
    <>
      <Instant at={lastChanged.at} from={asOf} day />{' '}
      {lastChanged.by === null ? null : <Brief text={lastPart(lastChanged.by)} most={40} />}
    </>
  );
}

function lastPart(actor: string): string {
  return actor.split(/[\\/]/).at(-1) ?? actor;
}

function heardCell({ lastSeenAt }: Row, asOf: string): ReactNode {
  return lastSeenAt === null ? UNKNOWN : <time dateTime={lastSeenAt}>{distanceWords(asOf, lastSeenAt)}</time>;
}
