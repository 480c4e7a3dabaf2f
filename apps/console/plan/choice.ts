import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { commandLine } from '#libs/planning/cmdlet-line/command-line.js';
import type { Command, EnableCommand } from '#libs/planning/command.js';
import { isNameOfServer } from '#libs/selection/server-names.js';

/** The services of Exchange's own dialog. */
export const SERVICES = ['SMTP', 'IIS', 'POP', 'IMAP'] as const;
export type Service = (typeof SERVICES)[number];

/** A certificate that is to be enabled on servers for services, as it is chosen. */
export interface Choice {
  readonly thumbprint: string;
  readonly servers: readonly string[];
  readonly services: readonly Service[];
}

export const NO_CHOICE: Choice = { thumbprint: '', servers: [], services: ['SMTP'] };

/** The choice that a text of commands stands for; null: it says something that the dialog does not offer. */
export function choiceIn(commands: readonly Command[]): Choice | null {
  const [first] = commands;
  if (first === undefined || !commands.every(isPlain)) return null;
  const enabling = commands.filter(isPlain);
  const services = SERVICES.filter((service) => enabling[0]?.services.includes(service));
  const [thumbprint = ''] = enabling.map((command) => normalizeThumbprint(command.thumbprint));
  const isAlike = enabling.every(
    (command) =>
      normalizeThumbprint(command.thumbprint) === thumbprint &&
      command.services.length === services.length &&
      services.every((service) => command.services.includes(service)),
  );
  return isAlike ? { thumbprint, services, servers: enabling.map(({ server }) => server) } : null;
}

const PLAIN = new Set(['cmdlet', 'server', 'thumbprint', 'services', 'answer', 'surface']);

function isPlain(command: Command): command is EnableCommand {
  if (command.cmdlet !== 'Enable-ExchangeCertificate') return false;
  const { answer = 'unanswered', surface = 'shell' } = command;
  const others = Object.entries(command).filter(([key, value]) => !PLAIN.has(key) && value !== undefined);
  return answer === 'unanswered' && surface === 'shell' && others.length === 0;
}

/** The lines of a choice, one for each server; none while it is not complete. */
export function linesOf({ thumbprint, servers, services }: Choice): string {
  if (thumbprint === '' || services.length === 0) return '';
  return servers
    .map((server) => commandLine({ cmdlet: 'Enable-ExchangeCertificate', server, thumbprint, services }))
    .join('\n');
}

/** A certificate that may be chosen, and the servers that have it in their store. */
export type Choosable = Certificate & { readonly installedOn: readonly { readonly server: string }[] };

/** The last to end first; those whose end nobody knows at the end. */
export function inOrder(certificates: readonly Choosable[]): readonly Choosable[] {
  const end = ({ notAfter }: Choosable) => notAfter ?? '';
  return certificates.toSorted((one, other) => (end(one) > end(other) ? -1 : end(one) < end(other) ? 1 : 0));
}

/** Whether a server is among those chosen, by whichever name. */
export function isChosen({ servers }: Choice, fqdn: string): boolean {
  return servers.some((name) => isNameOfServer({ fqdn }, name));
}
