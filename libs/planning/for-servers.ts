import { normalizeHostName } from '#libs/certificates/host-name.js';
import { shorten } from '#libs/formats/json/path.js';
import { serverNames, type NamedServer } from '#libs/selection/server-names.js';
import type { Problem } from './command-defaults.js';
import { didYouMean, nearestWords } from './nearest.js';

export type ForServers =
  | {
      readonly ok: true;
      /** The `fqdn` of each as the document writes it, in its order, each once. */
      readonly servers: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A server with its names in the form in which they are compared. */
interface Known {
  readonly fqdn: string;
  readonly normalized: string;
  readonly netbiosName: string | null;
}

/**
 * The servers that patterns choose: each pattern a name (3.4), or with `*` for any characters and `?` for one, in any case; several
 * parted by commas. A pattern that chooses none is bad input, and so is a NetBIOS name that two servers have.
 * @cite rulebook 3.4 (D)
 */
export function forServers(servers: readonly NamedServer[], patterns: readonly string[]): ForServers {
  const known = servers.map(knownServer);
  const wanted = patterns.flatMap((pattern) => pattern.split(',')).map((pattern) => pattern.trim());
  const chosen = new Set<string>();
  const problems: Problem[] = [];
  for (const pattern of wanted.filter((one) => one !== '')) {
    const met = serversMet(known, pattern);
    const problem = problemOf(pattern, met, problems.length < MOST_HINTS ? known : []);
    if (problem !== null) problems.push(problem);
    else for (const { fqdn } of met) chosen.add(fqdn);
  }
  if (wanted.every((pattern) => pattern === '')) problems.push(nothingWanted());
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, servers: servers.map(({ fqdn }) => fqdn).filter((fqdn) => chosen.has(fqdn)) };
}

function knownServer(server: NamedServer): Known {
  const names = serverNames([server]);
  const [normalized = ''] = names.fqdns;
  const [netbiosName = null] = names.netbiosNames.keys();
  return { fqdn: server.fqdn, normalized, netbiosName };
}

/** An exact `fqdn` goes first. */
function serversMet(known: readonly Known[], pattern: string): readonly Known[] {
  if (isWildcard(pattern)) {
    const folded = pattern.toLowerCase();
    return known.filter((server) => spellings(server).some((name) => meets(name, folded)));
  }
  const name = normalizeHostName(pattern);
  const exact = known.filter(({ normalized }) => normalized === name);
  return exact.length > 0 ? exact : known.filter(({ netbiosName }) => netbiosName === name);
}

function isWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function spellings({ fqdn, normalized, netbiosName }: Known): readonly string[] {
  return [normalized, fqdn.trim().toLowerCase(), ...(netbiosName === null ? [] : [netbiosName])];
}

/** Goes back to the last star only, so that no pattern takes long. */
function meets(name: string, pattern: string): boolean {
  let [n, p, star, tried] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      tried = n;
    } else if (pattern[p] === '?' || pattern[p] === name[n]) {
      n++;
      p++;
    } else if (star === -1) return false;
    else {
      p = star + 1;
      n = ++tried;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Looking for near names among all servers takes time; whoever mistypes so many needs no more of them. */
const MOST_HINTS = 10;

function problemOf(pattern: string, met: readonly Known[], known: readonly Known[]): Problem | null {
  const place = shorten(pattern, 80);
  const [first, second] = met;
  if (first === undefined) {
    const near = nearestWords(pattern.replace(/[*?]/g, ''), known.flatMap(names));
    const some = known.slice(0, 5).map(({ fqdn }) => fqdn);
    const hint =
      near.length > 0 || some.length === 0
        ? didYouMean(near)
        : `The state has ${some.join(', ')}${known.length > some.length ? ' and others' : ''}. `;
    return { place, message: `No server is named ${place}.`, remedy: `${hint}Name a server of the state.` };
  }
  if (second === undefined || isWildcard(pattern)) return null;
  const message = `${place} may be ${met.map(({ fqdn }) => fqdn).join(' or ')}.`;
  return { place, message, remedy: 'Name the server by its FQDN.' };
}

function names({ fqdn, netbiosName }: Known): readonly string[] {
  return netbiosName === null ? [fqdn] : [fqdn, netbiosName.toUpperCase()];
}

function nothingWanted(): Problem {
  return { place: '', message: 'No server is named.', remedy: 'Name a server, or * for all.' };
}
