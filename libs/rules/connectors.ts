import { knownText } from '#libs/certificates/known.js';
import type { ReceiveConnector, SendConnector } from '#libs/fleet/document.js';
import { effectiveReceivePin, effectiveSendPin, type EffectivePin } from '#libs/selection/effective-pin.js';
import { offers } from '#libs/selection/inbound-starttls.js';
import type { Selection } from '#libs/selection/selection.js';
import { NOTHING, type Occurrence } from './rule.js';
import type { Subject } from './subject.js';
import { plain } from './wording.js';

/** A connector that counts on this server: known to be enabled; a Send connector on each of its source servers. @cite rulebook 11.1 (D) */
export type Connector = {
  readonly name: string;
  /** The address of its STARTTLS endpoint. */
  readonly endpoint: string;
  /** What it presents there. */
  readonly selection: Selection;
  /** Text of the pin that counts on this server; null: it has none here. Undefined: a fact that it hangs on is unknown. */
  readonly pin: string | null | undefined;
} & (
  | { readonly kind: 'receive'; readonly settings: ReceiveConnector }
  | { readonly kind: 'send'; readonly settings: SendConnector }
);

const KNOWN = new WeakMap<Subject['answers'], readonly Connector[]>();

/** The enabled connectors of a server, in the order of its endpoints. */
export function connectorsOf({ facts, answers }: Pick<Subject, 'facts' | 'answers'>): readonly Connector[] {
  const known = KNOWN.get(answers);
  if (known !== undefined) return known;
  const found: Connector[] = [];
  for (const answered of answers) {
    const { endpoint } = answered;
    if (endpoint.kind === 'receive-starttls') {
      const settings = endpoint.connector;
      if (settings.enabled !== true) continue;
      const { selection } = answered;
      const pin = textOf(effectiveReceivePin(facts.server, settings));
      found.push({ kind: 'receive', name: settings.name, endpoint: endpoint.address, settings, selection, pin });
    } else if (endpoint.kind === 'send-starttls') {
      const settings = endpoint.connector;
      if (settings.enabled !== true) continue;
      const { selection } = answered;
      const pin = textOf(effectiveSendPin(facts.server, settings));
      found.push({ kind: 'send', name: settings.name, endpoint: endpoint.address, settings, selection, pin });
    }
  }
  KNOWN.set(answers, found);
  return found;
}

/** What holds of one connector after the other, with nothing allocated where nothing does. */
export function amongConnectors(
  subject: Pick<Subject, 'facts' | 'answers'>,
  check: (connector: Connector) => Occurrence | null,
): readonly Occurrence[] {
  let found: Occurrence[] | undefined;
  for (const connector of connectorsOf(subject)) {
    const occurrence = check(connector);
    if (occurrence !== null) (found ??= []).push(occurrence);
  }
  return found ?? NOTHING;
}

function textOf(pin: EffectivePin): string | null | undefined {
  return 'missing' in pin ? undefined : pin.text;
}

/** Whether it is a Receive connector that is known to offer TLS. */
export function receivesTls(connector: Connector): connector is Connector & { readonly kind: 'receive' } {
  return connector.kind === 'receive' && offers(connector.settings, 'Tls') === true;
}

/** Thumbprint of the certificate that it presents; null: it presents none, or nobody knows. */
export function presentedBy({ selection }: Connector): string | null {
  return selection.outcome === 'PRESENTED' ? selection.thumbprint : null;
}

/** The name by which it selects where no pin counts: its own, else the server's, as the document writes it. Undefined: unknown. */
export function selectingName({ settings }: Connector, server: { readonly fqdn: string }): string | undefined {
  const name = knownText(settings.fqdn);
  return name === null ? server.fqdn.trim() : name;
}

/** A connector as a reader knows it: `Receive connector "Default Frontend EX01"`. */
export function connectorNamed(connector: Connector): string {
  return `${connector.kind === 'receive' ? 'Receive' : 'Send'} connector "${plain(connector.name)}"`;
}
