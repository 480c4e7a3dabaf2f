import type { ReactNode } from 'react';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Schemas } from '../client/api.js';
import { Ends } from '../parts/ends.js';
import { Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { purposeWords } from './purposes.js';

type Fact = Exclude<keyof Certificate, 'thumbprint' | 'notBefore' | 'notAfter' | 'services' | 'friendlyName'>;

const PLAIN: readonly (readonly [key: Fact, name: string])[] = [
  ['subject', 'Subject'],
  ['subjectAlternativeNames', 'Names'],
  ['issuer', 'Issuer'],
  ['isSelfSigned', 'Self-signed'],
  ['keyAlgorithm', 'Key'],
  ['keySize', 'Bits'],
  ['signatureAlgorithm', 'Signature'],
  ['extendedKeyUsages', 'Usages'],
  ['version', 'X.509 version'],
  ['serialNumber', 'Serial number'],
  ['sha256', 'SHA-256'],
];

/** What is written in it. What nobody told is unknown; what is known to be unset is none. */
export function CertificateFacts({ item, asOf }: { readonly item: Schemas['CertificateItem']; readonly asOf: string }) {
  const facts = new Map<string, unknown>(Object.entries(item));
  return (
    <section className="sheet">
      <h2>What is written in it</h2>
      <dl className="facts">
        <dt>Valid from</dt>
        <dd>{instantOf(facts.get('notBefore'), asOf)}</dd>
        <dt>Valid to</dt>
        <dd>
          {typeof facts.get('notAfter') === 'string' ? (
            <Ends notAfter={String(facts.get('notAfter'))} asOf={asOf} />
          ) : (
            UNKNOWN
          )}
        </dd>
        {PLAIN.map(([key, name]) => (
          <div key={key} className="fact">
            <dt>{name}</dt>
            <dd>{shownFact(facts.get(key), facts.has(key))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const UNKNOWN = <span className="doubt">unknown</span>;

function instantOf(value: unknown, asOf: string): ReactNode {
  return typeof value === 'string' ? <Instant at={value} from={asOf} day /> : UNKNOWN;
}

/** So many names are shown at once; the others in their number. */
const MOST = 30;

function shownFact(value: unknown, isTold: boolean): ReactNode {
  if (!isTold || value === undefined) return UNKNOWN;
  if (value === null || (Array.isArray(value) && value.length === 0)) return <span className="quiet">none</span>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!Array.isArray(value)) return <Foreign text={String(value)} />;
  return (
    <ul className="names">
      {value.slice(0, MOST).map((one, i) => (
        <li key={i}>
          <Foreign text={purposeWords(String(one))} />
        </li>
      ))}
      {value.length > MOST ? <li className="dim">and {value.length - MOST} more</li> : null}
    </ul>
  );
}
