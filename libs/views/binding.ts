import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
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
    version: 'text',
    ad_site: 'text',
    last_changed_at: 'instant',
    last_changed_by: 'text',
    last_changed_position: 'integer',
    position: 'integer',
  },
  rows: ({ state: { server }, ranges, rangesPosition }) => {
    const store = new Map((server.certificates ?? []).map((certificate) => [certificate.thumbprint, certificate]));
    return ranges.map(({ selection, validFrom, validUntil, changed }) => ({
      endpoint: selection.endpoint,
      valid_from: validFrom,
      valid_until: validUntil,
      selection,
      outcome: selection.outcome,
      thumbprint: selection.thumbprint,
      certainty: selection.certainty,
      rule: selection.rule,
      changes_at: validUntil,
      ...shown(selection.thumbprint === null ? undefined : store.get(selection.thumbprint)),
      fqdn: server.fqdn,
      version: server.version ?? null,
      ad_site: server.adSite ?? null,
      last_changed_at: changed.at,
      last_changed_by: changed.by,
      last_changed_position: changed.position,
      position: rangesPosition,
    }));
  },
};

function shown(certificate: Certificate | undefined) {
  const { subject = null, issuer = null, notBefore = null, notAfter = null } = certificate ?? {};
  return { subject, issuer, not_before: notBefore, not_after: notAfter };
}
