/**
 * `Get-ReceiveConnector`: one Receive connector of one server.
 */
import { hasType, integerOf, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { known, type Kind, type Said, type ServerName } from '../exchange-object/kind.js';
import { flag, flags, lastPart, text, texts, tlsCertificateName } from '../exchange-object/words.js';

export const receiveConnector: Kind = {
  name: 'Get-ReceiveConnector',
  is: (object) => hasType(object, 'ReceiveConnector'),
  read: readConnector,
};

function readConnector(object: PsObject): readonly Said[] {
  const name = text(object, 'Name');
  if (typeof name !== 'string') return [{ warning: 'A Receive connector without a name was left out.' }];
  const connector = {
    name,
    ...known({
      transportRole: transportRole(property(object, 'TransportRole')),
      enabled: flag(object, 'Enabled'),
      bindings: texts(object, 'Bindings'),
      remoteIpRanges: texts(object, 'RemoteIPRanges'),
      authMechanism: flags(property(object, 'AuthMechanism'), MECHANISM_BITS),
      fqdn: text(object, 'Fqdn'),
      tlsCertificateName: tlsCertificateName(object),
      requireTls: flag(object, 'RequireTLS'),
      domainSecureEnabled: flag(object, 'DomainSecureEnabled'),
      suppressXAnonymousTls: flag(object, 'SuppressXAnonymousTls'),
      tlsDomainCapabilities: texts(object, 'TlsDomainCapabilities'),
    }),
  };
  return [{ of: serverOf(object), server: { receiveConnectors: [connector] } }];
}

/** `AuthMechanism` as a number. */
export const MECHANISM_BITS = {
  Tls: 1,
  Integrated: 2,
  BasicAuth: 4,
  BasicAuthRequireTLS: 8,
  ExchangeServer: 16,
  ExternalAuthoritative: 32,
};

/** `TransportRole` as a number. */
const ROLE_NUMBERS: ReadonlyMap<number, string> = new Map([
  [32, 'HubTransport'],
  [16384, 'FrontendTransport'],
]);

export function transportRole(value: PsValue | undefined): string | null | undefined {
  const written = textOf(value);
  if (written !== undefined && !/^\d+$/.test(written ?? '')) return written;
  return ROLE_NUMBERS.get(integerOf(value) ?? 0);
}

/** The server of a connector: `Server`, or what stands before the backslash of `Identity`. */
function serverOf(object: PsObject): ServerName {
  const identity = /^([^\\]+)\\/.exec(textOf(property(object, 'Identity')) ?? '')?.[1];
  const [asked, fqdn] = [text(object, 'PSComputerName'), text(object, 'Fqdn')];
  // The name under which a server is asked is in lower case; the connector often has it as Exchange spells it.
  const spelled = fqdn != null && fqdn.toLowerCase() === asked?.toLowerCase() ? fqdn : asked;
  return { netbios: lastPart(property(object, 'Server')) ?? identity, asked: spelled };
}
