import { carried } from '#libs/fleet/patched.js';
import { plain } from '#libs/rules/wording.js';
import type { SetSendConnectorCommand } from './command.js';
import {
  connectorNamed,
  SEND_CONNECTOR_PROPERTIES,
  withConnector,
  withProperties,
  wrongPin,
} from './connector-properties.js';
import { nothingRan, refusedBy, undecidedRan, type Ran, type Scene } from './ran.js';

/** `Set-SendConnector`: the keys that are given replace the old values. @cite PS-SETSC (A), rulebook 9.7 */
export function setSendConnector(command: SetSendConnectorCommand, scene: Scene): Ran {
  const { organization } = scene;
  const before = connectorNamed(organization.sendConnectors, command.identity);
  if (before === null) {
    return refusedBy(
      scene,
      'SC-1',
      `There is no Send connector "${plain(command.identity)}" in the organization. Get-SendConnector lists them.`,
    );
  }
  const wrong = wrongPin(command.tlsCertificateName);
  if (wrong !== null) return refusedBy(scene, 'SC-3', wrong);
  if (before === undefined) return undecidedRan(scene);
  const after = withProperties(before, carried(command, SEND_CONNECTOR_PROPERTIES));
  if (after === before) return nothingRan(scene);
  const sendConnectors = withConnector(organization.sendConnectors, before, after);
  return { ...nothingRan(scene), organization: { ...organization, sendConnectors } };
}
