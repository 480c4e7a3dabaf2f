import type { Certificate } from '#libs/certificates/certificate.js';
import { knownList } from '#libs/certificates/known.js';
import { connectorOf, rolesOf } from '#libs/query/endpoint-role.js';
import { issuerKind } from '#libs/query/issuer-kind.js';
import type { Selection } from '#libs/selection/selection.js';
import { unsetOf } from './unset.js';
import type { View } from './view.js';

/** A row of the inventory: one endpoint's answer for one range of time, with what the server's own store says of the certificate. */
export interface BindingRow {
  readonly endpoint: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly selection: Selection;
  readonly outcome: string;
  readonly thumbprint: string | null;
  readonly certainty: string;
  readonly rule: string;
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
  readonly position: number;
}

export const binding: View<BindingRow> = {
  table: 'binding',
  columns: {
    endpoint: 'text',
    valid_from: 'instant',
    valid_until: 'instant',
    selection: 'json',
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
    position: 'integer',
  },
  rows: ({ state: { server }, ranges, rangesPosition }) => {
    const store = new Map((server.certificates ?? []).map((certificate) => [certificate.thumbprint, certificate]));
    return ranges.map(({ selection, validFrom, validUntil, changed }) => {
      const certificate = selection.thumbprint === null ? undefined : store.get(selection.thumbprint);
      return {
        endpoint: selection.endpoint,
        valid_from: validFrom,
        valid_until: validUntil,
        selection,
        outcome: selection.outcome,
        thumbprint: selection.thumbprint,
        certainty: selection.certainty,
        rule: selection.rule,
        changes_at: validUntil,
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
        position: rangesPosition,
      };
    });
  },
};

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
