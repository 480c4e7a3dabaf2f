/** Extended key usages by their names. @cite RFC 5280 4.2.1.12 (A); Microsoft's own by its documentation (B) */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'any purpose'],
  ['1.3.6.1.5.5.7.3.1', 'server authentication'],
  ['1.3.6.1.5.5.7.3.2', 'client authentication'],
  ['1.3.6.1.5.5.7.3.3', 'code signing'],
  ['1.3.6.1.5.5.7.3.4', 'e-mail protection'],
  ['1.3.6.1.5.5.7.3.8', 'time stamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSP signing'],
  ['1.3.6.1.4.1.311.20.2.2', 'smart card logon'],
]);

/** `server authentication (1.3.6.1.5.5.7.3.1)`; what has no name stays as it is. */
export function purposeWords(oid: string): string {
  const name = PURPOSES.get(oid);
  return name === undefined ? oid : `${name} (${oid})`;
}
