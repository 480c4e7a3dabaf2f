import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { isThe } from './certificate-services.js';
import type { ImportCommand } from './command.js';
import { nothingRan, undecidedRan, type Ran, type ServerScene } from './ran.js';
import { alreadyStored, withCertificate } from './store-of-certificates.js';

/**
 * `Import-ExchangeCertificate`: one certificate more in the store, without any service, whatever it had elsewhere. It never asks (PR-8).
 * @cite PS-IMPORT (A), rulebook 9.4
 */
export function importExchangeCertificate({ certificate }: ImportCommand, scene: ServerScene): Ran {
  const { server } = scene;
  const imported = { ...certificate, thumbprint: normalizeThumbprint(certificate.thumbprint), services: [] };
  if (server.certificates === undefined) return undecidedRan(scene);
  if (server.certificates?.some(isThe(imported.thumbprint))) return alreadyStored(scene, imported);
  return { ...nothingRan(scene), server: withCertificate(server, imported) };
}
