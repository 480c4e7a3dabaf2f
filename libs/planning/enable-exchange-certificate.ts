import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Server } from '#libs/fleet/document.js';
import { assignServices } from './assign-services.js';
import { isThe, storedCertificate, withoutServices } from './certificate-services.js';
import type { EnableCommand, EnabledService } from './command.js';
import { PRECONDITIONS } from './enable-preconditions.js';
import { concluded } from './concluded.js';
import { refusedBy, type Ran, type ServerScene } from './ran.js';

/** `Enable-ExchangeCertificate`: services for a certificate of the store. @cite rulebook 9.3 */
export function enableExchangeCertificate(command: EnableCommand, scene: ServerScene): Ran {
  const { server } = scene;
  const certificate = storedCertificate(server, command.thumbprint);
  const tested = PRECONDITIONS.map((precondition) => ({
    precondition,
    refuses: precondition.refuses({ command, server, certificate }),
  }));
  const failed = tested.find(({ refuses }) => refuses === true)?.precondition;
  if (failed) return refusedBy(scene, failed.rule, failed.message({ command, server, certificate }));
  const thumbprint = normalizeThumbprint(command.thumbprint);
  const start = scene.knobs.enableAdditive ? server : withOnly(server, thumbprint, command.services);
  const progress = assignServices(start, {
    certificate: certificate?.thumbprint === thumbprint ? certificate : { ...certificate, thumbprint },
    services: command.services,
    answer: command.answer ?? 'unanswered',
    surface: command.surface ?? 'shell',
    settingsStay: false,
  });
  return concluded(
    scene,
    progress,
    tested.every(({ refuses }) => refuses === false),
  );
}

/**
 * The server after the certificate lost every service that is not in the list, which is how the cmdlet works if it does not add. A list
 * of only `None` takes nothing away.
 * @cite rulebook 13, 18, C-07
 */
function withOnly(server: Server, thumbprint: string, services: readonly EnabledService[]): Server {
  if (services.every((service) => service === 'None')) return server;
  return withoutServices(server, isThe(thumbprint), (service) => !services.includes(service));
}
