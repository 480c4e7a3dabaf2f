import { Link } from '@tanstack/react-router';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import { distanceWords } from '../../cli/text/instant.js';
import { CertificateName, toldOf } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';

/** The certificates of a server, each with the way to what enabling it for SMTP would do. */
export function Store({ known, asOf }: { readonly known: Server; readonly asOf: string }) {
  const { certificates, fqdn } = known;
  return (
    <section className="sheet">
      <h2>Its certificates</h2>
      {certificates === undefined || certificates === null ? (
        <p className="doubt">Unknown: nobody reported its store.</p>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label="Its certificates">
          <table>
            <thead>
              <tr>
                <th scope="col">Certificate</th>
                <th scope="col">Issuer</th>
                <th scope="col">Valid to</th>
                <th scope="col">Enabled for</th>
                <th scope="col">Private key</th>
                <th scope="col">What if</th>
              </tr>
            </thead>
            <tbody>
              {certificates.map((certificate) => (
                <Row key={certificate.thumbprint} certificate={certificate} fqdn={fqdn} asOf={asOf} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const UNKNOWN = <span className="doubt">unknown</span>;

function Row({
  certificate,
  fqdn,
  asOf,
}: {
  readonly certificate: Certificate;
  readonly fqdn: string;
  readonly asOf: string;
}) {
  const { thumbprint, services, hasPrivateKey } = certificate;
  const { issuer, notAfter } = toldOf(certificate);
  return (
    <tr>
      <td>
        <CertificateName thumbprint={thumbprint} certificate={certificate} />
      </td>
      <td>{issuer === null ? UNKNOWN : <Brief text={issuer} />}</td>
      <td>
        {notAfter === null ? UNKNOWN : `${notAfter.slice(0, 10)} `}
        {notAfter === null ? null : <End notAfter={notAfter} asOf={asOf} />}
      </td>
      <td>
        {services == null ? UNKNOWN : services.length === 0 ? <span className="quiet">none</span> : services.join(', ')}
      </td>
      <td>{hasPrivateKey == null ? UNKNOWN : hasPrivateKey ? 'yes' : <span className="bad">no</span>}</td>
      <td>
        <Link to="/plan" search={{ commands: enabling(fqdn, thumbprint) }}>
          it is enabled for SMTP
        </Link>
      </td>
    </tr>
  );
}

function End({ notAfter, asOf }: { readonly notAfter: string; readonly asOf: string }) {
  const over = Date.parse(notAfter) <= Date.parse(asOf);
  return <span className={over ? 'bad' : 'dim'}>{over ? 'expired' : distanceWords(asOf, notAfter)}</span>;
}

export function enabling(server: string, thumbprint: string): string {
  return `Enable-ExchangeCertificate -Server ${server} -Thumbprint ${thumbprint} -Services SMTP`;
}
