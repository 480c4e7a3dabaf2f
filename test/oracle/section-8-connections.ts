import type { Connection, FleetDocument, IisBinding, ReceiveConnector, Server } from '#libs/fleet/document.js';
import type { SelectionNote } from '#libs/selection/selection.js';
import { and, knownBoolean, knownList, knownText, knownUnlessNull, or, type Tri } from './known.js';
import { indeterminate, notAdvertised, type Draft } from './section-4-answer.js';
import {
  contains,
  isEveryFamily,
  isWildcardAddress,
  readAddress,
  readBinding,
  readRange,
  sameAddress,
  sizeOf,
  type Address,
  type Binding,
} from './section-3-addresses.js';
import { addressOf, httpsBindings, namedServer } from './section-2-endpoints.js';
import { normalName } from './section-3-names.js';
import { receiveStarttls } from './section-5-starttls.js';
import { iis } from './section-7-web-and-clients.js';

interface Asked {
  readonly localAddress: Address | undefined;
  readonly localPort: number | undefined;
  readonly remoteAddress: Address | undefined;
}

export interface ConnectionDraft {
  /** Undefined: the document lacks it. */
  readonly server: Server | undefined;
  readonly draft: Draft;
}

export function connectionAnswer(document: FleetDocument, connection: Connection, at: number): ConnectionDraft {
  const name = knownText(connection.server);
  const server = name === undefined || name === '' ? undefined : namedServer(document, name);
  const nowhere: Server = { fqdn: '', certificates: [] };
  if (server === undefined) return { server, draft: indeterminate(nowhere, 'STLS-0') };
  const [local, remote] = [knownUnlessNull(connection.localAddress), knownUnlessNull(connection.remoteAddress)];
  const asked: Asked = {
    localAddress: local === undefined ? undefined : readAddress(local),
    localPort: knownUnlessNull(connection.localPort),
    remoteAddress: remote === undefined ? undefined : readAddress(remote),
  };
  if (connection.protocol === 'smtp') return { server, draft: smtp(document, server, asked, at) };
  if (connection.protocol === 'https') {
    return { server, draft: https(document, server, { asked, serverName: knownText(connection.serverName) }, at) };
  }
  return { server, draft: indeterminate(server, 'STLS-0') };
}

// ---- 8.1 ----

function smtp(document: FleetDocument, server: Server, asked: Asked, at: number): Draft {
  const connectors = knownList(server.receiveConnectors);
  if (connectors === undefined) return indeterminate(server, 'STLS-0');
  const verdicts = connectors.map((connector) => applies(connector, asked));
  if (verdicts.includes(undefined)) return indeterminate(server, 'STLS-0');
  const applying = connectors.filter((_, index) => verdicts[index] === true);
  // "Of several the winner is by: exact local address": the first unknown condition of a step decides (18).
  if (applying.length > 1 && applying.some((connector) => hearsExactly(connector, asked) === undefined)) {
    return indeterminate(server, 'STLS-0');
  }
  const ordered = [...applying].sort((a, b) => compareConnectors(a, b, asked));
  const [first, second] = ordered;
  if (first === undefined) return notAdvertised(server, 'STLS-0', { notes: new Set(['NO_CONNECTOR']) });
  const answer = receiveStarttls({ document, server, at }, first);
  const notes = new Set(answer.notes);
  if (second !== undefined && equalButForName(first, second, asked)) notes.add('TIE_BROKEN_ARBITRARILY');
  return { ...answer, via: addressOf({ kind: 'receive-starttls', connector: first }), notes };
}

function applies(connector: ReceiveConnector, asked: Asked): Tri {
  const bindings = knownList(connector.bindings);
  const ranges = knownList(connector.remoteIpRanges);
  const { remoteAddress } = asked;
  return and(
    knownBoolean(connector.enabled),
    bindings === undefined ? undefined : or(...bindings.map((text) => hears(readBinding(text), asked))),
    ranges === undefined
      ? undefined
      : or(
          ...ranges.map((text) => (remoteAddress === undefined ? undefined : contains(readRange(text), remoteAddress))),
        ),
  );
}

function hears(binding: Binding, asked: Asked): Tri {
  const port = asked.localPort === undefined ? undefined : binding.port === asked.localPort;
  if (!binding.unspecified) {
    return and(port, asked.localAddress === undefined ? undefined : sameAddress(binding.address, asked.localAddress));
  }
  const family = (asked.localAddress ?? asked.remoteAddress)?.family;
  return and(port, family === undefined ? undefined : binding.address.family === family);
}

