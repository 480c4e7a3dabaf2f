import type { AlertRule, KeptRule } from './alert-rule.js';

const DEFAULTS = { severity: null, enabled: true, owner: null, channels: null, robots: 'told' } as const;

/** The rules that Certfleet brings. Those that would tell of every ordinary renewal are off. */
export const BUILT_IN_RULES: readonly AlertRule[] = [
  {
    ...DEFAULTS,
    id: 'default-smtp-overwritten',
    name: 'Default SMTP certificate overwritten',
    about:
      'The Edge servers of the site know this server by the old certificate: EdgeSync and mail with them stop. Without an Edge subscription an overwrite does no such harm, and stands in the digest only.',
    severity: 'critical',
    condition: { kind: 'default-smtp-overwritten', edge: true, where: null },
  },
  {
    ...DEFAULTS,
    id: 'went-dark',
    name: 'Endpoint presents no certificate any more',
    about: 'A change made an endpoint stop offering TLS, or fail in every handshake.',
    severity: 'critical',
    condition: { kind: 'went-dark', where: null },
  },
  {
    ...DEFAULTS,
    id: 'risk-introduced',
    name: 'Risk introduced',
    about: 'A change brought a danger that was not there before.',
    condition: { kind: 'risk', severities: ['critical', 'high'], introduced: true, rules: null },
  },
  {
    ...DEFAULTS,
    id: 'risk-stands',
    name: 'Critical risk stands',
    about: 'Mail or client access is broken, whoever broke it and whenever.',
    condition: { kind: 'risk', severities: ['critical'], introduced: false, rules: null },
  },
  {
    ...DEFAULTS,
    id: 'presented-expires',
    name: 'Certificate about to expire where it is presented',
    about:
      'The first threshold is the smaller of 30 days and a third of the lifetime, the later ones in proportion. A certificate that another one replaces by itself is not told.',
    condition: { kind: 'presented-expires', days: [30, 14, 7, 2], where: null },
  },
  {
    ...DEFAULTS,
    id: 'forecast-switch',
    name: 'Another certificate will be presented',
    about:
      'Time alone will change what an endpoint presents: a certificate becomes valid, or one of its twins expires.',
    severity: 'medium',
    condition: { kind: 'forecast-switch', days: 7, where: null },
  },
  {
    ...DEFAULTS,
    id: 'collector-silent',
    name: 'Nothing heard of a server',
    about: 'What is not reported cannot be told: the answers for this server are growing old.',
    severity: 'medium',
    condition: { kind: 'collector-silent', hours: 72 },
  },
  {
    ...DEFAULTS,
    id: 'source-gap',
    name: 'Events never came',
    about:
      'A source numbers what it tells, and numbers are missing for ten minutes and more: lost on the way, or held back by somebody. What they told is not known.',
    severity: 'medium',
    condition: { kind: 'source-gap' },
  },
  {
    ...DEFAULTS,
    id: 'inventory-shrank',
    name: 'Inventory shrank',
    about: 'A full inventory lost most of its certificates at once: somebody removed them, or the report is cut off.',
    severity: 'high',
    condition: { kind: 'inventory-shrank', share: 0.5 },
  },
  {
    ...DEFAULTS,
    id: 'probe-mismatch',
    name: 'Seen otherwise than foretold',
    about: 'A server presents something else than its settings tell: they are not in force, or they are not known.',
    severity: 'high',
    condition: { kind: 'probe-mismatch' },
  },
  {
    ...DEFAULTS,
    id: 'conflict',
    name: 'Reports that contradict each other',
    about: 'The same report came twice with another content: a fault of its sender, or somebody rewrites history.',
    severity: 'medium',
    condition: { kind: 'conflict' },
  },
  {
    ...DEFAULTS,
    id: 'drift',
    name: 'Changed, and nobody reported it',
    about:
      'An inventory shows another certificate presented, and no log tells who did it. Off: where inventories are the only source, every renewal is one.',
    severity: 'medium',
    enabled: false,
    condition: { kind: 'drift' },
  },
  {
    ...DEFAULTS,
    id: 'presented-changed',
    name: 'Another certificate is presented',
    about: 'Every change of what is presented. Off: an ordinary renewal is one, and stands in the digest.',
    severity: 'low',
    enabled: false,
    condition: { kind: 'presented-changed', where: null },
  },
];

/** Every rule: the built-in ones, each as it was changed by somebody where it was, then those that people wrote. */
export function rulesWith(kept: readonly KeptRule[]): readonly KeptRule[] {
  const byId = new Map(kept.map((one) => [one.rule.id, one]));
  const own = kept.filter(({ rule }) => !isBuiltIn(rule.id));
  const builtIn = BUILT_IN_RULES.map(
    (rule): KeptRule => byId.get(rule.id) ?? { rule, builtIn: true, savedAt: null, savedBy: null },
  );
  return [...builtIn, ...own];
}

export function isBuiltIn(id: string): boolean {
  return BUILT_IN_RULES.some((rule) => rule.id === id);
}
