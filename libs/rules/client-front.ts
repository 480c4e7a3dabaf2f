import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { answerAt, type Subject } from './subject.js';
import { clientFront } from './web-sites.js';

/** The client front of a server and the certificate that it presents. */
export interface PresentedFront {
  readonly binding: HttpsBinding;
  readonly thumbprint: string;
}

/** Null: the server has no client front, or nothing is known to be presented there. */
export function presentedFront(subject: Pick<Subject, 'facts' | 'answers'>): PresentedFront | null {
  const binding = clientFront(subject.facts.server);
  if (binding == null) return null;
  const thumbprint = presentedAt(subject, binding);
  return thumbprint === null ? null : { binding, thumbprint };
}

/** The certificate that a binding is known to present; null: none, or it is unknown. */
export function presentedAt(subject: Pick<Subject, 'answers'>, { endpoint }: HttpsBinding): string | null {
  const answer = answerAt(subject, endpoint);
  return answer?.outcome === 'PRESENTED' ? answer.thumbprint : null;
}
