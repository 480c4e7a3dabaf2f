import { isPublished } from '#libs/fleet/is-published.js';
import { patched } from '#libs/fleet/patched.js';
import { knownThumbprint } from '#libs/selection/server-facts.js';
import type { Assignment } from './assignment.js';
import { storedCertificate, withService, withUnknownServices } from './certificate-services.js';
import { situationOf, type Question, type Situation } from './overwrite-question.js';
import type { Prompt } from './plan-answer.js';
import { leftOpen, noting, type Progress } from './progress.js';

/** The certificate gets SMTP; then comes the overwrite question. The old certificate keeps SMTP in every case. @cite rulebook 9.3 */
export function assignSmtp(progress: Progress, assignment: Assignment): Progress {
  const { answer, surface, certificate } = assignment;
  const current = knownThumbprint(progress.server.internalTransportCertificate);
  const question: Question = { current, replacement: certificate.thumbprint, answer, surface };
  const situation = situationOf(question);
  const prompted = { ...progress, prompts: [...progress.prompts, promptOf(question, situation)] };
  const enabled = markEnabled(prompted, situation, certificate.thumbprint);
  const settled = situation.then === 'new' ? replaced(enabled, assignment, current) : kept(enabled, situation);
  return situation.open === null ? settled : leftOpen(settled, situation.open);
}

/** The certificates are named only where the question could be asked. */
function promptOf({ current, replacement }: Question, { shown, rule }: Situation): Omit<Prompt, 'command'> {
  if (shown === false) return { shown, rule };
  return { shown, ...(current == null ? {} : { current }), replacement, rule };
}

/** What "No" in the admin center leaves behind is undocumented, unless the certificate has SMTP already. @cite rulebook 9.6 (C, D) */
function markEnabled(progress: Progress, { then }: Situation, thumbprint: string): Progress {
  const { server } = progress;
  const hasSmtp = storedCertificate(server, thumbprint)?.services?.includes('SMTP') === true;
  if (then === 'undocumented' && !hasSmtp) return { ...progress, server: withUnknownServices(server, thumbprint) };
  return { ...progress, server: withService(server, thumbprint, 'SMTP') };
}

function replaced(progress: Progress, { certificate }: Assignment, current: string | null | undefined): Progress {
  const published = isPublished(progress.server, certificate);
  if (published === undefined) return leftOpen(withUnknownOne(progress), 'FACT_UNKNOWN');
  if (!published) return noting(progress, 'ITC_NOT_PUBLISHED_2007');
  const after = certificate.thumbprint;
  return {
    ...progress,
    server: { ...progress.server, internalTransportCertificate: after },
    overwritten: current == null ? progress.overwritten : { before: current, after },
  };
}

function kept(progress: Progress, { then }: Situation): Progress {
  return then === 'unknown' ? withUnknownOne(progress) : progress;
}

function withUnknownOne(progress: Progress): Progress {
  if (progress.server.internalTransportCertificate === undefined) return progress;
  return { ...progress, server: patched(progress.server, { internalTransportCertificate: undefined }) };
}
