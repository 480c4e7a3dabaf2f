/**
 * `Get-SendConnector`: one Send connector of the organization.
 */
import { hasType, listOf, property } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { enumeration, flag, lastPart, text, texts, tlsCertificateName } from '../exchange-object/words.js';

export const sendConnector: Kind = {
  name: 'Get-SendConnector',
  is: (object) => hasType(object, 'SmtpSendConnectorConfig') || hasType(object, 'SendConnector'),
  read: readConnector,
};

function readConnector(object: PsObject): readonly Said[] {
  const name = text(object, 'Name');
  if (typeof name !== 'string') return [{ warning: 'A Send connector without a name was left out.' }];
  const connector = {
    name,
    ...known({
      enabled: flag(object, 'Enabled'),
      sourceServers: serverNames(object, 'SourceTransportServers'),
      fqdn: text(object, 'Fqdn'),
      tlsCertificateName: tlsCertificateName(object),
      requireTls: flag(object, 'RequireTLS'),
      tlsAuthLevel: enumeration(property(object, 'TlsAuthLevel'), TLS_AUTH_LEVELS),
      tlsDomain: text(object, 'TlsDomain'),
      domainSecureEnabled: flag(object, 'DomainSecureEnabled'),
      ignoreStartTls: flag(object, 'IgnoreSTARTTLS'),
      dnsRoutingEnabled: flag(object, 'DNSRoutingEnabled'),
      smartHosts: texts(object, 'SmartHosts'),
      smartHostAuthMechanism: enumeration(property(object, 'SmartHostAuthMechanism'), MECHANISMS),
      frontendProxyEnabled: flag(object, 'FrontendProxyEnabled'),
      cloudServicesMailEnabled: flag(object, 'CloudServicesMailEnabled'),
      addressSpaces: texts(object, 'AddressSpaces'),
    }),
  };
  return [{ organization: { sendConnectors: [connector] } }];
}

/** `TlsAuthLevel` as a number. @cite Exchange’s own enumeration, as republished (C) */
const TLS_AUTH_LEVELS: ReadonlyMap<number, string> = new Map([
  [1, 'EncryptionOnly'],
  [2, 'CertificateValidation'],
  [4, 'DomainValidation'],
]);

/** `SmartHostAuthMechanism` as a number; `None` is shown in the corpus (B), the numbers of the others nowhere. */
const MECHANISMS: ReadonlyMap<number, string> = new Map([[0, 'None']]);

/** Servers as Active Directory objects: their names. */
export function serverNames(object: PsObject, name: string): readonly string[] | null | undefined {
  const list = listOf(property(object, name));
  if (list === undefined || list === null) return list;
  return list.map(lastPart).filter((server) => typeof server === 'string');
}
