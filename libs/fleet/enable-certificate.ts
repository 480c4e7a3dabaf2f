import type { Certificate, ExchangeService } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { inStore, knownCertificate, sortedServices, withStore, writtenFacts } from './certificate-store.js';
import { clientProtocolName } from './client-protocol-name.js';
import { rebindDefaultWebSite } from './default-web-site.js';
import type { EventData } from './event.js';
import { bindingIdentity, certificateIdentity } from './identity.js';
import { isPublished } from './is-published.js';
import { inOrder, mergeItems } from './keyed-list.js';
import { patched } from './patched.js';
import { markPartial, said, servicesPath, unmarkPartial, type ServerState } from './state.js';

type Enabled = EventData['certificate.enabled'];

/** The certificate being enabled; its services are undefined as soon as one of them is in doubt. */
interface Step {
  readonly state: ServerState;
  readonly certificate: Certificate;
  readonly services: readonly ExchangeService[] | undefined;
}

/**
 * What `Enable-ExchangeCertificate` leaves behind, as far as the event says it. Preconditions are not asked: it happened. Services are
 * added, service by service in the order given; whatever depends on a fact that is not known becomes unknown. `None` does nothing.
 *
 * A certificate never seen stands in the store with its thumbprint and these services, the rest unknown.
 * @cite rulebook 9.3 (A to D, as each effect says there), C-07 (services are added)
 */
export function enableCertificate(state: ServerState, data: Enabled, at: string): ServerState {
  const services = data.services.filter((service) => service !== 'None');
  if (services.length === 0) return state;
  let step = begin(state, normalizeThumbprint(data.thumbprint), at);
  for (const service of services) step = enableFor(step, service, data, at);
  return finish(step, at);
}

function begin(state: ServerState, thumbprint: string, at: string): Step {
  const held = inStore(state, thumbprint);
  const certificate = held ?? writtenFacts(knownCertificate(state, thumbprint));
  // A certificate that a complete store lacked came later, without services. In any other store it may have had some already.
  const cameLater =
    held === undefined && state.server.certificates !== undefined && !state.partial.includes('certificates');
  const services = held?.services === undefined ? [] : (held.services ?? []);
  const doubt = !cameLater && held?.services === undefined;
  const path = servicesPath(thumbprint);
  const keys = {
    certificates: state.server.certificates === undefined ? ['certificates'] : [],
    services: doubt ? [path] : [],
  };
  const partial = [...keys.certificates, ...keys.services].reduce(markPartial, state.partial);
  return { state: { ...state, partial, saidAt: said(state.saidAt, ['certificates'], at) }, certificate, services };
}

/** The certificate takes its place in the store. Services in doubt are unknown altogether, so no mark says that they are partial. */
function finish({ state, certificate, services }: Step, at: string): ServerState {
  const enabled = patched(certificate, { services: services && sortedServices(services) });
  const others = (state.server.certificates ?? []).filter((one) => one.thumbprint !== certificate.thumbprint);
  const stored = withStore(state, inOrder([...others, enabled], certificateIdentity));
  const partial = services ? stored.partial : unmarkPartial(stored.partial, servicesPath(certificate.thumbprint));
  return { ...stored, partial, saidAt: said(stored.saidAt, ['certificates'], at) };
}

function enableFor(step: Step, service: ExchangeService, data: Enabled, at: string): Step {
  switch (service) {
    case 'SMTP':
      return enableSmtp(step, data, at);
    case 'IIS':
      return enableIis(step, at);
    case 'POP':
      return enableClientProtocol(step, service, 'popSettings', at);
    case 'IMAP':
      return enableClientProtocol(step, service, 'imapSettings', at);
    case 'UM':
    case 'UMCallRouter':
      return adding({ ...step, state: takenFromOthers(step.state, [service], () => true) }, service);
    case 'Federation':
      return adding(step, service);
    default:
      service satisfies never;
      return step;
  }
}

function adding(step: Step, service: ExchangeService): Step {
  return { ...step, services: step.services && [...step.services, service] };
}

/**
 * The overwrite question. The certificate gets SMTP in every case; whether it becomes the internal transport certificate depends on the
 * answer, and on which one it was.
 */
function enableSmtp(step: Step, data: Enabled, at: string): Step {
  const { certificate } = step;
  const current = step.state.server.internalTransportCertificate;
  const next = internalTransportAfter(step, data, current);
  const saidAt = said(step.state.saidAt, ['internalTransportCertificate'], at);
  const server = patched(step.state.server, { internalTransportCertificate: next });
  const state = { ...step.state, server, saidAt };
  // What "No" in the admin center leaves behind is undocumented. @cite rulebook 9.6
  const undocumented = data.surface === 'eac' && data.answer === 'no' && current != null;
  const hadSmtp = step.services?.includes('SMTP') === true;
  if (undocumented && current !== certificate.thumbprint && !hadSmtp) return { ...step, state, services: undefined };
  return adding({ ...step, state }, 'SMTP');
}

function internalTransportAfter(
  step: Step,
  { answer }: Enabled,
  current: string | null | undefined,
): string | null | undefined {
  const { thumbprint } = step.certificate;
  if (current === thumbprint) return current;
  if (current !== null && answer === 'no') return current;
  if (current !== null && answer !== 'yes' && answer !== 'force') return undefined;
  const published = isPublished(step.state.server, step.certificate);
  if (published === undefined) return undefined;
  return published ? thumbprint : current;
}

function enableIis(step: Step, at: string): Step {
  const { state, certificate } = step;
  const bindings = state.server.iisBindings;
  if (bindings === undefined) return adding(step, 'IIS');
  const complete = !state.partial.includes('iisBindings');
  const after = rebindDefaultWebSite(state.server, { bindings: bindings ?? [], complete }, certificate.thumbprint);
  if (after.outcome === 'no-default-web-site') return step;
  const bound: ServerState = {
    ...state,
    server: { ...state.server, iisBindings: mergeItems([], after.bindings, bindingIdentity) },
    partial: after.outcome.startsWith('unknown') ? markPartial(state.partial, 'iisBindings') : state.partial,
    saidAt: said(state.saidAt, ['iisBindings'], at),
  };
  const taken = takenFromOthers(bound, ['IIS'], ({ thumbprint }) => after.replaced.includes(thumbprint));
  return adding({ ...step, state: taken }, 'IIS');
}

function enableClientProtocol(
  step: Step,
  service: 'POP' | 'IMAP',
  key: 'popSettings' | 'imapSettings',
  at: string,
): Step {
  const written = clientProtocolName(step.certificate);
  if (written.kind === 'wildcard') return step;
  const saidAt = said(step.state.saidAt, [key], at);
  if (written.kind === 'unknown') {
    const server = patched(step.state.server, { [key]: undefined });
    return { ...step, state: { ...step.state, server, saidAt }, services: undefined };
  }
  if (written.name === null) return adding(step, service);
  const server = { ...step.state.server, [key]: { x509CertificateName: written.name } };
  return adding({ ...step, state: { ...step.state, server, saidAt } }, service);
}

/** The state in which other certificates have lost services; unknown services stay unknown. */
function takenFromOthers(
  state: ServerState,
  services: readonly ExchangeService[],
  from: (certificate: Certificate) => boolean,
): ServerState {
  const certificates = state.server.certificates?.map((one) =>
    one.services == null || !from(one)
      ? one
      : { ...one, services: one.services.filter((service) => !services.includes(service)) },
  );
  return certificates === undefined ? state : { ...state, server: patched(state.server, { certificates }) };
}
