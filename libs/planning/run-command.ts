import { plain } from '#libs/rules/wording.js';
import { certificateTasksRemoved } from './certificate-tasks-removed.js';
import type { Command, Surface } from './command.js';
import { enableExchangeCertificate } from './enable-exchange-certificate.js';
import { importExchangeCertificate } from './import-exchange-certificate.js';
import { newExchangeCertificate } from './new-exchange-certificate.js';
import { refusedBy, type Ran, type Scene, type ServerScene } from './ran.js';
import { removeExchangeCertificate } from './remove-exchange-certificate.js';
import { setClientProtocol } from './set-client-protocol.js';
import { setReceiveConnector } from './set-receive-connector.js';
import { setSendConnector } from './set-send-connector.js';
import { serverNamedBy } from './named-by-command.js';

/**
 * What one cmdlet does to a fleet, as Exchange would: whether it is refused, what it asks, and the state afterwards. Runs nothing.
 * @cite rulebook 9
 */
export function runCommand(command: Command, scene: Scene): Ran {
  if (command.cmdlet === 'Set-SendConnector') return setSendConnector(command, scene);
  const { server } = scene;
  if (server === null) {
    return refusedBy(scene, 'CMD-1', `There is no server "${plain(serverNamedBy(command) ?? '')}" in the fleet.`);
  }
  const ran = runOnServer(command, { ...scene, server });
  const removed = surfaceOf(command) === 'eac' && certificateTasksRemoved(server);
  return removed ? { ...ran, notes: ['EAC_TASKS_REMOVED', ...ran.notes] } : ran;
}

/** Only the certificate cmdlets have tasks in the admin center that went away. @cite rulebook 9.6, 18 */
function surfaceOf(command: ServerCommand): Surface | undefined {
  switch (command.cmdlet) {
    case 'Set-ReceiveConnector':
    case 'Set-PopSettings':
    case 'Set-ImapSettings':
      return undefined;
    default:
      return command.surface;
  }
}

type ServerCommand = Exclude<Command, { readonly cmdlet: 'Set-SendConnector' }>;

function runOnServer(command: ServerCommand, scene: ServerScene): Ran {
  switch (command.cmdlet) {
    case 'Enable-ExchangeCertificate':
      return enableExchangeCertificate(command, scene);
    case 'Import-ExchangeCertificate':
      return importExchangeCertificate(command, scene);
    case 'New-ExchangeCertificate':
      return newExchangeCertificate(command, scene);
    case 'Remove-ExchangeCertificate':
      return removeExchangeCertificate(command, scene);
    case 'Set-ReceiveConnector':
      return setReceiveConnector(command, scene);
    case 'Set-PopSettings':
    case 'Set-ImapSettings':
      return setClientProtocol(command, scene);
  }
}
