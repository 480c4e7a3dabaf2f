import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { AuthConfig, Organization, Server } from '#libs/fleet/document.js';

type WithThumbprints = Partial<Pick<Server, 'certificates' | 'iisBindings' | 'internalTransportCertificate'>> &
  Pick<Organization, 'authConfig'>;

/** The facts of a server or of an organization with every thumbprint as answers write it: what is recorded is compared exactly. */
export function withTidyThumbprints<T extends WithThumbprints>(facts: T): T {
  const { certificates, iisBindings, internalTransportCertificate: internal, authConfig } = facts;
  return {
    ...facts,
    ...(internal == null ? {} : { internalTransportCertificate: normalizeThumbprint(internal) }),
    ...(certificates == null ? {} : { certificates: certificates.map(withTidyThumbprint) }),
    ...(iisBindings == null ? {} : { iisBindings: iisBindings.map(withTidyThumbprint) }),
    ...(authConfig == null ? {} : { authConfig: tidyAuthConfig(authConfig) }),
  };
}

function withTidyThumbprint<T extends { readonly thumbprint?: string | null }>(owner: T): T {
  return owner.thumbprint == null ? owner : { ...owner, thumbprint: normalizeThumbprint(owner.thumbprint) };
}

/** A thumbprint of blanks is how Exchange writes "none". */
function tidyAuthConfig(auth: AuthConfig): AuthConfig {
  return Object.fromEntries(
    Object.entries(auth).map(([key, text]) => [
      key,
      typeof text === 'string' ? normalizeThumbprint(text) || null : null,
    ]),
  );
}
