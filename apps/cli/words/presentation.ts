import type { DialogueFault, HandshakeFault, Outcome, Unreachable } from '#libs/probe/outcome.js';
import type { CheckReason } from '#libs/views/presentation-check.js';
import type { PresentationHint } from '#libs/views/presentation-hints.js';

/** Why what was seen agrees with what was foretold, or does not. */
export const CHECK_WORDS: Readonly<Record<CheckReason, string>> = {
  'same-certificate': 'The certificate that was foretold.',
  'same-outcome': 'The answer that was foretold.',
  'other-certificate': 'Another certificate than the one that was foretold.',
  'other-outcome': 'Another answer than the one that was foretold.',
  'prediction-unknown': 'Nothing is foretold: a fact is unknown.',
  'no-prediction': 'Nothing is foretold for this endpoint.',
  'seen-unknown': 'What was seen says nothing of the certificate.',
};

/** What may be behind a presentation that was not foretold. */
export const HINT_WORDS: Readonly<Record<PresentationHint, string>> = {
  ANOTHER_ENDPOINT_HERE:
    'Another endpoint of this server is foretold to present it: another connector or binding may have answered, or this one is set otherwise than is known.',
  IN_THIS_STORE:
    'It stands in the store of this server: the settings of the endpoint may have changed since the last inventory, or the prediction is wrong.',
  ON_ANOTHER_SERVER: 'Another server has it: a load balancer may have answered, or the name leads to another server.',
  NOT_IN_THE_INVENTORY:
    'No server of the inventory has it: a device in front of the server may have answered, or it is newer than the inventory.',
  INVENTORY_IS_OLD: 'Nothing has been heard of this server for more than a week: take an inventory and look again.',
};

const HANDSHAKE: Readonly<Record<HandshakeFault, string>> = {
  refused: 'STARTTLS was offered and then refused',
  closed: 'the server hung up in mid-handshake',
  alert: 'the server ended the handshake',
  'no-common': 'no TLS version or cipher in common',
  'not-tls': 'what answered is no TLS',
  'no-certificate': 'the handshake ended without a certificate',
  'too-slow': 'the handshake took too long',
  'too-many-bytes': 'the server sent too much',
  other: 'the handshake failed',
};

const UNREACHABLE: Readonly<Record<Unreachable, string>> = {
  'no-address': 'its name has no address',
  'address-not-allowed': 'its name leads to an address that is not connected to unless it is registered',
  'connection-refused': 'connection refused',
  'no-route': 'no way to it',
  'too-slow': 'no connection in time',
  stopped: 'stopped before it ended',
  other: 'no connection',
};

const DIALOGUE: Readonly<Record<DialogueFault, string>> = {
  closed: 'the server hung up',
  'too-slow': 'the server took too long',
  'line-too-long': 'a line is too long',
  'reply-too-long': 'an answer has too many lines',
  'too-many-bytes': 'the server said too much',
  'not-the-protocol': 'what answers speaks another protocol',
  'turned-away': 'the server does not want this client',
};

const PLACES = { greeting: 'at the greeting', capabilities: 'at the capabilities', starttls: 'at STARTTLS' } as const;

/** What was seen, but for the certificate; the words of the server behind it. */
export function outcomeWords(outcome: Exclude<Outcome, { readonly kind: 'presented' }>): string {
  switch (outcome.kind) {
    case 'not-advertised':
      return withLine('no TLS offered', outcome.line);
    case 'handshake-failed':
      return withLine(HANDSHAKE[outcome.reason], outcome.line);
    case 'unreachable':
      return withLine(UNREACHABLE[outcome.reason], outcome.line);
    case 'protocol-error':
      return withLine(`${DIALOGUE[outcome.reason]} ${PLACES[outcome.place]}`, outcome.line);
    default:
      return outcome satisfies never;
  }
}

function withLine(words: string, line: string): string {
  return line === '' ? words : `${words}: ${line}`;
}
