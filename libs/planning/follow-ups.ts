import type { Command } from './command.js';
import type { FollowUp } from './follow-up.js';
import { pinsThatStay } from './pins-that-stay.js';
import type { Plan } from './plan-answer.js';
import { restart, restartTransport } from '#libs/rules/commands.js';
import { connectorIdentity } from '#libs/fleet/identity.js';
import type { Risk } from '#libs/rules/finding.js';
import { isBefore2013, type ServerFacts } from '#libs/selection/server-facts.js';
import type { Touched } from './touched.js';

/**
 * What is left to be done after the commands of a plan: services to restart, Edges to subscribe again, connectors whose pin does not follow a
 * renewal, the other side of a hybrid connector, and the high risks that the commands leave as they were.
 * @param touched as they were before the commands
 */
export function followUps(
  { servers: touched, names }: Touched,
  commands: readonly Command[],
  plan: Pick<Plan, 'facts' | 'changes' | 'risks'>,
): readonly FollowUp[] {
  const pins = touched.flatMap((facts) => pinsThatStay(facts, names, commands));
  return [
    ...touched.flatMap((facts) => [...transport(facts, plan), ...clientProtocols(facts, plan)]),
    ...pins,
    ...otherSide(touched, plan),
    ...remaining(touched, plan, pins),
  ];
}

/** Where the internal transport certificate is another one in the end. @cite rulebook 16, L-EDGEPROC (A) */
function transport(facts: ServerFacts, { facts: found, risks }: Pick<Plan, 'facts' | 'risks'>): readonly FollowUp[] {
  const { fqdn: server } = facts.server;
  const fact = found.find((one) => one.server === server && one.path === 'internalTransportCertificate');
  if (fact === undefined || typeof fact.after !== 'string') return [];
  const about = { server, endpoint: 'internal-transport' };
  const broken = risks.find((one) => one.server === server && one.introduced && SUBSCRIPTION_BROKEN.includes(one.id));
  return [
    {
      kind: 'restart-transport',
      ...about,
      rule: null,
      summary:
        fact.before === null
          ? 'Wait until Active Directory has replicated the new internal transport certificate, then restart the transport services.'
          : 'Restart the transport services, so that they take up the new internal transport certificate.',
      commands: [restartTransport(facts)],
    },
    ...(broken === undefined ? [] : [subscribeAgain(broken)]),
  ];
}

const SUBSCRIPTION_BROKEN = ['RO-01', 'RO-02'];

function subscribeAgain({ id, server, endpoint, remediation }: Risk): FollowUp {
  return {
    kind: 'subscribe-again',
    server,
    endpoint,
    rule: id,
    summary:
      'Undo it or subscribe the Edge servers again, one at a time: until then EdgeSync and the mail between Edge and Mailbox servers fail.',
    commands: remediation,
  };
}

const CLIENT_PROTOCOLS = [
  { protocol: 'POP', endpoint: 'pop', settings: 'popSettings/x509CertificateName', service: 'MSExchangePOP3' },
  { protocol: 'IMAP', endpoint: 'imap', settings: 'imapSettings/x509CertificateName', service: 'MSExchangeIMAP4' },
] as const;

/** @cite rulebook 7.2 PI-5, PS-POP, PS-IMAP (A) */
function clientProtocols(facts: ServerFacts, plan: Pick<Plan, 'facts' | 'changes'>): readonly FollowUp[] {
  const { fqdn: server } = facts.server;
  return CLIENT_PROTOCOLS.filter(
    ({ endpoint, settings }) =>
      plan.changes.some((change) => change.server === server && change.endpoint === endpoint) ||
      plan.facts.some((fact) => fact.server === server && fact.path === settings),
  ).map(({ protocol, endpoint, service }) => ({
    kind: 'restart-client-protocol',
    server,
    endpoint,
    rule: null,
    summary: `Restart the ${protocol} services: until then they present what they did.`,
    commands: [restart(facts, isBefore2013(facts.version) ? [service] : [service, `${service}BE`])],
  }));
}

/** A hybrid connector that gets another pin: Exchange Online expects the former subject until it is told. @cite L-HYBCERT, rulebook 15 (A) */
function otherSide(touched: readonly ServerFacts[], { facts }: Pick<Plan, 'facts'>): readonly FollowUp[] {
  const connectors = touched[0]?.organization.sendConnectors ?? [];
  const hybrid = connectors.filter(({ cloudServicesMailEnabled }) => cloudServicesMailEnabled === true);
  return hybrid
    .filter((connector) =>
      facts.some(
        ({ server, path }) =>
          server === null && path.toLowerCase() === `sendconnectors/${connectorIdentity(connector)}/tlscertificatename`,
      ),
    )
    .map(({ name }) => ({
      kind: 'tell-exchange-online',
      server: null,
      endpoint: `send:${name}:starttls`,
      rule: null,
      summary: `Tell Exchange Online the subject that Send connector "${name}" presents now, by the hybrid wizard or there by hand; else its mail is refused with 550 5.7.51.`,
      commands: ["Set-InboundConnector -Identity '…' -TlsSenderCertificateName '…'"],
    }));
}

/** High and critical risks of the touched servers that were there before and still are. */
function remaining(
  touched: readonly ServerFacts[],
  { risks }: Pick<Plan, 'risks'>,
  pins: readonly FollowUp[],
): readonly FollowUp[] {
  const servers = new Set(touched.map(({ server }) => server.fqdn));
  const told = new Set(pins.map(({ server, endpoint }) => `${server} ${endpoint}`));
  return risks
    .filter(({ introduced, severity }) => !introduced && (severity === 'critical' || severity === 'high'))
    .filter(({ id, server, endpoint }) => servers.has(server) && !(id === 'RO-19' && told.has(`${server} ${endpoint}`)))
    .map(({ id, server, endpoint, summary, remediation }) => ({
      kind: 'risk-remains',
      server,
      endpoint,
      rule: id,
      summary,
      commands: remediation,
    }));
}
