import fc from 'fast-check';
import type { Certificate } from '#libs/certificates/certificate.js';
import { EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import { EXCHANGE_VERSIONS, SERVER_ROLES, type IisBinding, type Server } from '#libs/fleet/document.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { patched } from '#libs/fleet/patched.js';
import { certificate, EX01, EX01_SOURCE, happened, minute, thumbprint } from './events.js';

/** Few things, so that events meet: five certificates (D a wildcard, E without known names), three connectors, three bindings. */
const LETTERS = ['A', 'B', 'C', 'D', 'E'];
const letter = fc.constantFrom(...LETTERS);
const anyThumbprint = letter.map(thumbprint);
const services = fc.uniqueArray(fc.constantFrom(...EXCHANGE_SERVICES), { maxLength: 3 });

const anyCertificate = fc
  .record({ letter, services: fc.option(services, { nil: undefined }), hasPrivateKey: fc.boolean() })
  .map(({ letter, services, hasPrivateKey }): Certificate => {
    const state = { hasPrivateKey, ...(services === undefined ? {} : { services }) };
    if (letter === 'E') return { thumbprint: thumbprint('E'), ...state };
    const written = patched(certificate(letter), { services: undefined });
    return letter === 'D'
      ? { ...written, subject: 'CN=*.contoso.com', subjectAlternativeNames: ['*.contoso.com'], ...state }
      : { ...written, ...state };
  });

const anyBinding: fc.Arbitrary<IisBinding> = fc.record({
  site: fc.constantFrom('Default Web Site', 'Exchange Back End'),
  protocol: fc.constant('https'),
  ipAddress: fc.constantFrom('*', '127.0.0.1'),
  port: fc.constantFrom(443, 444),
  hostName: fc.constant(''),
  thumbprint: fc.option(anyThumbprint, { nil: null }),
});

const anyConnector = fc.record(
  {
    name: fc.constantFrom('Default Frontend EX01', 'Client Frontend EX01', 'client frontend ex01'),
    enabled: fc.boolean(),
    fqdn: fc.option(fc.constantFrom('mail.contoso.com', EX01)),
    tlsCertificateName: fc.option(fc.constant('<I>CN=Trust CA1<S>CN=a.contoso.com')),
  },
  { requiredKeys: ['name'] },
);

const settings = fc.option(
  fc.record({ x509CertificateName: fc.option(fc.constantFrom('a', 'b')) }, { requiredKeys: [] }),
);

const listKeys = ['certificates', 'iisBindings', 'receiveConnectors', 'virtualDirectories'];
const list = <T>(items: fc.Arbitrary<T>, selector: (item: T) => string) =>
  fc.uniqueArray(items, { maxLength: 4, selector });

/** A partial server, as reports carry it: every key may be missing, every list may be complete or not. */
export const anyInventory = fc
  .tuple(
    fc.record(
      {
        fqdn: fc.constant(EX01),
        netbiosName: fc.constantFrom('EX01', null),
        version: fc.constantFrom(...EXCHANGE_VERSIONS, null),
        roles: fc.option(fc.uniqueArray(fc.constantFrom(...SERVER_ROLES), { maxLength: 2 })),
        adSite: fc.constantFrom('AMS', null),
        internalTransportCertificate: fc.option(anyThumbprint),
        certificates: fc.option(
          list(anyCertificate, (one) => one.thumbprint),
          { freq: 9 },
        ),
        receiveConnectors: fc.option(list(anyConnector, (one) => one.name.toLowerCase())),
        iisBindings: fc.option(list(anyBinding, (one) => JSON.stringify([one.site, one.ipAddress, one.port]))),
        virtualDirectories: fc.option(list(fc.record({ kind: fc.constantFrom('owa', 'ecp') }), (one) => one.kind)),
        popSettings: settings,
        imapSettings: settings,
        umSettings: fc.option(fc.constant({ startupMode: 'TLS' })),
      },
      { requiredKeys: [] },
    ),
    fc.subarray(listKeys),
  )
  .map(([server, complete]): Partial<Server> & { complete: readonly string[] } => ({ ...server, complete }));

/** What a change on a server may say. */
const anyChange: fc.Arbitrary<FleetEvent> = fc.oneof(
  fc
    .record(
      {
        thumbprint: anyThumbprint,
        services: fc.uniqueArray(fc.constantFrom(...EXCHANGE_SERVICES, 'None' as const), {
          minLength: 1,
          maxLength: 4,
        }),
        answer: fc.constantFrom('yes' as const, 'no' as const, 'force' as const, 'unknown' as const),
        surface: fc.constantFrom('shell' as const, 'eac' as const),
      },
      { requiredKeys: ['thumbprint', 'services'] },
    )
    .map((data) => happened('certificate.enabled', data)),
  anyThumbprint.map((thumbprint) => happened('certificate.removed', { thumbprint })),
  anyCertificate.map((facts) => happened('certificate.imported', { certificate: 'MIIB', facts, hasPrivateKey: true })),
  fc
    .record({ current: fc.option(anyThumbprint), previous: fc.option(anyThumbprint) })
    .map((data) => happened('default-smtp-certificate.overwritten', data)),
  anyConnector.map((data) => happened('receive-connector.configured', data)),
  anyConnector.map(({ name }) => happened('receive-connector.removed', { name })),
  anyBinding.map((data) => happened('iis-binding.configured', data)),
  anyBinding.map(({ site, ipAddress, port }) =>
    happened('iis-binding.removed', { site, port, ipAddress: ipAddress ?? null }),
  ),
  settings.map((settings) => happened('client-protocol.configured', { protocol: 'pop', settings })),
  fc
    .record({ version: fc.constantFrom(...EXCHANGE_VERSIONS), netbiosName: fc.constant('EX01') }, { requiredKeys: [] })
    .map((data) => happened('server.observed', { fqdn: EX01, ...data })),
  fc.constant(happened('note.added', { text: 'planned work' })),
  fc.constant(happened('windows-event.logged', { provider: 'MSExchangeTransport', eventId: 12014 })),
  fc.constant(happened('presentation.observed', { endpoint: 'pop', chain: [thumbprint('A')] })),
);

export const anyObservation: fc.Arbitrary<FleetEvent> = anyInventory.map((data) =>
  happened('inventory.observed', data),
);

/** An event of EX01 at one of a few instants, by one of a few sources of which some count their events. */
export const anyEvent: fc.Arbitrary<FleetEvent> = fc
  .record({
    event: fc.oneof({ weight: 3, arbitrary: anyChange }, { weight: 2, arbitrary: anyObservation }),
    minutes: fc.integer({ min: 0, max: 12 }),
    sequence: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined, freq: 3 }),
    epoch: fc.constantFrom(undefined, 'boot-1'),
  })
  .map(({ event, minutes, sequence, epoch }) => ({
    ...event,
    source: EX01_SOURCE,
    occurredAt: minute(minutes),
    ...(sequence === undefined ? {} : { sequence: String(sequence).padStart(6, '0') }),
    ...(epoch === undefined ? {} : { epoch }),
  }));

/** The events with an id each, as a sender must choose them: the same id twice would be the same event. */
export function withOwnIds(events: readonly FleetEvent[], prefix = ''): readonly FleetEvent[] {
  return events.map((event, index) => ({ ...event, id: `${prefix}${index}` }));
}
