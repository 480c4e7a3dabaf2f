import type { Difference } from './differences.js';
import type { Fact } from './plan-answer.js';

/** A difference as it is answered: an unknown side is left out. @cite rulebook 10 (D) */
export function factOf(difference: Difference): Fact {
  const { server, before, after } = difference;
  return {
    server: server === null ? null : server.fqdn,
    path: pathOf(difference),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function pathOf(difference: Difference): string {
  switch (difference.kind) {
    case 'internal-transport':
      return 'internalTransportCertificate';
    case 'certificate':
      return `certificates/${difference.thumbprint}`;
    case 'services':
      return `certificates/${difference.thumbprint}/services`;
    case 'binding':
      return `iisBindings/${difference.address}`;
    case 'pop':
      return 'popSettings/x509CertificateName';
    case 'imap':
      return 'imapSettings/x509CertificateName';
    case 'receive-connector':
      return `receiveConnectors/${difference.connector.name}/${difference.property}`;
    case 'send-connector':
      return `sendConnectors/${difference.connector.name}/${difference.property}`;
  }
}
