/**
 * `Get-AuthConfig`: the certificates with which the organization signs its OAuth tokens.
 */
import { hasType } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { text } from '../exchange-object/words.js';

export const authConfig: Kind = {
  name: 'Get-AuthConfig',
  is: (object) => hasType(object, 'AuthConfig'),
  read: readAuthConfig,
};

function readAuthConfig(object: PsObject): readonly Said[] {
  const thumbprints = known({
    currentThumbprint: text(object, 'CurrentCertificateThumbprint'),
    nextThumbprint: text(object, 'NextCertificateThumbprint'),
    previousThumbprint: text(object, 'PreviousCertificateThumbprint'),
  });
  return [{ organization: { authConfig: thumbprints } }];
}
