/** The last row of a page: where the next one begins. */
export interface PageKey {
  readonly organization: string;
  readonly server: string;
  readonly endpoint: string;
}

/**
 * The condition for the rows `b` of one organization ($1), or with null of all, after a key. Both forms start in an index: in one organization
 * the reading ends with it.
 */
export function afterKey(
  organization: string | null,
  after: PageKey | null,
  columns: 'server' | 'endpoint',
): { readonly where: string; readonly values: readonly unknown[] } {
  const last = columns === 'endpoint' ? ', b.endpoint' : '';
  const given = columns === 'endpoint' ? ', $3' : '';
  const where =
    organization === null
      ? `(b.organization, b.server${last}) > ($1, $2${given})`
      : `b.organization = $1 and (b.server${last}) > ($2${given})`;
  const key = [organization ?? after?.organization ?? '', after?.server ?? ''];
  return { where, values: columns === 'endpoint' ? [...key, after?.endpoint ?? ''] : key };
}
