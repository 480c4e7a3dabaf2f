import type { ReactNode } from 'react';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { shown } from '../../cli/text/escape.js';
import { distanceWords } from '../../cli/text/instant.js';
import type { Schemas } from '../client/api.js';
import { toldOf } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Outcome } from '../parts/outcome.js';
import { shortThumbprint } from '../parts/short-thumbprint.js';
import type { Addresses } from '../session/addresses.js';

type Row = Schemas['Binding'];

/** Which instant a row is told for, and where its links lead. */
export interface Told {
  readonly asOf: string;
  readonly to: Addresses;
}

/** A fact of a row, and the field of the query language that rows are ordered by for it. */
export interface Fact {
  readonly heading: string;
  readonly sort: string;
  readonly of: (row: Row, told: Told) => ReactNode;
}

/** One fact, or two below each other: so all of them are in sight in a window of 1440 pixels. */
export interface Column {
  readonly name: string;
  readonly first: Fact;
  readonly second?: Fact;
}

const NOTHING = <span className="quiet">none</span>;
const UNKNOWN = <span className="doubt">unknown</span>;

/** What a row says. What is unknown says so; it is never left empty. Rows are many: cells are plain elements, and links plain links. */
export const COLUMNS: readonly Column[] = [
  {
    name: 'server',
    first: { heading: 'Server', sort: 'server', of: serverLink },
    second: { heading: 'Heard', sort: 'lastSeen', of: heard },
  },
  { name: 'endpoint', first: { heading: 'Endpoint', sort: 'endpoint', of: endpointLink } },
  {
    name: 'outcome',
    first: { heading: 'Answer', sort: 'outcome', of: ({ outcome }) => <Outcome outcome={outcome} /> },
    second: { heading: 'Why', sort: 'rule', of: why },
  },
  {
    name: 'certificate',
    first: { heading: 'Certificate', sort: 'subject', of: certificateLink },
    second: { heading: 'Issuer', sort: 'issuer', of: issuer },
  },
  { name: 'until', first: { heading: 'Valid to', sort: 'notAfter', of: until } },
  { name: 'changed', first: { heading: 'Last changed', sort: 'changed', of: changed } },
];

function serverLink({ server }: Row, { to }: Told): ReactNode {
  return (
    <a href={to.server(server)}>
      <Brief text={server} />
    </a>
  );
}

function heard({ lastSeenAt }: Row, { asOf }: Told): ReactNode {
  if (lastSeenAt === null) return <span className="doubt">heard: unknown</span>;
  return (
    <time className="dim" dateTime={lastSeenAt} title={`Heard of it ${lastSeenAt}`}>
      {distanceWords(asOf, lastSeenAt)}
    </time>
  );
}

function endpointLink({ server, endpoint }: Row, { to }: Told): ReactNode {
  const words = endpointWords(endpoint);
  return (
    <a href={to.explain(server, endpoint)} title={`Why: ${shown(words.slice(0, 300))}`}>
      <Brief text={words.replace(/^(Receive|Send) connector /, '$1 ')} />
    </a>
  );
}

function why({ rule, certainty }: Row): ReactNode {
  return (
    <>
      <code>{rule}</code> <span className={certainty === 'low' ? 'doubt' : 'dim'}>{certainty}</span>
    </>
  );
}

function certificateLink({ thumbprint, certificate, outcome }: Row, { to }: Told): ReactNode {
  if (thumbprint === null) return outcome === 'INDETERMINATE' ? UNKNOWN : NOTHING;
  const { subject } = toldOf(certificate);
  return (
    <>
      {subject === null ? <span className="doubt">subject unknown</span> : <Brief text={subject} />}{' '}
      <a href={to.certificate(thumbprint)} className="thumbprint" title={`Certificate ${thumbprint}`}>
        <code>{shortThumbprint(thumbprint)}</code>
      </a>
    </>
  );
}

function issuer({ thumbprint, certificate }: Row): ReactNode {
  if (thumbprint === null) return null;
  const told = toldOf(certificate);
  return told.issuer === null ? (
    <span className="doubt">issuer unknown</span>
  ) : (
    <span className="dim">
      <Brief text={told.issuer} />
    </span>
  );
}

function until({ thumbprint, certificate, outcome }: Row, { asOf }: Told): ReactNode {
  if (thumbprint === null) return outcome === 'INDETERMINATE' ? UNKNOWN : NOTHING;
  const { notAfter } = toldOf(certificate);
  if (notAfter === null) return UNKNOWN;
  const over = Date.parse(notAfter) <= Date.parse(asOf);
  return (
    <>
      <Instant at={notAfter} from={asOf} day /> <br />
      <span className={over ? 'bad' : 'dim'}>{over ? 'expired' : distanceWords(asOf, notAfter)}</span>
    </>
  );
}

function changed({ lastChanged }: Row, { asOf }: Told): ReactNode {
  if (lastChanged === undefined) return UNKNOWN;
  if (lastChanged === null) return <span className="quiet">never</span>;
  return (
    <>
      <Instant at={lastChanged.at} from={asOf} day /> <br />
      <span className="dim">
        {lastChanged.by === null ? 'by unknown' : <Brief text={lastPart(lastChanged.by)} most={40} />}
      </span>
    </>
  );
}

function lastPart(actor: string): string {
  return actor.split(/[\\/]/).at(-1) ?? actor;
}
