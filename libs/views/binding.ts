import type { Certificate } from '#libs/certificates/certificate.js';
import { knownList } from '#libs/certificates/known.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import { derivedId } from '#libs/fleet/event-id.js';
import type { ServerState } from '#libs/fleet/state.js';
import { connectorOf, rolesOf } from '#libs/query/endpoint-role.js';
import { issuerKind } from '#libs/query/issuer-kind.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Cause } from './subject.js';
import { unsetOf } from './unset.js';
import type { ColumnKind } from './view.js';

type KnownServer = ServerState['server'];

/** What a row of the inventory says of one endpoint in one range of time, with what the server's own store says of the certificate. */
export interface BindingContent {
  readonly outcome: string;
  readonly thumbprint: string | null;
  readonly certainty: string;
  readonly rule: string;
  /** When time alone changes it, as far as was known. */
  readonly changes_at: string | null;
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly not_before: string | null;
  readonly not_after: string | null;
  readonly fqdn: string;
  readonly roles: readonly string[];
  readonly connector: string | null;
  readonly issuer_kind: string | null;
  readonly names: readonly string[] | null;
  readonly services: readonly string[] | null;
  readonly key_provider: string | null;
  readonly key_algorithm: string | null;
  readonly key_size: number | null;
  /** Which of these facts are known to be unset: null in their columns is unknown. */
  readonly unset: readonly string[];
  readonly version: string | null;
  readonly ad_site: string | null;
  readonly last_changed_at: string;
  /** Null: nobody is named, or time alone did it. */
  readonly last_changed_by: string | null;
  /** Null: time alone did it. */
  readonly last_changed_position: number | null;
}

export const CONTENT_COLUMNS = {
  outcome: 'text',
  thumbprint: 'text',
  certainty: 'text',
  rule: 'text',
  changes_at: 'instant',
  subject: 'text',
  issuer: 'text',
  not_before: 'instant',
  not_after: 'instant',
  fqdn: 'text',
  roles: 'texts',
  connector: 'text',
  issuer_kind: 'text',
  names: 'texts',
  services: 'texts',
  key_provider: 'text',
  key_algorithm: 'text',
  key_size: 'integer',
  unset: 'texts',
  version: 'text',
  ad_site: 'text',
  last_changed_at: 'instant',
  last_changed_by: 'text',
  last_changed_position: 'integer',
} as const satisfies { readonly [Column in keyof BindingContent]: ColumnKind };

/** An endpoint's answer, when time alone will change it, and what last made it present something else. */
interface Answered {
  readonly selection: Selection;
  readonly changesAt: string | null;
  readonly changed: Cause;
}

/** What is said of an endpoint that the server answers so. */
export function bindingContent(server: KnownServer, { selection, changesAt, changed }: Answered): BindingContent {
  const certificate =
    selection.thumbprint === null
      ? undefined
      : server.certificates?.find(({ thumbprint }) => thumbprint === selection.thumbprint);
  return {
    outcome: selection.outcome,
    thumbprint: selection.thumbprint,
    certainty: selection.certainty,
    rule: selection.rule,
    changes_at: changesAt,
    ...shown(certificate),
    roles: rolesOf(selection.endpoint),
    connector: connectorOf(selection.endpoint),
    unset: [
      ...(certificate === undefined ? [] : unsetOf(certificate, CERTIFICATE_FACTS)),
      ...unsetOf(server, SERVER_FACTS),
    ],
    fqdn: server.fqdn,
    version: server.version ?? null,
    ad_site: server.adSite ?? null,
    last_changed_at: changed.at,
    last_changed_by: changed.by,
    last_changed_position: changed.position,
  };
}

/** The same for the same content. */
export function contentDigest(endpoint: string, content: BindingContent): string {
  return derivedId(`${endpoint} ${canonicalText(content)}`);
}

/** Null is no instant, so that an unset one is unknown; a list that is unset is empty. */
const CERTIFICATE_FACTS = ['subject', 'issuer', 'keyProvider', 'keyAlgorithm', 'keySize'] as const;
const SERVER_FACTS = ['adSite'] as const;

function shown(certificate: Partial<Certificate> = {}) {
  const { subject = null, issuer = null, notBefore = null, notAfter = null } = certificate;
  const { keyProvider = null, keyAlgorithm = null, keySize = null } = certificate;
  return {
    subject,
    issuer,
    not_before: notBefore,
    not_after: notAfter,
    issuer_kind: issuerKind(certificate) ?? null,
    names: knownList(certificate.subjectAlternativeNames) ?? null,
    services: knownList(certificate.services) ?? null,
    key_provider: keyProvider,
    key_algorithm: keyAlgorithm,
    key_size: keySize,
  };
}
