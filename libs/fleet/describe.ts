import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { EdgeSubscription, IisBinding } from './document.js';
import type { EventData, EventOf, EventType, FleetEvent } from './event.js';
import { speakerOf } from './source.js';

const LONGEST_NAME = 80;
const LONGEST_NOTE = 400;
const LONGEST_SENTENCE = 600;

/**
 * One sentence that says what an event is, in Exchange's words, for a timeline: who did what, and by which tool. Plain text of at most
 * 600 characters on one line; it is no markup, and whoever shows it must encode it as text.
 */
export function describe(event: FleetEvent): string {
  const sentence = said(event);
  const by = event.tool === undefined ? '' : ` (${clipped(event.tool)})`;
  return clipped(sentence + by, LONGEST_SENTENCE);
}

/** A thumbprint short enough for a sentence: `9F2A…C1`. */
export function shortThumbprint(thumbprint: string): string {
  const text = plain(normalizeThumbprint(thumbprint));
  return text.length > 8 ? `${text.slice(0, 4)}…${text.slice(-2)}` : text;
}

type Sentence<T extends EventType> = (data: EventData[T], event: Pick<FleetEvent, 'actor' | 'source'>) => string;

const SENTENCES: { readonly [T in EventType]: Sentence<T> } = {
  'server.observed': ({ fqdn, version, build }) =>
    `${clipped(fqdn)} was observed${version == null ? '' : ` as Exchange ${clipped(version)}`}${build == null ? '' : `, build ${clipped(build)}`}`,
  'certificate.imported': ({ facts, friendlyName }, event) => {
    const name = facts?.subject ?? friendlyName;
    const which = facts === undefined ? 'a certificate' : shortThumbprint(facts.thumbprint);
    return did(event, 'imported', `${which}${name == null || name === '' ? '' : ` (${clipped(name)})`}`);
  },
  'certificate.enabled': ({ thumbprint, services, answer, surface }, event) => {
    const how = answer === undefined ? '' : ANSWERS[answer];
    const where = surface === 'eac' ? ' in the Exchange admin center' : '';
    return did(event, 'enabled', `${shortThumbprint(thumbprint)} for ${list(services)}${how}${where}`);
  },
  'default-smtp-certificate.overwritten': ({ previous, current }, event) =>
    did(
      event,
      'overwrote',
      `the default SMTP certificate${previous == null ? '' : ` ${shortThumbprint(previous)}`} with ${current === null ? 'none' : shortThumbprint(current)}`,
    ),
  'certificate.removed': ({ thumbprint }, event) =>
    did(event, 'removed', `the certificate ${shortThumbprint(thumbprint)}`),
  'receive-connector.configured': (connector, event) => did(event, 'configured', connectorText('Receive', connector)),
  'receive-connector.removed': ({ name }, event) => did(event, 'removed', `Receive connector "${clipped(name)}"`),
  'send-connector.configured': (connector, event) => did(event, 'configured', connectorText('Send', connector)),
  'send-connector.removed': ({ name }, event) => did(event, 'removed', `Send connector "${clipped(name)}"`),
  'iis-binding.configured': (binding, event) =>
    did(event, 'configured', `the IIS binding ${bindingText(binding)}${holding(binding.thumbprint)}`),
  'iis-binding.removed': (binding, event) => did(event, 'removed', `the IIS binding ${bindingText(binding)}`),
  'client-protocol.configured': (data, event) => did(event, 'configured', clientProtocolText(data)),
  'edge-subscription.added': (subscription, event) => did(event, 'added', subscriptionText(subscription)),
  'edge-subscription.removed': (subscription, event) => did(event, 'removed', subscriptionText(subscription)),
  'hybrid.configured': (hybrid, event) =>
    hybrid === null
      ? did(event, 'removed', 'the hybrid configuration')
      : did(event, 'configured', `hybrid${pinnedTo(hybrid.tlsCertificateName)}`),
  'auth-config.changed': (config, event) =>
    did(
      event,
      'changed',
      `the Auth configuration${config?.currentThumbprint == null ? '' : `: current certificate ${shortThumbprint(config.currentThumbprint)}`}`,
    ),
  'inventory.observed': (data, { source }) => inventoryText(data, source),
  'presentation.observed': ({ endpoint, chain, observedFrom, outcome, reason }) => {
    const from = observedFrom === undefined ? '' : `, seen from ${clipped(observedFrom)}`;
    return `${clipped(endpoint)} ${presentationText(chain[0], outcome, reason)}${from}`;
  },
  'windows-event.logged': ({ provider, eventId, subject, thumbprint }) => {
    const about = subject === undefined ? '' : ` about ${clipped(subject)}`;
    const which = thumbprint === undefined ? '' : `, certificate ${shortThumbprint(thumbprint)}`;
    return `${clipped(provider)} logged event ${eventId}${about}${which}`;
  },
  'note.added': ({ text, ticket }, event) =>
    `${did(event, 'noted', ticket == null ? '' : `on ${clipped(ticket)}`)}: ${clipped(text, LONGEST_NOTE)}`,
};

