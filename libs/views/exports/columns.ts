import type { ListName } from '#libs/query/lists.js';

/** Columns of a list that is written to a file: where each stands in an item of the API. */
const COLUMNS: Readonly<Record<ListName, Readonly<Record<string, readonly string[]>>>> = {
  servers: {
    server: ['fqdn'],
    netbiosName: ['netbiosName'],
    version: ['version'],
    build: ['build'],
    serverRole: ['roles'],
    site: ['adSite'],
    lastSeen: ['lastSeenAt'],
    presented: ['outcomes', 'PRESENTED'],
    notAdvertised: ['outcomes', 'NOT_ADVERTISED'],
    handshakeFails: ['outcomes', 'HANDSHAKE_FAILS'],
    indeterminate: ['outcomes', 'INDETERMINATE'],
    critical: ['findings', 'critical'],
    high: ['findings', 'high'],
    medium: ['findings', 'medium'],
    low: ['findings', 'low'],
  },
  bindings: {
    server: ['server'],
    endpoint: ['endpoint'],
    outcome: ['outcome'],
    thumbprint: ['thumbprint'],
    subject: ['certificate', 'subject'],
    issuer: ['certificate', 'issuer'],
    name: ['certificate', 'subjectAlternativeNames'],
    notBefore: ['certificate', 'notBefore'],
    notAfter: ['certificate', 'notAfter'],
    certainty: ['certainty'],
    rule: ['rule'],
    notes: ['notes'],
    changesAt: ['changesAt'],
    changed: ['lastChanged', 'at'],
    changedBy: ['lastChanged', 'by'],
    lastSeen: ['lastSeenAt'],
  },
  certificates: {
    thumbprint: ['thumbprint'],
    subject: ['subject'],
    issuer: ['issuer'],
    name: ['subjectAlternativeNames'],
    notBefore: ['notBefore'],
    notAfter: ['notAfter'],
    'key.algorithm': ['keyAlgorithm'],
    'key.size': ['keySize'],
    serialNumber: ['serialNumber'],
    installedOn: ['installedOn', '*', 'server'],
    presentedBy: ['presentedAt', '*', 'server'],
  },
  findings: {
    'finding.severity': ['severity'],
    finding: ['id'],
    server: ['server'],
    endpoint: ['endpoint'],
    summary: ['summary'],
    state: ['state'],
    firstSeen: ['firstSeen'],
    lastSeen: ['lastSeen'],
    from: ['standsFrom'],
    until: ['standsUntil'],
    remediation: ['remediation'],
  },
};

/** A count that an item leaves out is none. */
const COUNTS = new Set(['presented', 'notAdvertised', 'handshakeFails', 'indeterminate']);

export function columnNames(list: ListName): readonly string[] {
  return Object.keys(COLUMNS[list]);
}

/** The text of a column: what is absent is `unknown`, what is known to be unset is `none`. */
export function cellOf(list: ListName, column: string, item: unknown): string {
  const found = reach(item, COLUMNS[list][column] ?? []);
  if (found === undefined && COUNTS.has(column)) return '0';
  return textOf(found);
}

function reach(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined || value === null || value === undefined) return value;
  if (step === '*') {
    const all = Array.isArray(value) ? value.map((one: unknown) => textOf(reach(one, rest))) : [];
    return [...new Set(all)];
  }
  if (typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
  return reach(Reflect.get(value, step), rest);
}

function textOf(value: unknown): string {
  if (value === undefined) return 'unknown';
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  if (Array.isArray(value)) return value.map((one: unknown) => textOf(one)).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
