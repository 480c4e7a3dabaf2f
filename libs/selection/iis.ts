import type { Path } from './answer.js';
import type { CertificateFacts } from './certificate-facts.js';
import { isExpired, isNotYetValid } from './eligibility.js';
import { isStaleLoopback, type HttpsBinding } from './https-bindings.js';
import { namedCandidates, storedCertificate } from './internal-transport-certificate.js';
import { handshakeFails, indeterminate, presented, steps, type Decision, type Taken, type Walk } from './path.js';
import type { Candidate, SelectionNote } from './selection.js';
import { unevaluated, type ServerFacts } from './server-facts.js';

/** `iis:<site>:<ip>:<port>:<host>` */
export interface IisWalk extends Walk {
  readonly binding: HttpsBinding;
  readonly stale: boolean;
}

export interface IisQuestion {
  readonly binding: HttpsBinding;
  /** All https bindings of the server. */
  readonly bindings: readonly HttpsBinding[];
}

export function iisWalk(server: ServerFacts, { binding, bindings }: IisQuestion, at: number): IisWalk {
  return { server, at, notes: [], binding, stale: isStaleLoopback(binding, bindings) };
}

/** `Exchange Back End` is for the front end only: clients never see its certificate. @cite KB2779694 (A) */
export function isBackEnd({ site }: Pick<HttpsBinding, 'site'>): boolean {
  return site === 'exchange back end';
}

function bindingPath(rule: 'IIS-1' | 'IIS-2'): Path<IisWalk> {
  const choice = steps<IisWalk>([{ rule, take: presentBound, found: boundFound }]);
  return { opening: [], choice, instants: () => [], candidates };
}

/** What http.sys shows is what is bound: neither dates nor names nor services count. @cite L-CERTS (A) */
export const iisSite = bindingPath('IIS-1');
export const iisBackEnd = bindingPath('IIS-2');

const WITHOUT_CERTIFICATE = [15021];

function presentBound({ server, binding, stale, notes, at }: IisWalk): Taken {
  const { thumbprint } = binding;
  if (thumbprint === undefined) return indeterminate('thumbprint of the binding');
  if (stale) notes?.push('STALE_LOOPBACK_BINDING');
  if (thumbprint === null) return { ...handshakeFails(null, null), events: WITHOUT_CERTIFICATE };
  if (server.certificates === undefined) return indeterminate('certificates');
  const bound = storedCertificate(server, thumbprint);
  if (bound === undefined) return { ...handshakeFails(thumbprint, null), events: WITHOUT_CERTIFICATE };
  if (bound.hasPrivateKey === undefined) return indeterminate(`hasPrivateKey of ${thumbprint}`);
  if (!bound.hasPrivateKey) return handshakeFails(thumbprint, null, 'medium');
  notes?.push(...dateNotes(bound, at));
  return presented(thumbprint);
}

function dateNotes(bound: CertificateFacts, at: number): readonly SelectionNote[] {
  const notes: SelectionNote[] = [];
  if (isExpired(bound, at)) notes.push('EXPIRED_PRESENTED');
  if (isNotYetValid(bound, at)) notes.push('NOT_YET_VALID_PRESENTED');
  return notes;
}

function candidates({ server, binding }: IisWalk, { verdict }: Decision): readonly Candidate[] {
  if (binding.thumbprint == null) return unevaluated(server);
  const selected = verdict.thumbprint !== null;
  return namedCandidates(server, { thumbprint: binding.thumbprint, selected, reason: 'NOT_BOUND' });
}

function boundFound({ server, binding }: IisWalk): string {
  const { thumbprint } = binding;
  if (thumbprint == null) return 'no certificate is bound';
  const bound = storedCertificate(server, thumbprint);
  if (bound === undefined) return `${thumbprint} is bound, but is not in the store`;
  return `${thumbprint} is bound and has ${bound.hasPrivateKey ? 'its' : 'no'} private key`;
}
