import type { Server } from '#libs/fleet/document.js';
import { assignClientProtocol } from './assign-client-protocol.js';
import { assignIis } from './assign-iis.js';
import { assignSmtp } from './assign-smtp.js';
import type { Assignment } from './assignment.js';
import { isThe, withService, withoutServices } from './certificate-services.js';
import type { EnabledService } from './command.js';
import { begun, noting, type Progress } from './progress.js';

/**
 * What assigning services does, service by service in the order given: they are added, existing ones stay. Without SMTP nothing is
 * asked (PR-1).
 * @cite rulebook 9.3 (A to D, as each effect says there), C-07
 */
export function assignServices(server: Server, assignment: Assignment): Progress {
  const progress = assignment.services.reduce((so, service) => assign(so, service, assignment), begun(server));
  return assignment.services.includes('SMTP')
    ? progress
    : { ...progress, prompts: [...progress.prompts, { shown: false, rule: 'PR-1' }] };
}

function assign(progress: Progress, service: EnabledService, assignment: Assignment): Progress {
  const { thumbprint } = assignment.certificate;
  switch (service) {
    case 'None':
      return noting(progress, 'SERVICES_NONE_DOES_NOT_CLEAR');
    case 'SMTP':
      return assignSmtp(progress, assignment);
    case 'IIS':
      return assignIis(progress, thumbprint);
    case 'POP':
    case 'IMAP':
      return assignClientProtocol(progress, service, assignment);
    case 'UM':
    case 'UMCallRouter': {
      const isThisOne = isThe(thumbprint);
      const taken = withoutServices(
        progress.server,
        (one) => !isThisOne(one),
        (one) => one === service,
      );
      return { ...progress, server: withService(taken, thumbprint, service) };
    }
    case 'Federation':
      return { ...progress, server: withService(progress.server, thumbprint, service) };
    default:
      service satisfies never;
      return progress;
  }
}
