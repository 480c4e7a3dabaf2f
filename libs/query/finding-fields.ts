import { EXCHANGE_VERSIONS } from '#libs/fleet/document.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { ENDPOINT_ROLES } from './endpoint-role.js';
import type { Fields } from './field.js';
import { RULE_IDS } from './rule-ids.js';

/** What can be asked of a finding. */
export const FINDING_FIELDS = {
  finding: { kind: 'choice', means: 'the rule that found it', values: RULE_IDS, sorts: true, also: ['rule', 'id'] },
  'finding.severity': { kind: 'choice', means: 'how bad it is', values: SEVERITIES, sorts: true, also: ['severity'] },
  server: {
    kind: 'text',
    means: 'the server, by its full name, NetBIOS name or first label',
    many: true,
    named: true,
    sorts: true,
  },
  endpoint: { kind: 'text', means: 'the endpoint; none: the server as a whole', named: true, sorts: true },
  role: {
    kind: 'choice',
    means: 'what that endpoint is for; none: the server as a whole',
    many: true,
    values: ENDPOINT_ROLES,
  },
  summary: { kind: 'text', means: 'what it says', named: true },
  from: {
    kind: 'instant',
    means: 'since when it stands, or from when on it will; unknown at another time than now',
    sorts: true,
  },
  until: { kind: 'instant', means: 'when time alone ends it; none: never', sorts: true },
  lastSeen: { kind: 'instant', means: 'when the server was last heard of', past: true, sorts: true },
  version: { kind: 'choice', means: 'the version of Exchange', values: EXCHANGE_VERSIONS, sorts: true },
  site: { kind: 'text', means: 'the Active Directory site of the server', sorts: true },
} as const satisfies Fields;
export type FindingField = keyof typeof FINDING_FIELDS;
