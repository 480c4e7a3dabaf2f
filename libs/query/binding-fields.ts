import { EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import { EXCHANGE_VERSIONS } from '#libs/fleet/document.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { ENDPOINT_ROLES } from './endpoint-role.js';
import type { Fields } from './field.js';
import { ISSUER_KINDS } from './issuer-kind.js';
import { RULE_IDS } from './rule-ids.js';

/** What can be asked of an endpoint and of what it presents. `none` of a certificate's facts: none is presented. */
export const BINDING_FIELDS = {
  server: {
    kind: 'text',
    means: 'the server, by its full name, NetBIOS name or first label',
    many: true,
    named: true,
    sorts: true,
  },
  endpoint: { kind: 'text', means: 'the address of the endpoint', named: true, sorts: true },
  role: { kind: 'choice', means: 'what the endpoint is for', many: true, values: ENDPOINT_ROLES },
  connector: { kind: 'text', means: 'the Receive or Send connector; none: the endpoint belongs to no connector' },
  outcome: {
    kind: 'choice',
    means: 'how it ends',
    values: ['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'],
    sorts: true,
  },
  presented: { kind: 'flag', means: 'whether a certificate is presented; unknown where the outcome is INDETERMINATE' },
  thumbprint: { kind: 'text', means: 'the certificate that is presented, SHA-1', named: true, sorts: true },
  subject: { kind: 'text', means: 'its subject', named: true, sorts: true },
  issuer: { kind: 'text', means: 'its issuer', sorts: true },
  'issuer.kind': { kind: 'choice', means: 'who issued it', values: ISSUER_KINDS, sorts: true },
  name: { kind: 'text', means: 'one of its subject alternative names', many: true, also: ['san'] },
  notBefore: { kind: 'instant', means: 'when it begins to be valid', sorts: true },
  notAfter: { kind: 'instant', means: 'when it expires', sorts: true, also: ['expires'] },
  services: {
    kind: 'choice',
    means: 'an Exchange service that it is enabled for',
    many: true,
    values: EXCHANGE_SERVICES,
    also: ['service'],
  },
  'key.provider': { kind: 'choice', means: 'where its key is kept', values: ['CAPI', 'CNG'], sorts: true },
  'key.algorithm': { kind: 'text', means: 'the algorithm of its key' },
  'key.size': { kind: 'number', means: 'the size of its key in bits', sorts: true },
  certainty: { kind: 'choice', means: 'how certain the answer is', values: ['high', 'medium', 'low'], sorts: true },
  rule: { kind: 'text', means: 'the rule of selection that decided', sorts: true },
  changed: {
    kind: 'instant',
    means: 'when it last became another answer; unknown at another time than now',
    past: true,
    sorts: true,
  },
  changedBy: { kind: 'text', means: 'who made it another answer; none: time alone', sorts: true },
  changesAt: { kind: 'instant', means: 'when time alone will change the answer; none: never', sorts: true },
  lastSeen: { kind: 'instant', means: 'when the server was last heard of', past: true, sorts: true },
  version: { kind: 'choice', means: 'the version of Exchange', values: EXCHANGE_VERSIONS, sorts: true },
  site: { kind: 'text', means: 'the Active Directory site of the server', sorts: true },
  finding: {
    kind: 'choice',
    means: 'a rule that finds something wrong with the endpoint, or with its server as a whole',
    many: true,
    values: RULE_IDS,
  },
  'finding.severity': {
    kind: 'choice',
    means: 'the severity of such a finding',
    many: true,
    values: SEVERITIES,
  },
} as const satisfies Fields;
export type BindingField = keyof typeof BINDING_FIELDS;
