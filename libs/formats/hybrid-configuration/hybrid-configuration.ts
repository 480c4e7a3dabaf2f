/**
 * `Get-HybridConfiguration`: the certificate and the servers of hybrid mail flow.
 */
import { hasType } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { tlsCertificateName } from '../exchange-object/words.js';
import { serverNames } from '../send-connector/send-connector.js';

export const hybridConfiguration: Kind = {
  name: 'Get-HybridConfiguration',
  is: (object) => hasType(object, 'HybridConfiguration'),
  read: readHybrid,
};

function readHybrid(object: PsObject): readonly Said[] {
  const hybrid = known({
    tlsCertificateName: tlsCertificateName(object),
    sendingServers: serverNames(object, 'SendingTransportServers'),
    receivingServers: serverNames(object, 'ReceivingTransportServers'),
    edgeServers: serverNames(object, 'EdgeTransportServers'),
  });
  return [{ organization: { hybrid } }];
}
