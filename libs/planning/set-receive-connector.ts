import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { ReceiveConnector, Server } from '#libs/fleet/document.js';
import { carried } from '#libs/fleet/patched.js';
import { plain } from '#libs/rules/wording.js';
import { isBefore2013 } from '#libs/selection/server-facts.js';
import { isNameOfServer, namedServer } from '#libs/selection/server-names.js';
import type { SetReceiveConnectorCommand } from './command.js';
import {
  connectorNamed,
  RECEIVE_CONNECTOR_PROPERTIES,
  withConnector,
  withProperties,
  wrongPin,
} from './connector-properties.js';
import { nothingRan, refusedBy, undecidedRan, type Ran, type ServerScene } from './ran.js';

/** `Set-ReceiveConnector`: the keys that are given replace the old values. @cite PS-SETRC (A), rulebook 9.7 */
export function setReceiveConnector(command: SetReceiveConnectorCommand, scene: ServerScene): Ran {
  const { server } = scene;
  const before = connectorOn(scene, command.identity);
  const refusal = refusalOf(command, scene, before);
  if (refusal !== null) return refusal;
  const after = withProperties(before ?? { name: command.identity }, carried(command, RECEIVE_CONNECTOR_PROPERTIES));
  const ran = before ? nothingRan(scene) : undecidedRan(scene);
  const changed = before && after !== before;
  return {
    ...ran,
    server: changed ? { ...server, receiveConnectors: withConnector(server.receiveConnectors, before, after) } : server,
    notes:
      command.fqdn !== undefined && mayBeRefused(after, server)
        ? [...ran.notes, 'FQDN_WITH_EXCHANGESERVER_AUTH']
        : ran.notes,
  };
}

/** `connector`: null: there is none; undefined: the connectors of the server are unknown. */
function refusalOf(
  { identity, tlsCertificateName }: SetReceiveConnectorCommand,
  scene: ServerScene,
  connector: ReceiveConnector | null | undefined,
): Ran | null {
  const { fqdn, version } = scene.server;
  if (connector === null) {
    return refusedBy(
      scene,
      'SC-1',
      `There is no Receive connector "${plain(identity)}" on ${plain(fqdn)}. Get-ReceiveConnector lists what is there.`,
    );
  }
  if (tlsCertificateName !== undefined && isBefore2013(version ?? undefined)) {
    return refusedBy(
      scene,
      'SC-2',
      `Receive connectors of Exchange ${version} have no TlsCertificateName. Set -Fqdn to a name that the certificate covers.`,
    );
  }
  const wrong = wrongPin(tlsCertificateName);
  return wrong === null ? null : refusedBy(scene, 'SC-3', wrong);
}

/** The connector of a name, or of `SERVER\name`. Null: there is none, or the identity names another server; undefined: they are unknown. */
function connectorOn({ server, names }: ServerScene, identity: string): ReceiveConnector | null | undefined {
  const connectors = server.receiveConnectors;
  const backslash = identity.indexOf('\\');
  const named = connectorNamed(connectors, identity);
  if (backslash < 0 || named) return named;
  const isHere = namedServer(names, identity.slice(0, backslash)) === normalizeHostName(server.fqdn);
  return isHere ? connectorNamed(connectors, identity.slice(backslash + 1)) : null;
}

/** A connector with Exchange Server authentication is said to take no name but the server's own. Recalled (R): carried out all the same. */
function mayBeRefused({ fqdn, authMechanism }: ReceiveConnector, server: Server): boolean {
  const name = knownText(fqdn);
  if (name == null || isNameOfServer(server, name)) return false;
  return (authMechanism ?? []).some((mechanism) => mechanism.trim().toLowerCase() === 'exchangeserver');
}
