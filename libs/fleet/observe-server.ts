import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { heldCertificate, knownCertificate, withStore, writtenFacts } from './certificate-store.js';
import { compareText } from './canonical.js';
import type { IisBinding, Server } from './document.js';
import type { EventData } from './event.js';
import { bindingIdentity, certificateIdentity, connectorIdentity, virtualDirectoryIdentity } from './identity.js';
import { observeGroups, observeList, type KnownList, type ObservedList } from './observed-list.js';
import { carried, patched } from './patched.js';
import { markPartial, said, servicesPath, unmarkPartial, type ServerKey, type ServerState } from './state.js';

type ServerInventory = Partial<Server> & { readonly complete?: readonly string[] };
type ListKey = 'certificates' | 'receiveConnectors' | 'iisBindings' | 'virtualDirectories';
type Settings = 'popSettings' | 'imapSettings' | 'umSettings';

const PLAIN_KEYS = ['netbiosName', 'version', 'build', 'roles', 'adSite', 'internalTransportCertificate'] as const;

/** What an inventory of a server (whole or partial) makes of it: it speaks of the keys that it carries and of no others. */
export function observeServer(state: ServerState, data: EventData['inventory.observed'], at: string): ServerState {
  if (!speaksOfServer(data)) return state;
  const plain = observePlainKeys(state, data, at);
  const settings = (['popSettings', 'imapSettings', 'umSettings'] as const).reduce(
    (before, key) => observeSettings(before, key, data[key], at),
    plain,
  );
  return observeLists(observeCertificates(settings, data, at), data, at);
}

/** The keys that hold one value: a value given is the value. */
export function observePlainKeys(state: ServerState, data: Partial<Server>, at: string): ServerState {
  const { internalTransportCertificate: certificate, roles, version, fqdn } = data;
  const given = {
    ...carried(data, PLAIN_KEYS),
    roles: roles && [...new Set(roles)].sort(compareText),
    // A null version has no meaning of its own: it counts as unknown, so it says nothing. @cite rulebook 2
    version: version ?? undefined,
    internalTransportCertificate: thumbprintOrNone(certificate),
  };
  const known = patched<Partial<Server>>({}, given);
  const called = fqdn !== undefined && fqdn.toLowerCase() === state.server.fqdn.toLowerCase() ? { fqdn } : {};
  const keys = PLAIN_KEYS.filter((key) => known[key] !== undefined);
  return { ...state, server: { ...state.server, ...known, ...called }, saidAt: said(state.saidAt, keys, at) };
}

/** Settings of a client protocol: the keys given replace the old values, null unsets them all. */
export function observeSettings(
  state: ServerState,
  key: Settings,
  settings: object | null | undefined,
  at: string,
): ServerState {
  if (settings === undefined) return state;
  const after = settings === null ? null : { ...state.server[key], ...settings };
  return { ...state, server: { ...state.server, [key]: after }, saidAt: said(state.saidAt, [key], at) };
}

/** A text of blanks only is unset. */
export function thumbprintOrNone(thumbprint: string | null | undefined): string | null | undefined {
  return thumbprint == null ? thumbprint : normalizeThumbprint(thumbprint) || null;
}

export function heldBinding(binding: IisBinding): IisBinding {
  return patched(binding, { thumbprint: thumbprintOrNone(binding.thumbprint) });
}

/** A list of the state with its mark. */
export function listOf<K extends ListKey>(state: ServerState, key: K): KnownList<NonNullable<Server[K]>[number]> {
  return { items: state.server[key] ?? undefined, partial: state.partial.includes(key) };
}

/** The state with another list; nothing changes, and nothing was said, if the list stays unknown. */
export function withList<K extends ListKey>(
  state: ServerState,
  key: K,
  list: KnownList<NonNullable<Server[K]>[number]>,
  at: string,
): ServerState {
  if (list.items === undefined) return state;
  const { items } = list;
  return {
    ...state,
    server: { ...state.server, [key]: items },
    partial: list.partial ? markPartial(state.partial, key) : state.partial.filter((path) => path !== key),
    saidAt: said(state.saidAt, [key satisfies ServerKey], at),
  };
}

function observeCertificates(state: ServerState, data: ServerInventory, at: string): ServerState {
  const observed = observedList(data, 'certificates', (one) => withWrittenFacts(state, heldCertificate(one)));
  if (observed === undefined) return state;
  const merged = observeList(listOf(state, 'certificates'), observed, certificateIdentity);
  const list = { ...merged, partial: merged.partial && !looksLikeTheStore(observed.items ?? []) };
  const { items } = list;
  if (items === undefined) return state;
  const after = withList(withStore(state, items), 'certificates', list, at);
  const partial = observed.complete
    ? unmarkPartial(after.partial, 'certificates')
    : servicesNamed(observed.items ?? []).reduce(unmarkPartial, after.partial);
  return { ...after, partial };
}

/**
 * An export of `Get-ExchangeCertificate` with its state lists the server's store, as far as anybody can ask for it: what is known is then
 * good for decisions. A lone certificate without services, or a record of one change, is not.
 */
function looksLikeTheStore(certificates: readonly Certificate[]): boolean {
  return certificates.some(({ services }) => services !== undefined);
}

function servicesNamed(certificates: readonly Certificate[]): readonly string[] {
  return certificates.filter(({ services }) => services !== undefined).map((one) => servicesPath(one.thumbprint));
}

function withWrittenFacts(state: ServerState, certificate: Certificate): Certificate {
  return { ...writtenFacts(knownCertificate(state, certificate.thumbprint)), ...certificate };
}

function observeLists(state: ServerState, data: ServerInventory, at: string): ServerState {
  let after = state;
  const connectors = observedList(data, 'receiveConnectors', (one) => one);
  if (connectors) {
    after = withList(
      after,
      'receiveConnectors',
      observeList(listOf(after, 'receiveConnectors'), connectors, connectorIdentity),
      at,
    );
  }
  const bindings = observedList(data, 'iisBindings', heldBinding);
  if (bindings) {
    after = withList(after, 'iisBindings', observeList(listOf(after, 'iisBindings'), bindings, bindingIdentity), at);
  }
  const directories = observedList(data, 'virtualDirectories', (one) => one);
  if (directories) {
    const known = listOf(after, 'virtualDirectories');
    after = withList(after, 'virtualDirectories', observeGroups(known, directories, virtualDirectoryIdentity), at);
  }
  return after;
}

function observedList<K extends ListKey>(
  data: ServerInventory,
  key: K,
  held: (item: NonNullable<Server[K]>[number]) => NonNullable<Server[K]>[number],
): ObservedList<NonNullable<Server[K]>[number]> | undefined {
  const items: ServerInventory[K] = data[key];
  if (items === undefined) return undefined;
  const complete = items === null || (data.complete ?? []).includes(key);
  return { items: items?.map(held) ?? null, complete };
}

/** On the stream of a server an inventory speaks of the server, whichever of its keys it carries. */
function speaksOfServer(data: EventData['inventory.observed']): data is ServerInventory {
  return typeof data === 'object' && data !== null;
}
