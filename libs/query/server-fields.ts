import { EXCHANGE_VERSIONS, SERVER_ROLES } from '#libs/fleet/document.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import type { Fields } from './field.js';
import { RULE_IDS } from './rule-ids.js';

/** What can be asked of a server. */
export const SERVER_FIELDS = {
  server: {
    kind: 'text',
    means: 'the server, by its full name, NetBIOS name or first label',
    many: true,
    named: true,
    sorts: true,
  },
  version: { kind: 'choice', means: 'the version of Exchange', values: EXCHANGE_VERSIONS, sorts: true },
  build: { kind: 'text', means: 'the build number', sorts: true },
  site: { kind: 'text', means: 'its Active Directory site', named: true, sorts: true },
  serverRole: { kind: 'choice', means: 'a role of the server', many: true, values: SERVER_ROLES },
  lastSeen: { kind: 'instant', means: 'when it was last heard of', past: true, sorts: true },
  finding: { kind: 'choice', means: 'a rule that finds something wrong with it', many: true, values: RULE_IDS },
  'finding.severity': { kind: 'choice', means: 'the severity of such a finding', many: true, values: SEVERITIES },
  outcome: {
    kind: 'choice',
    means: 'how one of its endpoints ends',
    many: true,
    values: ['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'],
  },
} as const satisfies Fields;
export type ServerField = keyof typeof SERVER_FIELDS;
