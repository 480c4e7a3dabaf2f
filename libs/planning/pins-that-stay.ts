import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { matchPin, parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import type { ReceiveConnector, SendConnector } from '#libs/fleet/document.js';
import { connectorIdentity } from '#libs/fleet/identity.js';
import { pinReceiveConnector, pinSendConnector } from '#libs/rules/commands.js';
import { certificateFacts, type CertificateFacts } from '#libs/selection/certificate-facts.js';
import { effectiveReceivePin, effectiveSendPin, type EffectivePin } from '#libs/selection/effective-pin.js';
import { isBefore2013, type ServerFacts } from '#libs/selection/server-facts.js';
import { namedServer, type ServerNames } from '#libs/selection/server-names.js';
import type { Command } from './command.js';
import type { FollowUp } from './follow-up.js';
import { serverNamedBy } from './named-by-command.js';

/** A connector of a server with the pin that counts there. */
interface Pinned {
  readonly kind: 'Receive' | 'Send';
  readonly connector: ReceiveConnector | SendConnector;
  readonly pin: string;
}

/**
 * Connectors that keep presenting the certificate they presented, because a renewal that the commands enable for SMTP has another issuer or
 * subject than their pin: it shares a name with a certificate that the pin matches, and is not matched itself.
 * @cite EHLO-25, rulebook 15 (B)
 */
export function pinsThatStay(
  facts: ServerFacts,
  names: ServerNames,
  commands: readonly Command[],
): readonly FollowUp[] {
  if (isBefore2013(facts.version)) return [];
  const own = commands.filter((command) => {
    const name = serverNamedBy(command);
    return name === null || namedServer(names, name) === facts.fqdn;
  });
  const store = [...(facts.certificates ?? []), ...imported(own)];
  const enabled = enabledForSmtp(own);
  const renewals = store.filter(({ thumbprint }) => enabled.has(thumbprint));
  if (renewals.length === 0) return [];
  return pinnedConnectors(facts, names)
    .filter((pinned) => !own.some((command) => setsPin(command, pinned)))
    .flatMap((pinned) => {
      const renewal = renewals.find((one) => isLeftBehind(pinned.pin, one, store));
      return renewal === undefined ? [] : [followUp(facts, pinned, renewal)];
    });
}

function followUp(facts: ServerFacts, { kind, connector }: Pinned, { thumbprint }: CertificateFacts): FollowUp {
  const { name } = connector;
  return {
    kind: 'pin-stays',
    server: facts.server.fqdn,
    endpoint: `${kind.toLowerCase()}:${name}:starttls`,
    rule: null,
    summary: `${kind} connector "${name}" does not follow: its TlsCertificateName names another issuer or subject than the new certificate has.`,
    commands:
      kind === 'Receive' ? pinReceiveConnector(facts, name, thumbprint) : pinSendConnector(facts, name, thumbprint),
  };
}

function isLeftBehind(pin: string, renewal: CertificateFacts, store: readonly CertificateFacts[]): boolean {
  const parsed = parseTlsCertificateName(pin);
  const matches = (one: CertificateFacts): boolean => matchPin(parsed, one.certificate) === 'match';
  if (matchPin(parsed, renewal.certificate) !== 'no-match') return false;
  return store.some((one) => matches(one) && one.names.names.some((name) => renewal.names.names.includes(name)));
}

function pinnedConnectors({ server, organization, fqdn }: ServerFacts, names: ServerNames): readonly Pinned[] {
  const received = (server.receiveConnectors ?? []).map((connector) => ({
    kind: 'Receive' as const,
    connector,
    pin: pinText(effectiveReceivePin(server, connector)),
  }));
  const sent = (organization.sendConnectors ?? [])
    .filter(({ sourceServers }) => (sourceServers ?? []).some((text) => namedServer(names, text) === fqdn))
    .map((connector) => ({
      kind: 'Send' as const,
      connector,
      pin: pinText(effectiveSendPin(server, connector)),
    }));
  return [...received, ...sent].flatMap(({ pin, ...rest }) =>
    pin === null || rest.connector.enabled !== true ? [] : [{ ...rest, pin }],
  );
}

function pinText(pin: EffectivePin): string | null {
  return 'missing' in pin ? null : pin.text;
}

/** Certificates that the commands bring into the store. */
function imported(commands: readonly Command[]): readonly CertificateFacts[] {
  return commands.flatMap((command) =>
    command.cmdlet === 'Import-ExchangeCertificate' ? [certificateFacts(command.certificate, null)] : [],
  );
}

function enabledForSmtp(commands: readonly Command[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap((command) =>
      command.cmdlet === 'Enable-ExchangeCertificate' && command.services.includes('SMTP')
        ? [normalizeThumbprint(command.thumbprint)]
        : [],
    ),
  );
}

/** Whether a command gives this connector a pin of its own, or takes it away. */
function setsPin(command: Command, { kind, connector }: Pinned): boolean {
  if (command.cmdlet !== 'Set-ReceiveConnector' && command.cmdlet !== 'Set-SendConnector') return false;
  if (command.cmdlet !== `Set-${kind}Connector` || command.tlsCertificateName === undefined) return false;
  const name = kind === 'Receive' ? command.identity.replace(/^[^\\]*\\/, '') : command.identity;
  return connectorIdentity({ name }) === connectorIdentity(connector);
}
