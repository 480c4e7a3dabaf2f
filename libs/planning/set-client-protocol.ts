import { withCertificateName, type SettingsKey } from './client-protocol-settings.js';
import type { SetClientProtocolCommand } from './command.js';
import { nothingRan, type Ran, type ServerScene } from './ran.js';

const SETTINGS: Readonly<Record<SetClientProtocolCommand['cmdlet'], SettingsKey>> = {
  'Set-PopSettings': 'popSettings',
  'Set-ImapSettings': 'imapSettings',
};

/** `Set-PopSettings`, `Set-ImapSettings`: the name by which the certificate is chosen. @cite PS-POP, PS-IMAP (A), rulebook 9.7 */
export function setClientProtocol(command: SetClientProtocolCommand, scene: ServerScene): Ran {
  const server = withCertificateName(scene.server, SETTINGS[command.cmdlet], command.x509CertificateName);
  return { ...nothingRan(scene), server };
}
