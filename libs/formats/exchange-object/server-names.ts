import type { Said, ServerName } from './kind.js';

/** Which server something is said of: its full name, or only its short one, or none. */
export interface ResolvedName {
  readonly fqdn: string | null;
  readonly netbios: string | null;
  /** True when the full name is only the one under which the server was asked (lower case, as a rule). */
  readonly asked: boolean;
}

const NOBODY: ResolvedName = { fqdn: null, netbios: null, asked: false };

/**
 * Resolves the names by which the objects of one file call their servers. A short name joins the full name that has it as its first
 * label, if the file knows exactly one such name; otherwise it stays short and the full name has to be asked for.
 */
export function resolveNames(said: readonly Said[]): readonly ResolvedName[] {
  const alone = said.map(({ of }) => (of === undefined ? NOBODY : resolve(of)));
  const fullNames = new Map<string, Map<string, ResolvedName>>();
  for (const name of alone) {
    if (name.fqdn === null) continue;
    for (const short of [firstLabel(name.fqdn), ...(name.netbios === null ? [] : [name.netbios.toLowerCase()])]) {
      const known = fullNames.get(short) ?? new Map<string, ResolvedName>();
      const before = known.get(name.fqdn.toLowerCase());
      if (before === undefined || (before.asked && !name.asked)) known.set(name.fqdn.toLowerCase(), name);
      fullNames.set(short, known);
    }
  }
  return alone.map((name) => join(name, fullNames));
}

function join(name: ResolvedName, fullNames: ReadonlyMap<string, ReadonlyMap<string, ResolvedName>>): ResolvedName {
  const short = name.fqdn === null ? name.netbios?.toLowerCase() : firstLabel(name.fqdn);
  if (short === undefined) return name;
  const known = fullNames.get(short);
  const spelled =
    name.fqdn === null ? (known?.size === 1 ? [...known.values()][0] : undefined) : known?.get(name.fqdn.toLowerCase());
  return spelled === undefined ? name : { ...spelled, netbios: name.netbios ?? spelled.netbios };
}

function resolve({ fqdn, netbios, asked }: ServerName): ResolvedName {
  const short = set(netbios);
  const full = set(fqdn);
  if (full !== null)
    return full.includes('.') ? { fqdn: full, netbios: short, asked: false } : { ...NOBODY, netbios: short ?? full };
  const answered = isNoName(asked) ? null : set(asked);
  if (answered === null) return { ...NOBODY, netbios: short };
  if (!answered.includes('.')) return { ...NOBODY, netbios: short ?? answered };
  const same = short === null || firstLabel(answered) === short.toLowerCase();
  return same ? { fqdn: answered, netbios: short, asked: true } : { ...NOBODY, netbios: short };
}

/** A session may have been opened by address, or to the machine itself: that names nobody. */
function isNoName(asked: string | null | undefined): boolean {
  return /^\s*(?:localhost|\d+(?:\.\d+){3}|.*:.*)\s*$/i.test(asked ?? '');
}

function set(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function firstLabel(name: string): string {
  return name.toLowerCase().split('.', 1)[0] ?? '';
}
