/**
 * `Get-TransportService` (`Get-TransportServer` before 2013): the thumbprint of the internal transport ("default SMTP") certificate.
 */
import { hasType, property } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { text } from '../exchange-object/words.js';

export const transportService: Kind = {
  name: 'Get-TransportService',
  is: (object) =>
    hasType(object, 'TransportServer') && property(object, 'InternalTransportCertificateThumbprint') !== undefined,
  read: readService,
};

function readService(object: PsObject): readonly Said[] {
  const of = { netbios: text(object, 'Name'), asked: text(object, 'PSComputerName') };
  const internalTransportCertificate = text(object, 'InternalTransportCertificateThumbprint');
  return [{ of, server: known({ internalTransportCertificate }) }];
}
