import { createHash } from 'node:crypto';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { EventData } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import type { Look, Outcome } from './outcome.js';
import type { PlannedLook } from './planned.js';

export type Presentation = EventData['presentation.observed'];

/** SHA-1 as Windows shows it, of certificates in DER. */
export function thumbprintsOf(chain: readonly Uint8Array[]): readonly string[] {
  return chain.map((der) => createHash('sha1').update(der).digest('hex').toUpperCase());
}

/**
 * What a look saw of an endpoint, as the data of an event; null: it saw nothing of a presentation. A port that does not answer, or a server
 * that does not speak the protocol, says nothing of its certificates.
 */
export function presentationOf(endpoint: string, planned: PlannedLook, look: Look, from: string): Presentation | null {
  const seen = outcomeOf(look.outcome);
  if (seen === null) return null;
  const { protocol, port, serverName } = planned;
  const injected = look.injected === null ? {} : { injectedBytes: look.injected.bytes };
  return { endpoint, ...seen, observedFrom: from, protocol, port, serverName, ...injected };
}

function outcomeOf(outcome: Outcome): Pick<Presentation, 'chain' | 'outcome' | 'reason' | 'line'> | null {
  switch (outcome.kind) {
    case 'presented':
      return { outcome: 'PRESENTED', chain: thumbprintsOf(outcome.chain) };
    case 'not-advertised':
      return { outcome: 'NOT_ADVERTISED', chain: [], line: outcome.line };
    case 'handshake-failed':
      return { outcome: 'HANDSHAKE_FAILS', chain: [], reason: outcome.reason, line: outcome.line };
    case 'unreachable':
    case 'protocol-error':
      return null;
    default:
      return outcome satisfies never;
  }
}

export const TOOL = 'certfleet probe';

/** A CloudEvent of one presentation. Its id comes from what was seen and when, so that it may be sent twice. */
export function presentationEvent(
  about: { readonly organization: string; readonly server: string },
  time: string,
  data: Presentation,
): Readonly<Record<string, unknown>> {
  const id = createHash('sha256').update(canonicalText({ time, data })).digest('hex').slice(0, 32);
  return {
    specversion: '1.0',
    id: `probe:${id}`,
    source: sourceOf(about),
    type: 'certfleet.presentation.observed.v1',
    time,
    datacontenttype: 'application/json',
    tool: TOOL,
    data,
  };
}
