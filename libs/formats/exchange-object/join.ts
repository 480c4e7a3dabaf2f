import type { Organization } from '#libs/fleet/document.js';
import type { ReportedServer, Warning } from '../report.js';
import { withTidyThumbprints } from '../thumbprints.js';
import { finishFacts, newFacts, putFacts, type Facts } from './facts.js';
import type { Said } from './kind.js';
import { resolveNames, type ResolvedName } from './server-names.js';

export interface Joined {
  readonly servers: readonly ReportedServer[];
  readonly organization: Organization;
  readonly organizationComplete: readonly string[];
  readonly observedAt?: string;
  readonly warnings: readonly Warning[];
}

interface Growing {
  readonly name: ResolvedName;
  readonly facts: Facts;
  readonly complete: Set<string>;
}

const NOBODY: ResolvedName = { fqdn: null, netbios: null, asked: false };

/** Brings together what the objects of one file say of each server and of the organization, in the order in which it is said. */
export function join(said: readonly Said[]): Joined {
  const names = resolveNames(said);
  const servers = new Map<string, Growing>();
  const organization = newFacts('The organization');
  const warnings = said.flatMap((one, i): Warning[] => {
    const doubts = [
      ...put(servers, names[i] ?? NOBODY, one),
      ...putFacts(organization, withTidyThumbprints(one.organization ?? {})),
    ];
    const messages = one.warning === undefined ? doubts : [one.warning, ...doubts];
    return messages.map((message) => ({ place: one.place ?? '', message }));
  });
  // Of several analyses in one file the oldest instant: nothing in it is older than that.
  const [observedAt] = said.flatMap((one) => one.observedAt ?? []).sort();
  return {
    servers: [...servers.values()].map(reported),
    organization: finishFacts(organization),
    organizationComplete: [...new Set(said.flatMap((one) => one.organizationComplete ?? []))],
    ...(observedAt === undefined ? {} : { observedAt }),
    warnings,
  };
}

function put(servers: Map<string, Growing>, name: ResolvedName, said: Said): readonly string[] {
  if (said.server === undefined) return [];
  const key = name.fqdn === null ? `short ${name.netbios?.toLowerCase() ?? ''}` : `full ${name.fqdn.toLowerCase()}`;
  const server = servers.get(key) ?? {
    name,
    facts: newFacts(name.fqdn ?? name.netbios ?? 'The server'),
    complete: new Set<string>(),
  };
  servers.set(key, server);
  for (const list of said.complete ?? []) server.complete.add(list);
  const doubts = putFacts(server.facts, withTidyThumbprints(said.server));
  if (name.netbios !== null && !server.facts.values.has('netbiosName'))
    putFacts(server.facts, { netbiosName: name.netbios });
  return doubts;
}

function reported({ name, facts, complete }: Growing): ReportedServer {
  return { server: { fqdn: name.fqdn, ...finishFacts(facts) }, complete: [...complete] };
}