function compareConnectors(a: ReceiveConnector, b: ReceiveConnector, asked: Asked): number {
  const exactness = Number(hearsExactly(b, asked)) - Number(hearsExactly(a, asked));
  if (exactness !== 0) return exactness;
  const [left, right] = [smallestRange(a, asked), smallestRange(b, asked)];
  if (left !== right) return left < right ? -1 : 1;
  const [name, other] = [a.name.toLowerCase(), b.name.toLowerCase()];
  return name === other ? 0 : name < other ? -1 : 1;
}

function equalButForName(a: ReceiveConnector, b: ReceiveConnector, asked: Asked): boolean {
  return hearsExactly(a, asked) === hearsExactly(b, asked) && smallestRange(a, asked) === smallestRange(b, asked);
}

function hearsExactly(connector: ReceiveConnector, asked: Asked): Tri {
  const specific = (connector.bindings ?? []).map(readBinding).filter((binding) => !binding.unspecified);
  return or(...specific.map((binding) => hears(binding, asked)));
}

function smallestRange(connector: ReceiveConnector, { remoteAddress }: Asked): bigint {
  const sizes = (connector.remoteIpRanges ?? [])
    .map(readRange)
    .filter((range) => remoteAddress !== undefined && contains(range, remoteAddress))
    .map(sizeOf);
  return sizes.reduce((least, size) => (size < least ? size : least));
}

// ---- 8.2 ----

interface HttpsQuestion {
  readonly asked: Asked;
  readonly serverName: string | undefined;
}

type Class = 'exactIp' | 'sni' | 'wildcardIp';
const RULE: Record<Class, string> = { exactIp: 'HTTP-1', sni: 'HTTP-2', wildcardIp: 'HTTP-3' };

function https(document: FleetDocument, server: Server, question: HttpsQuestion, at: number): Draft {
  if (knownList(server.iisBindings) === undefined) return indeterminate(server, 'HTTP-4');
  const every = httpsBindings(server);
  const nothing = notAdvertised(server, 'HTTP-4', { outcome: 'HANDSHAKE_FAILS' });
  if (every.length === 0) return nothing;
  const { localPort } = question.asked;
  if (localPort === undefined) return indeterminate(server, 'HTTP-4');
  const bindings = every.filter((binding) => binding.port === localPort);
  const order = (document.policy?.httpSysPrecedence ?? 'exactIp>sni>wildcardIp')
    .split('>')
    .map((text) => text.trim() as Class);
  const inClass = (klass: Class): IisBinding[] =>
    bindings.filter((binding) => appliesAs(klass, binding, question) === true);
  for (const klass of order) {
    if (bindings.some((binding) => appliesAs(klass, binding, question) === undefined))
      return indeterminate(server, 'HTTP-4');
  }
  const klass = order.find((one) => inClass(one).length > 0);
  if (klass === undefined) return nothing;
  const specific = inClass(klass).filter((binding) => !isWildcardAddress(binding.ipAddress ?? ''));
  const equal = specific.length > 0 ? specific : inClass(klass);
  const [first, second] = equal;
  if (first === undefined) return nothing;
  const answer = iis(server, at, first);
  const notes = new Set<SelectionNote>(answer.notes);
  if (inClass('exactIp').length > 0 && inClass('sni').length > 0) notes.add('HTTPSYS_PRECEDENCE_CONFLICT');
  if (second !== undefined) notes.add('TIE_BROKEN_ARBITRARILY');
  return { ...answer, rule: RULE[klass], via: addressOf({ kind: 'iis', binding: first }), notes };
}

function appliesAs(klass: Class, binding: IisBinding, { asked, serverName }: HttpsQuestion): Tri {
  const host = knownText(binding.hostName ?? '') ?? '';
  const address = knownUnlessNull(binding.ipAddress);
  const wildcard = address === undefined ? undefined : isWildcardAddress(address);
  const fit = fits(address, asked.localAddress);
  if (klass === 'exactIp') return and(host === '', wildcard === undefined ? undefined : !wildcard, fit);
  if (klass === 'wildcardIp') return and(host === '', wildcard, fit);
  if (host === '') return false;
  const named = serverName === undefined ? undefined : serverName !== '' && normalName(serverName) === normalName(host);
  return and(named, fit);
}

function fits(text: string | undefined, local: Address | undefined): Tri {
  if (text === undefined) return undefined;
  if (isEveryFamily(text)) return true;
  if (local === undefined) return undefined;
  const address = readAddress(text);
  return isWildcardAddress(text) ? address.family === local.family : sameAddress(address, local);
}
