import { knownText } from '#libs/certificates/known.js';
import type { ReceiveConnector, SendConnector, Server } from '#libs/fleet/document.js';
import type { SelectionNote } from './selection.js';
import { isBefore2013 } from './server-facts.js';

/** Longer pins do not reach an Edge. @cite KB4052493 (A) */
export const LONGEST_PIN_ON_EDGE = 256;

/** The pin of a connector that counts on one server. */
export type EffectivePin =
  | { readonly text: string | null; readonly note: SelectionNote | null }
  /** The fact that is needed to tell, in the words of the fleet document. */
  | { readonly missing: 'version' | 'tlsCertificateName' | 'roles' };

type Pinnable = Pick<ReceiveConnector, 'tlsCertificateName'> | Pick<SendConnector, 'tlsCertificateName'>;

/** The pin of a Receive connector: the parameter exists since 2013. @cite PS-SETRC (A) */
export function effectiveReceivePin(server: Pick<Server, 'version'>, connector: Pinnable): EffectivePin {
  const text = knownText(connector.tlsCertificateName);
  if (server.version == null) return { missing: 'version' };
  if (isBefore2013(server.version)) return { text: null, note: text ? 'PIN_IGNORED_VERSION' : null };
  return text === undefined ? { missing: 'tlsCertificateName' } : { text, note: null };
}

/** The pin of a Send connector on one of its source servers: an Edge does not get one that is too long. @cite KB4052493 (A) */
export function effectiveSendPin(server: Pick<Server, 'version' | 'roles'>, connector: Pinnable): EffectivePin {
  const pin = effectiveReceivePin(server, connector);
  if ('missing' in pin || pin.text === null || pin.text.length <= LONGEST_PIN_ON_EDGE) return pin;
  if (server.roles === undefined) return { missing: 'roles' };
  return server.roles?.includes('EdgeTransport') ? { text: null, note: 'PIN_TOO_LONG_FOR_EDGE' } : pin;
}
