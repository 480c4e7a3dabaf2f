import type { FleetEvent } from '#libs/fleet/event.js';
import { append } from '#libs/store/append.js';
import { openOrganization } from '#libs/store/organizations.js';
import type { FreshDatabase } from './database.js';
import { happened, minute, thumbprint } from './events.js';
import { ex01, frontend, PUB25, PUB26, SELF } from './fixture.js';
import { project, record } from './fleet-log.js';
import { anotherServer, inventoryOf, LASTING, lasting, on } from './lasting-fleet.js';

export const READABLE_SERVER = 'ex01.contoso.com';
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY).toISOString();

/** The public certificate of EX01 ends in 20 days and no other one carries its name; setup's own ends in 25 days; one is presented nowhere. */
const EX01 = {
  ...lasting(ex01()),
  certificates: [
    { ...SELF, notBefore: '2020-01-01T00:00:00Z', notAfter: inDays(25) },
    { ...PUB25, notBefore: '2020-01-01T00:00:00Z', notAfter: inDays(20) },
    {
      ...PUB26,
      ...LASTING,
      thumbprint: thumbprint('E'),
      subject: 'CN=old',
      subjectAlternativeNames: ['old.contoso.com'],
      services: [],
    },
  ],
  receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })],
};

/** EX03 with texts that PostgreSQL takes in no `text` value, and that its json operators refuse. */
const HOSTILE = {
  ...anotherServer(3),
  certificates: (anotherServer(3).certificates ?? []).map((one) => ({
    ...one,
    friendlyName: 'a\u0000b\ud800',
    issuer: 'CN=\u0000\udfff',
    subjectAlternativeNames: ['mail\u0000.contoso.com', '\udc00', '\u{1f4e7}'],
  })),
  receiveConnectors: [frontend({ name: 'Odd \u0000 \ud800', fqdn: 'mail.contoso.com' })],
};

/** Two organizations with bindings, findings, a forecast, notes and presentations; the first with what strangers may write. */
export async function readableFleet({ db }: FreshDatabase): Promise<void> {
  const seen = happened('presentation.observed', {
    endpoint: 'receive:Default Frontend EX01:starttls',
    chain: [thumbprint('C')],
    observedFrom: 'probe\u0000ams',
    protocol: 'smtp',
    port: 25,
    serverName: null,
  });
  const events: FleetEvent[] = [
    inventoryOf(EX01, minute(0)),
    inventoryOf(anotherServer(2), minute(1)),
    inventoryOf(HOSTILE, minute(2)),
    { ...seen, occurredAt: inDays(-1), tool: 'certfleet probe' },
    { ...happened('note.added', { text: 'A note' }), actor: 'CONTOSO\\jo\u0000hn \ud83d', occurredAt: minute(4) },
    on(null, happened('note.added', { text: 'Of the organization' }, { occurredAt: minute(5) })),
  ];
  await record(db, 'contoso', events);
  await record(db, 'fabrikam', [inventoryOf(EX01, minute(0)), { ...seen, occurredAt: inDays(-1) }]);
  for (const organization of ['contoso', 'fabrikam']) await project(db, organization);
  await openOrganization(db, 'empty');
  await append(db, 'empty', []);
}
