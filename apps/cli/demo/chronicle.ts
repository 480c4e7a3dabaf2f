import type { Certificate } from '#libs/certificates/certificate.js';
import type { IisBinding, Server } from '#libs/fleet/document.js';
import type { Command } from '#libs/planning/command.js';
import { runSequence } from '#libs/planning/sequence.js';
import { beginning } from '#libs/planning/survey.js';
import type { Fleet, Moment, OtherCommand } from './moments.js';

/** A moment, with the fleet just before and just after it. */
export interface Happened {
  readonly moment: Moment;
  readonly before: Fleet;
  readonly after: Fleet;
}

/**
 * Plays the moments in the order of their instants on one fleet: commands do what plans say that they do.
 * @throws Error if Exchange would refuse a command or its outcome could not be told: then a story is wrong.
 */
export function played(first: Fleet, moments: readonly Moment[]): readonly Happened[] {
  const inOrder = moments.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const happened: Happened[] = [];
  let before = first;
  for (const moment of inOrder) {
    const after = afterMoment(before, moment);
    happened.push({ moment, before, after });
    before = after;
  }
  return happened;
}

function afterMoment(fleet: Fleet, moment: Moment): Fleet {
  if (moment.kind === 'altered') return moment.alter(fleet);
  if (moment.kind !== 'ran') return fleet;
  const { command, at } = moment;
  return isOther(command) ? command.alter(fleet) : afterCommand(fleet, command, at);
}

export function isOther(command: Command | OtherCommand): command is OtherCommand {
  return 'alter' in command;
}

function afterCommand(fleet: Fleet, command: Command, at: string): Fleet {
  const { state, around } = beginning({ format: 'certfleet.fleet/1', ...fleet }, Date.parse(at));
  const { steps, state: end } = runSequence(state, [command], around);
  const ran = steps[0]?.ran;
  if (ran === undefined || ran.refused !== null || ran.undecided)
    throw new Error(`${command.cmdlet} at ${at}: ${ran?.refused?.message ?? 'what it does cannot be told'}`);
  return { organization: end.organization ?? fleet.organization, servers: end.servers.map(withLoopback) };
}

/** Of Enable-ExchangeCertificate nobody knows what it does to a loopback binding. In this fleet that follows the web site's. */
function withLoopback(server: Server): Server {
  const front = server.iisBindings?.find(
    ({ site, port, ipAddress }) => site === WEB && port === 443 && ipAddress === '*',
  );
  const isOpen = (binding: IisBinding) => binding.site === WEB && !Object.hasOwn(binding, 'thumbprint');
  if (front?.thumbprint == null || server.iisBindings?.some(isOpen) !== true) return server;
  const { thumbprint } = front;
  return {
    ...server,
    iisBindings: server.iisBindings.map((binding) => (isOpen(binding) ? { ...binding, thumbprint } : binding)),
  };
}

const WEB = 'Default Web Site';

/** The server as a collector writes it down at an instant: what is past its date is called so. */
export function collected(server: Server, at: string): Server {
  const judged = (certificate: Certificate): Certificate =>
    certificate.notAfter != null && certificate.notAfter <= at
      ? { ...certificate, status: 'DateInvalid' }
      : certificate;
  return { ...server, certificates: server.certificates?.map(judged) ?? null };
}

/** The server by its NetBIOS name. */
export function serverOf(fleet: Fleet, netbiosName: string): Server {
  const found = fleet.servers.find((server) => server.netbiosName === netbiosName);
  if (found === undefined) throw new Error(`there is no server ${netbiosName} in the demo`);
  return found;
}
