import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Organization, Server } from '#libs/fleet/document.js';
import type { Command } from './command.js';
import { serverNamedBy } from './named-by-command.js';

/** What a refused command could have named instead. */
export interface Choice {
  /** Index of the command. */
  readonly command: number;
  readonly of: 'servers' | 'certificates' | 'connectors';
  /** The nearest to what it named first. Of certificates the thumbprints. */
  readonly names: readonly string[];
  /** How many more there are. */
  readonly more: number;
}

const MOST = 8;

/** The fleet as a refused command met it. */
export interface Met {
  readonly command: Command;
  readonly server: Server | null;
  readonly organization: Organization;
  /** All servers of the fleet. */
  readonly servers: readonly Server[];
}

/** What there is beside what a command named and the fleet does not have; null where the refusal is about something else. */
export function choiceFor(rule: string, met: Met): Omit<Choice, 'command'> | null {
  const { command, server, organization } = met;
  if (rule === 'CMD-1')
    return nearest(
      'servers',
      serverNamedBy(command) ?? '',
      met.servers.map(({ fqdn }) => fqdn),
    );
  if ((rule === 'EN-P1' || rule === 'RM-0') && 'thumbprint' in command && server !== null) {
    const store = (server.certificates ?? []).map(({ thumbprint }) => normalizeThumbprint(thumbprint));
    return nearest('certificates', normalizeThumbprint(command.thumbprint), store);
  }
  if (rule !== 'SC-1' || !('identity' in command)) return null;
  const connectors = server === null ? organization.sendConnectors : server.receiveConnectors;
  return nearest(
    'connectors',
    command.identity.replace(/^[^\\]*\\/, ''),
    (connectors ?? []).map(({ name }) => name),
  );
}

function nearest(of: Choice['of'], wanted: string, names: readonly string[]): Omit<Choice, 'command'> {
  const text = comparable(wanted);
  const ranked = names
    .map((name) => ({ name, distance: distance(text, comparable(name)) }))
    .sort((one, other) => one.distance - other.distance);
  return { of, names: ranked.slice(0, MOST).map(({ name }) => name), more: Math.max(0, names.length - MOST) };
}

const LONGEST = 64;

function comparable(name: string): string {
  return name.trim().toLowerCase().slice(0, LONGEST);
}

/** How many letters must be changed, added or left out to get from one text to the other, in relation to what they could share. */
function distance(one: string, other: string): number {
  // A name without its domain is near to the whole one.
  if (one !== '' && (other.startsWith(one) || one.startsWith(other))) return 0;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (letter === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
