import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { heldCertificate, inStore, knownCertificate, withStore, writtenFacts } from './certificate-store.js';
import { enableCertificate } from './enable-certificate.js';
import type { EventData, EventType } from './event.js';
import { bindingAddress, bindingIdentity, certificateIdentity, connectorIdentity } from './identity.js';
import { inOrder, withoutItem } from './keyed-list.js';
import {
  heldBinding,
  listOf,
  observePlainKeys,
  observeServer,
  observeSettings,
  thumbprintOrNone,
  withList,
} from './observe-server.js';
import { configureItem } from './observed-list.js';
import { patched } from './patched.js';
import { markPartial, said, servicesPath, unmarkPartial, type ServerState } from './state.js';

/** What each type of event means for a server; those of the organization mean nothing for it. */
export const SERVER_MEANING: {
  readonly [T in EventType]: (state: ServerState, data: EventData[T], at: string) => ServerState;
} = {
  'server.observed': observePlainKeys,
  'inventory.observed': observeServer,
  'certificate.imported': importCertificate,
  'certificate.enabled': enableCertificate,
  'certificate.removed': removeCertificate,
  'default-smtp-certificate.overwritten': overwriteDefaultSmtp,
  'receive-connector.configured': (state, data, at) =>
    withList(
      state,
      'receiveConnectors',
      configureItem(listOf(state, 'receiveConnectors'), data, connectorIdentity),
      at,
    ),
  'receive-connector.removed': (state, data, at) => {
    const { items, partial } = listOf(state, 'receiveConnectors');
    const others = items && withoutItem(items, connectorIdentity(data), connectorIdentity);
    return withList(state, 'receiveConnectors', { items: others, partial }, at);
  },
  'iis-binding.configured': (state, data, at) =>
    withList(state, 'iisBindings', configureItem(listOf(state, 'iisBindings'), heldBinding(data), bindingIdentity), at),
  'iis-binding.removed': (state, data, at) => {
    const { items, partial } = listOf(state, 'iisBindings');
    const others = items?.filter((binding) => bindingAddress(binding) !== bindingAddress(data));
    return withList(state, 'iisBindings', { items: others, partial }, at);
  },
  'client-protocol.configured': configureClientProtocol,
  'send-connector.configured': unchanged,
  'send-connector.removed': unchanged,
  'edge-subscription.added': unchanged,
  'edge-subscription.removed': unchanged,
  'hybrid.configured': unchanged,
  'auth-config.changed': unchanged,
  'presentation.observed': unchanged,
  'windows-event.logged': unchanged,
  'note.added': unchanged,
};

function unchanged(state: ServerState): ServerState {
  return state;
}

const SETTINGS = { pop: 'popSettings', imap: 'imapSettings', um: 'umSettings' } as const;

function configureClientProtocol(
  state: ServerState,
  { protocol, settings }: EventData['client-protocol.configured'],
  at: string,
): ServerState {
  return Object.hasOwn(SETTINGS, protocol) ? observeSettings(state, SETTINGS[protocol], settings, at) : state;
}

/**
 * An imported certificate stands in the store without any service, whatever it had elsewhere. One that stands there already keeps its
 * services, for the import of what is there is refused. Without its facts (they are read on receipt) nothing can be told.
 * @cite PS-IMPORT (A), rulebook 9.4
 */
function importCertificate(state: ServerState, data: EventData['certificate.imported'], at: string): ServerState {
  if (data.facts === undefined) return state;
  const { hasPrivateKey, keyProvider, friendlyName } = data;
  const read = writtenFacts(heldCertificate(data.facts));
  const known = inStore(state, read.thumbprint);
  const before: Certificate = known ?? { ...writtenFacts(knownCertificate(state, read.thumbprint)), services: [] };
  const imported = patched<Certificate>(
    { ...before, ...read },
    patched<Partial<Certificate>>({}, { hasPrivateKey, keyProvider, friendlyName }),
  );
  const others = (state.server.certificates ?? []).filter((one) => one.thumbprint !== read.thumbprint);
  const partial = state.server.certificates === undefined ? markPartial(state.partial, 'certificates') : state.partial;
  const stored = withStore({ ...state, partial }, inOrder([...others, imported], certificateIdentity));
  return { ...stored, saidAt: said(stored.saidAt, ['certificates'], at) };
}

/** The certificate leaves the store. Bindings, settings and the internal transport certificate keep naming it. @cite rulebook 9.5 */
function removeCertificate(state: ServerState, data: EventData['certificate.removed'], at: string): ServerState {
  const thumbprint = normalizeThumbprint(data.thumbprint);
  const certificates = state.server.certificates;
  if (certificates == null) return state;
  const stored = withStore(
    state,
    certificates.filter((one) => one.thumbprint !== thumbprint),
  );
  return {
    ...stored,
    partial: unmarkPartial(stored.partial, servicesPath(thumbprint)),
    saidAt: said(stored.saidAt, ['certificates'], at),
  };
}

function overwriteDefaultSmtp(
  state: ServerState,
  { current }: EventData['default-smtp-certificate.overwritten'],
  at: string,
): ServerState {
  const server = { ...state.server, internalTransportCertificate: thumbprintOrNone(current) ?? null };
  return { ...state, server, saidAt: said(state.saidAt, ['internalTransportCertificate'], at) };
}
