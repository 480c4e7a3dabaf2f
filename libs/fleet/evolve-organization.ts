import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { AuthConfig, EdgeSubscription, Organization } from './document.js';
import type { EventData, EventType } from './event.js';
import { connectorIdentity, edgeSubscriptionIdentity, poolIdentity } from './identity.js';
import { withoutItem } from './keyed-list.js';
import { configureItem, observeList, type KnownList } from './observed-list.js';
import { patched } from './patched.js';
import { markPartial, said, type OrganizationState } from './state.js';

type OrganizationInventory = Organization & { readonly complete?: readonly string[] };
type ListKey = 'sendConnectors' | 'edgeSubscriptions' | 'pools';
type GroupKey = 'hybrid' | 'authConfig' | 'clientNames';

/** What each type of event means for the organization; those of its servers mean nothing for it. */
export const ORGANIZATION_MEANING: {
  readonly [T in EventType]: (state: OrganizationState, data: EventData[T], at: string) => OrganizationState;
} = {
  'inventory.observed': observeOrganization,
  'send-connector.configured': (state, data, at) =>
    withList(state, 'sendConnectors', configureItem(listOf(state, 'sendConnectors'), data, connectorIdentity), at),
  'send-connector.removed': (state, data, at) => {
    const { items, partial } = listOf(state, 'sendConnectors');
    const others = items && withoutItem(items, connectorIdentity(data), connectorIdentity);
    return withList(state, 'sendConnectors', { items: others, partial }, at);
  },
  'edge-subscription.added': (state, data, at) => {
    const known = listOf(state, 'edgeSubscriptions');
    const list = configureItem(known, withFullName(known.items ?? [], data), edgeSubscriptionIdentity);
    return withList(state, 'edgeSubscriptions', list, at);
  },
  'edge-subscription.removed': removeEdgeSubscription,
  'hybrid.configured': (state, data, at) => withGroup(state, 'hybrid', data, at),
  'auth-config.changed': (state, data, at) => withGroup(state, 'authConfig', data && heldAuthConfig(data), at),
  'server.observed': unchanged,
  'certificate.imported': unchanged,
  'certificate.enabled': unchanged,
  'certificate.removed': unchanged,
  'default-smtp-certificate.overwritten': unchanged,
  'receive-connector.configured': unchanged,
  'receive-connector.removed': unchanged,
  'iis-binding.configured': unchanged,
  'iis-binding.removed': unchanged,
  'client-protocol.configured': unchanged,
  'presentation.observed': unchanged,
  'windows-event.logged': unchanged,
  'note.added': unchanged,
};

function unchanged(state: OrganizationState): OrganizationState {
  return state;
}

function observeOrganization(
  state: OrganizationState,
  data: EventData['inventory.observed'],
  at: string,
): OrganizationState {
  if (!speaksOfOrganization(data)) return state;
  const { name, hybrid, authConfig, clientNames } = data;
  let after = state;
  if (name !== undefined) {
    after = { ...after, organization: { ...after.organization, name }, saidAt: said(after.saidAt, ['name'], at) };
  }
  after = withGroup(after, 'hybrid', hybrid, at);
  after = withGroup(after, 'authConfig', authConfig && heldAuthConfig(authConfig), at);
  after = withGroup(after, 'clientNames', clientNames, at);
  return observeLists(after, data, at);
}

function observeLists(state: OrganizationState, data: OrganizationInventory, at: string): OrganizationState {
  const { sendConnectors, edgeSubscriptions, pools } = data;
  let after = state;
  if (sendConnectors !== undefined) {
    const observed = { items: sendConnectors, complete: isComplete(data, 'sendConnectors') };
    const list = observeList(listOf(after, 'sendConnectors'), observed, connectorIdentity);
    after = withList(after, 'sendConnectors', list, at);
  }
  if (edgeSubscriptions !== undefined) {
    const observed = { items: edgeSubscriptions, complete: isComplete(data, 'edgeSubscriptions') };
    const list = observeList(listOf(after, 'edgeSubscriptions'), observed, edgeSubscriptionIdentity);
    after = withList(after, 'edgeSubscriptions', list, at);
  }
  if (pools !== undefined) {
    const observed = { items: pools, complete: isComplete(data, 'pools') };
    after = withList(after, 'pools', observeList(listOf(after, 'pools'), observed, poolIdentity), at);
  }
  return after;
}

function isComplete(data: OrganizationInventory, key: ListKey): boolean {
  return data[key] === null || (data.complete ?? []).includes(key);
}

/** Settings that stand together: the keys given replace the old values, null unsets them all. */
function withGroup<K extends GroupKey>(
  state: OrganizationState,
  key: K,
  given: Organization[K],
  at: string,
): OrganizationState {
  if (given === undefined) return state;
  const after = given === null ? null : { ...state.organization[key], ...given };
  return {
    ...state,
    organization: { ...state.organization, [key]: after },
    saidAt: said<keyof Organization>(state.saidAt, [key], at),
  };
}

function removeEdgeSubscription(state: OrganizationState, data: EdgeSubscription, at: string): OrganizationState {
  const { items, partial } = listOf(state, 'edgeSubscriptions');
  const identity = edgeSubscriptionIdentity(withFullName(items ?? [], data));
  const others = items && withoutItem(items, identity, edgeSubscriptionIdentity);
  return withList(state, 'edgeSubscriptions', { items: others, partial }, at);
}

/** Logs call an Edge server by its short name: that is the one known server of which it is the first label. @cite rulebook 3.4 (D) */
function withFullName(known: readonly EdgeSubscription[], subscription: EdgeSubscription): EdgeSubscription {
  const name = edgeSubscriptionIdentity(subscription);
  if (name === '' || name.includes('.')) return subscription;
  const named = known.filter((one) => edgeSubscriptionIdentity(one).split('.', 1)[0] === name);
  const { edgeServer } = named.length === 1 ? (named[0] ?? subscription) : subscription;
  return edgeServer === undefined ? subscription : { ...subscription, edgeServer };
}

function listOf<K extends ListKey>(state: OrganizationState, key: K): KnownList<NonNullable<Organization[K]>[number]> {
  return { items: state.organization[key] ?? undefined, partial: state.partial.includes(key) };
}

function withList<K extends ListKey>(
  state: OrganizationState,
  key: K,
  { items, partial }: KnownList<NonNullable<Organization[K]>[number]>,
  at: string,
): OrganizationState {
  if (items === undefined) return state;
  return {
    ...state,
    organization: { ...state.organization, [key]: items },
    partial: partial ? markPartial(state.partial, key) : state.partial.filter((path) => path !== key),
    saidAt: said<keyof Organization>(state.saidAt, [key], at),
  };
}

function heldAuthConfig({ currentThumbprint, nextThumbprint, previousThumbprint }: AuthConfig): AuthConfig {
  const held = (text: string | null | undefined) => (text == null ? text : normalizeThumbprint(text) || null);
  return patched<AuthConfig>(
    {},
    {
      currentThumbprint: held(currentThumbprint),
      nextThumbprint: held(nextThumbprint),
      previousThumbprint: held(previousThumbprint),
    },
  );
}

/** On the stream of the organization an inventory speaks of the organization, whichever of its keys it carries. */
function speaksOfOrganization(data: EventData['inventory.observed']): data is OrganizationInventory {
  return typeof data === 'object' && data !== null;
}
