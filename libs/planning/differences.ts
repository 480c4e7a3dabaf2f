import type { Organization, ReceiveConnector, SendConnector, Server } from '#libs/fleet/document.js';
import { propertyDifferences } from './property-differences.js';
import { serverDifferences, type ServerDifference } from './server-differences.js';
import type { FleetState } from './survey.js';

/** A fact that is another one in a later state. A side that is unknown is undefined. */
export type Difference = ServerDifference | ReceiveConnectorDifference | SendConnectorDifference;

export interface ReceiveConnectorDifference {
  readonly kind: 'receive-connector';
  readonly server: Server;
  /** As it was. */
  readonly connector: ReceiveConnector;
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface SendConnectorDifference {
  readonly kind: 'send-connector';
  readonly server: null;
  /** As it was. */
  readonly connector: SendConnector;
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The net differences between two states of a fleet: server by server, then the Send connectors. */
export function differencesBetween(before: FleetState, after: FleetState): readonly Difference[] {
  const found: Difference[] = [];
  for (const [place, former] of before.servers.entries()) {
    const latter = after.servers[place];
    if (latter === undefined || latter === former) continue;
    found.push(...serverDifferences(former, latter), ...receiveConnectorDifferences(former, latter));
  }
  if (before.organization !== after.organization) {
    found.push(...sendConnectorDifferences(before.organization, after.organization));
  }
  return found;
}

function receiveConnectorDifferences(before: Server, after: Server): readonly ReceiveConnectorDifference[] {
  return pairs(before.receiveConnectors, after.receiveConnectors).flatMap(([connector, latter]) =>
    propertyDifferences(connector, latter).map((sides) => ({
      kind: 'receive-connector',
      server: before,
      connector,
      ...sides,
    })),
  );
}

function sendConnectorDifferences(
  before: Organization | undefined,
  after: Organization | undefined,
): readonly SendConnectorDifference[] {
  return pairs(before?.sendConnectors, after?.sendConnectors).flatMap(([connector, latter]) =>
    propertyDifferences(connector, latter).map((sides) => ({
      kind: 'send-connector',
      server: null,
      connector,
      ...sides,
    })),
  );
}

type List<T> = readonly T[] | null | undefined;

/** Each connector with what became of it; no command makes or deletes one. */
function pairs<T extends { readonly name: string }>(before: List<T>, after: List<T>): readonly (readonly [T, T])[] {
  const latter = new Map((after ?? []).map((connector) => [connector.name, connector]));
  return (before ?? []).flatMap((connector) => {
    const other = latter.get(connector.name);
    return other === undefined || other === connector ? [] : [[connector, other] as const];
  });
}
