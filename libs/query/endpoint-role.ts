export const ENDPOINT_ROLES = [
  'internal-transport',
  'receive',
  'send',
  'deliver',
  'starttls',
  'anonymous',
  'iis',
  'pop',
  'imap',
] as const;
export type EndpointRole = (typeof ENDPOINT_ROLES)[number];

/** What an endpoint is for: `receive:Default:starttls` is `receive` and `starttls`. */
export function rolesOf(endpoint: string): readonly EndpointRole[] {
  const first = endpoint.slice(0, endpoint.indexOf(':') < 0 ? undefined : endpoint.indexOf(':'));
  const last = endpoint.slice(endpoint.lastIndexOf(':') + 1);
  const kind = ENDPOINT_ROLES.find((role) => role === first);
  if (kind !== 'receive' && kind !== 'send' && kind !== 'deliver') return kind === undefined ? [] : [kind];
  return last === 'starttls' || last === 'anonymous' ? [kind, last] : [kind];
}

/** The connector of an endpoint; null: it belongs to none. */
export function connectorOf(endpoint: string): string | null {
  return /^(?:receive|send):(.*):(?:starttls|anonymous)$/su.exec(endpoint)?.[1] ?? null;
}
