import type { ReceiveConnector, SendConnector } from '#libs/fleet/document.js';
import { isObject, path, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { known, type Said, type ServerName } from '../exchange-object/kind.js';
import { flag, text, texts } from '../exchange-object/words.js';

/** `ExchangeInformation.ExchangeConnectors`: Receive connectors of this server and all Send connectors, with some of their properties. */
export function analysedConnectors(list: readonly PsValue[] | null | undefined, of: ServerName): readonly Said[] {
  if (list === undefined || list === null) return [];
  const connectors = list.filter(isObject).filter((connector) => typeof text(connector, 'Name') === 'string');
  const receive = connectors.filter((c) => text(c, 'ConnectorType') === 'Receive').map(receiveConnector);
  const send = connectors.filter((c) => text(c, 'ConnectorType') === 'Send').map(sendConnector);
  return [
    { of, server: { receiveConnectors: receive }, complete: ['receiveConnectors'] },
    { organization: { sendConnectors: send }, organizationComplete: ['sendConnectors'] },
  ];
}

function receiveConnector(connector: PsObject): ReceiveConnector {
  return { ...common(connector), ...known({ transportRole: text(connector, 'TransportRole') }) };
}

function sendConnector(connector: PsObject): SendConnector {
  return {
    ...common(connector),
    ...known({
      cloudServicesMailEnabled: flag(connector, 'CloudEnabled'),
      smartHosts: texts(connector, 'SmartHosts'),
      addressSpaces: texts(connector, 'AddressSpaces'),
      tlsAuthLevel: text(connector, 'TlsAuthLevel'),
      tlsDomain: text(connector, 'TlsDomain'),
    }),
  };
}

function common(connector: PsObject) {
  return {
    name: text(connector, 'Name') ?? '',
    ...known({
      enabled: flag(connector, 'Enabled'),
      fqdn: property(connector, 'Fqdn') === undefined ? undefined : text(connector, 'Fqdn'),
      requireTls: flag(connector, 'RequireTLS'),
      tlsCertificateName: pin(connector),
    }),
  };
}

/** The script copies the pin as text and writes null where there is none. */
function pin(connector: PsObject): string | null | undefined {
  const written = textOf(path(connector, 'CertificateDetails', 'TlsCertificateName'));
  return typeof written === 'string' && written.trim() === '' ? null : written;
}