function presentationText(leaf: string | undefined, outcome: string | undefined, reason: string | undefined): string {
  if (outcome === 'NOT_ADVERTISED') return 'offered no TLS';
  if (outcome === 'HANDSHAKE_FAILS')
    return `let the handshake fail${reason === undefined ? '' : ` (${clipped(reason)})`}`;
  return `presented ${leaf === undefined ? 'no certificate' : shortThumbprint(leaf)}`;
}

const ANSWERS = {
  force: ' with -Force',
  yes: ', answering Yes to the overwrite question',
  no: ', answering No to the overwrite question',
  unknown: '',
} as const;

function said<T extends EventType>(event: EventOf<T>): string {
  const sentences: { readonly [K in T]: Sentence<K> } = SENTENCES;
  if (!Object.hasOwn(SENTENCES, event.type)) return `An event of the type ${clipped(event.type)}`;
  const sentence: Sentence<T> = sentences[event.type];
  return sentence(event.data, event);
}

function did({ actor }: Pick<FleetEvent, 'actor'>, verb: string, what: string): string {
  const who = actor === undefined || actor.trim() === '' ? 'Somebody' : clipped(actor);
  return what === '' ? `${who} ${verb}` : `${who} ${verb} ${what}`;
}

function connectorText(kind: 'Receive' | 'Send', connector: EventData['send-connector.configured']): string {
  return `${kind} connector "${clipped(connector.name)}"${pinnedTo(connector.tlsCertificateName)}`;
}

function pinnedTo(pin: string | null | undefined): string {
  if (pin === undefined) return '';
  return pin === null ? ', without a TlsCertificateName' : `, TlsCertificateName ${clipped(pin, 2 * LONGEST_NAME)}`;
}

function bindingText({
  site,
  ipAddress,
  port,
  hostName,
}: Pick<IisBinding, 'site' | 'ipAddress' | 'port' | 'hostName'>): string {
  return `"${clipped(site)}" ${clipped(ipAddress ?? '*')}:${port}:${clipped(hostName ?? '')}`;
}

function holding(thumbprint: string | null | undefined): string {
  if (thumbprint === undefined) return '';
  return thumbprint === null ? ', without a certificate' : `, holding ${shortThumbprint(thumbprint)}`;
}

function clientProtocolText(data: EventData['client-protocol.configured']): string {
  const protocol = clipped(data.protocol.toUpperCase());
  if (data.settings === null) return `${protocol}: no settings`;
  const [key, value] = Object.entries(data.settings)[0] ?? [];
  return key === undefined ? protocol : `${protocol}: ${clipped(key)} ${clipped(String(value ?? 'unset'))}`;
}

function subscriptionText({ edgeServer, adSite }: EdgeSubscription): string {
  const site = adSite == null ? '' : ` to the site ${clipped(adSite)}`;
  return `the Edge subscription of ${clipped(edgeServer ?? 'an unnamed server')}${site}`;
}

function inventoryText(data: EventData['inventory.observed'], source: string): string {
  const keys = Object.keys(data).filter((key) => key !== 'fqdn' && key !== 'complete' && key !== 'name');
  const named = 'fqdn' in data && typeof data.fqdn === 'string' ? data.fqdn : speakerOf(source)?.server;
  const whose = named == null ? 'The organization' : clipped(named);
  const shown = keys.length > 8 ? [...keys.slice(0, 8), `${keys.length - 8} more`] : keys;
  return keys.length === 0 ? `${whose} was observed` : `${whose} was observed: ${list(shown)}`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.map((item) => clipped(item)).join(', ');
}

function clipped(text: string, longest: number = LONGEST_NAME): string {
  const characters = [...plain(text.slice(0, 4 * longest))];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}

/** One line without control characters, and without those that turn the reading direction of what follows. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
}
