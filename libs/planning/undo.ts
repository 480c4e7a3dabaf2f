import type { Command } from './command.js';
import type { Difference } from './differences.js';

/**
 * The commands that put back what can be put back, in the order in which they have to run: internal transport certificates, Default Web
 * Site, client protocols and connectors, and last the removal of certificates that came. Does not ensure that they succeed.
 * @cite rulebook 10 (D)
 */
export function undoOf(differences: readonly Difference[]): readonly Command[] {
  return [
    ...differences.flatMap(formerInternalTransport),
    ...formerWebSites(differences),
    ...differences.flatMap(formerClientProtocol),
    ...formerConnectors(differences),
    ...differences.flatMap(removalOfAdded),
  ];
}

/** One that was unset or unknown cannot be had back: no cmdlet clears it. */
function formerInternalTransport(difference: Difference): readonly Command[] {
  if (difference.kind !== 'internal-transport' || difference.before == null) return [];
  const { server, before } = difference;
  return [
    {
      cmdlet: 'Enable-ExchangeCertificate',
      server: server.fqdn,
      thumbprint: before,
      services: ['SMTP'],
      answer: 'force',
    },
  ];
}

/** The cmdlet sets all bindings of the site alike, so the first one that held a certificate says which. */
function formerWebSites(differences: readonly Difference[]): readonly Command[] {
  const enabled = new Map<string, Command>();
  for (const difference of differences) {
    if (difference.kind !== 'binding' || !difference.enabled || difference.before == null) continue;
    const { server, before } = difference;
    if (enabled.has(server.fqdn)) continue;
    enabled.set(server.fqdn, {
      cmdlet: 'Enable-ExchangeCertificate',
      server: server.fqdn,
      thumbprint: before,
      services: ['IIS'],
    });
  }
  return [...enabled.values()];
}

function formerClientProtocol(difference: Difference): readonly Command[] {
  if ((difference.kind !== 'pop' && difference.kind !== 'imap') || difference.before === undefined) return [];
  const { kind, server, before } = difference;
  const cmdlet = kind === 'pop' ? 'Set-PopSettings' : 'Set-ImapSettings';
  return [{ cmdlet, server: server.fqdn, x509CertificateName: before }];
}

/** One command for each connector, with the old value of every key that was known. */
function formerConnectors(differences: readonly Difference[]): readonly Command[] {
  const changed = new Map<object, ConnectorDifference[]>();
  for (const difference of differences) {
    if (difference.kind !== 'receive-connector' && difference.kind !== 'send-connector') continue;
    if (difference.before === undefined) continue;
    const known = changed.get(difference.connector);
    if (known === undefined) changed.set(difference.connector, [difference]);
    else known.push(difference);
  }
  return [...changed.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [formerConnector(first, rest)],
  );
}

type ConnectorDifference = Extract<Difference, { readonly kind: 'receive-connector' | 'send-connector' }>;

function formerConnector(first: ConnectorDifference, rest: readonly ConnectorDifference[]): Command {
  const former = Object.fromEntries([first, ...rest].map(({ property, before }) => [property, before]));
  if (first.kind === 'send-connector') {
    return { cmdlet: 'Set-SendConnector', identity: first.connector.name, ...former };
  }
  const { fqdn } = first.server;
  return { cmdlet: 'Set-ReceiveConnector', server: fqdn, identity: identityOf(first.connector.name, fqdn), ...former };
}

/** A name with a backslash in it would be taken for `SERVER\name`. */
function identityOf(name: string, fqdn: string): string {
  return name.includes('\\') ? `${fqdn}\\${name}` : name;
}

function removalOfAdded(difference: Difference): readonly Command[] {
  if (difference.kind !== 'certificate' || difference.before !== null) return [];
  const { server, thumbprint } = difference;
  return [{ cmdlet: 'Remove-ExchangeCertificate', server: server.fqdn, thumbprint }];
}
