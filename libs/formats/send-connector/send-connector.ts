/**
 * `Get-SendConnector`: one Send connector of the organization.
 */
import { hasType, listOf, property } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { flag, lastPart, text, texts, tlsCertificateName } from '../exchange-object/words.js';

export const sendConnector: Kind = {
  name: 'Get-SendConnector',
  is: (object) => hasType(object, 'SmtpSendConnectorConfig') || hasType(object, 'SendConnector'),
  read: readConnector,
};

function readConnector(object: PsObject): readonly Said[] {
  const name = text(object, 'Name');
  if (typeof name !== 'string') return [{ warning: 'A Send connector without a name was left out.' }];
  const mechanism = text(object, 'SmartHostAuthMechanism');
  const connector = {
    name,
    ...known({
      enabled: flag(object, 'Enabled'),
      sourceServers: serverNames(object, 'SourceTransportServers'),
      fqdn: text(object, 'Fqdn'),
      tlsCertificateName: tlsCertificateName(object),
      requireTls: flag(object, 'RequireTLS'),
      tlsAuthLevel: text(object, 'TlsAuthLevel'),
      tlsDomain: text(object, 'TlsDomain'),
      domainSecureEnabled: flag(object, 'DomainSecureEnabled'),
      ignoreStartTls: flag(object, 'IgnoreSTARTTLS'),
      dnsRoutingEnabled: flag(object, 'DNSRoutingEnabled'),
      smartHosts: texts(object, 'SmartHosts'),
      // The numbers of this enumeration are documented nowhere: without its text it stays unknown.
      smartHostAuthMechanism: mechanism != null && /^\d+$/.test(mechanism) ? undefined : mechanism,
      frontendProxyEnabled: flag(object, 'FrontendProxyEnabled'),
      cloudServicesMailEnabled: flag(object, 'CloudServicesMailEnabled'),
      addressSpaces: texts(object, 'AddressSpaces'),
    }),
  };
  return [{ organization: { sendConnectors: [connector] } }];
}

/** Servers as Active Directory objects: their names. */
export function serverNames(object: PsObject, name: string): readonly string[] | null | undefined {
  const list = listOf(property(object, name));
  if (list === undefined || list === null) return list;
  return list.map(lastPart).filter((server) => typeof server === 'string');
}
