import { anonymousInbound, internalTransport } from './anonymous-inbound.js';
import { anonymousSend, anonymousToEdge, anonymousToMailbox } from './anonymous-outbound.js';
import type { Path } from './answer.js';
import { clientProtocol } from './client-protocol.js';
import { iisBackEnd, iisSite } from './iis.js';
import { inboundStarttls } from './inbound-starttls.js';
import { outboundStarttls } from './outbound-starttls.js';
import type { Walk } from './path.js';
import type { SelectionRuleId } from './rulebook.js';

/** One path as the flowchart draws it. */
export interface SelectionPath {
  /** The endpoints that take it, as their addresses are written. */
  readonly endpoint: string;
  readonly title: string;
  /** The rules in the order in which they are walked; a rule that looks and later presents stands twice. */
  readonly steps: readonly SelectionRuleId[];
}

function stepsOf<W extends Walk>({ opening, choice }: Path<W>): readonly SelectionRuleId[] {
  return [...opening, ...choice].map(({ rule }) => rule);
}

/** Every path of a selection. */
export const SELECTION_PATHS: readonly SelectionPath[] = [
  {
    endpoint: 'internal-transport',
    title: 'The internal transport ("default SMTP") certificate',
    steps: stepsOf(internalTransport),
  },
  { endpoint: 'receive:<connector>:starttls', title: 'Inbound STARTTLS', steps: stepsOf(inboundStarttls) },
  { endpoint: 'receive:<connector>:anonymous', title: 'Inbound X-ANONYMOUSTLS', steps: stepsOf(anonymousInbound) },
  { endpoint: 'send:<connector>:starttls', title: 'Outbound STARTTLS', steps: stepsOf(outboundStarttls) },
  {
    endpoint: 'send:<connector>:anonymous',
    title: 'Outbound X-ANONYMOUSTLS of an Edge',
    steps: stepsOf(anonymousSend),
  },
  { endpoint: 'deliver:edge:anonymous', title: 'Delivery to the subscribed Edge', steps: stepsOf(anonymousToEdge) },
  // The path ends with its first step: the receiver presents.
  {
    endpoint: 'deliver:mailbox:anonymous',
    title: 'Delivery to another Mailbox server',
    steps: stepsOf({ ...anonymousToMailbox, choice: [] }),
  },
  { endpoint: 'iis:<site>:<ip>:<port>:<host>', title: 'An https binding', steps: stepsOf(iisSite) },
  { endpoint: 'iis:Exchange Back End:<ip>:<port>:<host>', title: 'The back end', steps: stepsOf(iisBackEnd) },
  { endpoint: 'pop', title: 'POP3 over TLS', steps: stepsOf(clientProtocol) },
  { endpoint: 'imap', title: 'IMAP4 over TLS', steps: stepsOf(clientProtocol) },
  {
    endpoint: 'connection:<n>',
    title: 'One SMTP connection',
    steps: ['STLS-0', ...stepsOf(inboundStarttls)],
  },
  {
    endpoint: 'connection:<n>',
    title: 'One https connection',
    steps: ['HTTP-1', 'HTTP-2', 'HTTP-3', 'HTTP-4', 'IIS-1', 'IIS-2'],
  },
];
