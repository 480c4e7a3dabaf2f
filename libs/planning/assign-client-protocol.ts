import { clientProtocolName } from '#libs/fleet/client-protocol-name.js';
import type { Assignment } from './assignment.js';
import { withService, withUnknownServices } from './certificate-services.js';
import { withCertificateName, withUnknownCertificateName, type SettingsKey } from './client-protocol-settings.js';
import { leftOpen, noting, type Progress } from './progress.js';

const SETTINGS = { POP: 'popSettings', IMAP: 'imapSettings' } as const satisfies Record<string, SettingsKey>;

/**
 * POP and IMAP choose by a name, which the certificate has to have: a wildcard certificate gets nothing at all, and without a usable name
 * the setting stays.
 * @cite KB948896 (A), rulebook 9.3 (D)
 */
export function assignClientProtocol(
  progress: Progress,
  service: keyof typeof SETTINGS,
  { certificate, settingsStay }: Assignment,
): Progress {
  const { thumbprint } = certificate;
  const written = clientProtocolName(certificate);
  if (written.kind === 'wildcard') return noting(progress, 'WILDCARD_POP_IMAP_NOT_SET');
  if (written.kind === 'unknown') {
    const server = withUnknownCertificateName(progress.server, SETTINGS[service]);
    return leftOpen({ ...progress, server: withUnknownServices(server, thumbprint) }, 'FACT_UNKNOWN');
  }
  const server = withService(progress.server, thumbprint, service);
  if (settingsStay || written.name === null) return { ...progress, server };
  return { ...progress, server: withCertificateName(server, SETTINGS[service], written.name) };
}
