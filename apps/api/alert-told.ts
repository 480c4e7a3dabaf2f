import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { titleOf } from '#libs/alerts/title.js';
import { CHANNEL_NAMES, type ChannelName } from '#libs/channels/channel.js';
import { mailOnlyWarning, watchedRelayWarning } from '#libs/channels/mail-flow.js';
import { alertChannels, carrying, type StoredChannel } from '#libs/store/alerts/channel-rows.js';
import { enabledRules } from '#libs/store/alerts/rule-rows.js';
import { serversCalled } from '#libs/store/queries/servers-called.js';
import type { ListedAlert } from '#libs/store/alerts/alert-list.js';
import type { DeliveryResult } from '#libs/store/alerts/deliveries.js';
import type { Transaction } from '#libs/store/database.js';

/** An alert as it is told. */
export function alertAnswer({ alert, group, heldBack }: ListedAlert, deliveries: readonly DeliveryResult[]) {
  const { facts, acknowledged, resolved, corrected, episode, firedAt, changedAt, position } = alert;
  const server = facts.fqdn === null ? null : `/api/v1/servers/${encodeURIComponent(facts.fqdn)}`;
  const explain =
    server === null || facts.endpoint === null
      ? null
      : `${server}/selections?trace=true&endpoint=${encodeURIComponent(facts.endpoint)}`;
  return {
    id: alert.id,
    state: alert.state,
    rule: facts.rule,
    severity: facts.severity,
    server: facts.fqdn,
    endpoint: facts.endpoint,
    title: titleOf(alert),
    summary: facts.summary,
    before: facts.before,
    after: facts.after,
    evidence: facts.evidence,
    remedy: facts.remedy,
    cause: facts.cause,
    episode,
    firedAt,
    changedAt,
    position,
    acknowledged,
    resolved,
    corrected,
    owner: facts.owner,
    group,
    heldBack: alert.state === 'resolved' ? null : heldBack,
    deliveries,
    links: { timeline: server === null ? null : `${server}/timeline`, explain },
  };
}

/** What keeps critical alerts about mail flow from reaching anybody: of every rule that tells of such, for it may name channels of its own. */
export async function channelWarnings(db: Transaction, organization: string): Promise<readonly string[]> {
  const channels = await alertChannels(db, organization);
  const rules = (await enabledRules(db, organization)).filter(tellsOfMailFlow);
  const kindsFor = (wanted: AlertRule['channels']) => {
    const names = new Set(carrying(channels, wanted, 'critical'));
    return channels.filter(({ name }) => names.has(name)).flatMap((one) => kindOf(one) ?? []);
  };
  const general = mailOnlyWarning(kindsFor(null));
  const own = rules.flatMap(({ id, channels: wanted }) => {
    const warning = wanted === null ? null : mailOnlyWarning(kindsFor(wanted));
    return warning === null ? [] : [`Rule ${id}: ${warning}`];
  });
  return [...(general === null ? [] : [general]), ...own, ...(await relayWarnings(db, organization, channels))];
}

const OF_MAIL_FLOW: ReadonlySet<string> = new Set(['default-smtp-overwritten', 'went-dark', 'risk']);

function tellsOfMailFlow({ condition, severity }: AlertRule): boolean {
  return OF_MAIL_FLOW.has(condition.kind) && (severity === null || severity === 'critical');
}

/** Relays of mail channels that are servers whose mail flow is watched. */
async function relayWarnings(
  db: Transaction,
  organization: string,
  channels: readonly StoredChannel[],
): Promise<readonly string[]> {
  const relays = channels.flatMap(({ kind, enabled, settings: { host } }) =>
    enabled && kind === 'email' && typeof host === 'string' ? [host] : [],
  );
  const servers = relays.length === 0 ? [] : await serversCalled(db, organization, relays);
  return relays.flatMap((relay) => watchedRelayWarning(relay, servers) ?? []);
}

export function kindOf({ kind }: Pick<StoredChannel, 'kind'>): ChannelName | null {
  return CHANNEL_NAMES.find((name) => name === kind) ?? null;
}
