import { assignServices } from './assign-services.js';
import { isThe } from './certificate-services.js';
import type { EnabledService, NewCommand } from './command.js';
import { concluded } from './concluded.js';
import { newCertificate } from './new-certificate.js';
import { nothingRan, type Ran, type ServerScene } from './ran.js';
import { alreadyStored, withCertificate } from './store-of-certificates.js';

/** Unless told otherwise. @cite rulebook 9.4 (A, D) */
const DEFAULT_SERVICES: readonly EnabledService[] = ['IMAP', 'POP', 'SMTP'];

/**
 * `New-ExchangeCertificate`: a self-signed certificate at the end of the store, for which services are assigned as by
 * `Enable-ExchangeCertificate`, but without its preconditions (PR-7). A request only changes and asks nothing.
 * @cite rulebook 9.4
 */
export function newExchangeCertificate(command: NewCommand, scene: ServerScene): Ran {
  if (command.generateRequest === true) return nothingRan(scene);
  const certificate = newCertificate(command.certificate ?? {}, scene);
  const { server } = scene;
  if (server.certificates?.some(isThe(certificate.thumbprint))) return alreadyStored(scene, certificate);
  const progress = assignServices(withCertificate(server, certificate), {
    certificate,
    services: command.services === undefined ? DEFAULT_SERVICES : (command.services ?? []),
    answer: command.answer ?? 'unanswered',
    surface: command.surface ?? 'shell',
    settingsStay: command.services === undefined,
  });
  return concluded(scene, progress, server.certificates !== undefined);
}
