import type { Server } from '#libs/fleet/document.js';
import { Brief } from '../parts/foreign.js';

type Connector = NonNullable<NonNullable<Server['receiveConnectors']>[number]>;

/** Its Receive connectors: what decides which certificate each of them shows. */
export function Connectors({ known: { receiveConnectors } }: { readonly known: Server }) {
  return (
    <section className="sheet">
      <h2>Its connectors</h2>
      {receiveConnectors === undefined ? (
        <p className="doubt">Unknown: nobody reported its Receive connectors.</p>
      ) : receiveConnectors === null || receiveConnectors.length === 0 ? (
        <p className="quiet">It has no Receive connector.</p>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label="Its connectors">
          <table>
            <thead>
              <tr>
                <th scope="col">Receive connector</th>
                <th scope="col">Enabled</th>
                <th scope="col">Listens on</th>
                <th scope="col">FQDN</th>
                <th scope="col">TlsCertificateName</th>
                <th scope="col">Authentication</th>
                <th scope="col">Requires TLS</th>
              </tr>
            </thead>
            <tbody>
              {receiveConnectors.map((connector) => (
                <Row key={connector.name} connector={connector} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ connector }: { readonly connector: Connector }) {
  const { name, enabled, bindings, fqdn, tlsCertificateName, authMechanism, requireTls } = connector;
  return (
    <tr>
      <th scope="row">
        <Brief text={name} most={120} />
      </th>
      <td>{flag(enabled)}</td>
      <td>{text(bindings)}</td>
      <td>{text(fqdn)}</td>
      <td>{text(tlsCertificateName)}</td>
      <td>{text(authMechanism)}</td>
      <td>{flag(requireTls)}</td>
    </tr>
  );
}

const UNKNOWN = <span className="doubt">unknown</span>;

function flag(value: boolean | null | undefined) {
  return value === undefined ? UNKNOWN : value === true ? 'yes' : <span className="quiet">no</span>;
}

function text(value: string | readonly string[] | null | undefined) {
  if (value === undefined) return UNKNOWN;
  if (value === null || value.length === 0) return <span className="quiet">none</span>;
  return <Brief text={typeof value === 'string' ? value : value.join(', ')} most={90} />;
}
