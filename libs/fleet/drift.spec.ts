import { describe, expect, test } from '@jest/globals';
import {
  certificate,
  CONTOSO_SOURCE,
  EX01,
  happened,
  minute,
  recorded,
  thumbprint,
} from '../../test/support/events.js';
import type { Server } from './document.js';
import { driftsOnOrganization, driftsOnServer } from './drift.js';
import { inEffectiveOrder } from './effective-order.js';
import type { FleetEvent } from './event.js';

const WHOLE = ['certificates', 'receiveConnectors', 'iisBindings'];
const inventory = (server: Partial<Server>, minutes: number, complete: readonly string[] = WHOLE) =>
  happened('inventory.observed', { ...server, complete }, { occurredAt: minute(minutes) });

/** What the last of these events shows. */
function driftIn(...events: readonly FleetEvent[]) {
  const log = recorded(events);
  return driftsOnServer(EX01, inEffectiveOrder(log), new Set([log.length])).get(log.length) ?? [];
}

const between = { since: minute(0), until: minute(30) };

describe('drift', () => {
  test('is what an inventory shows and nothing explains, between its instant and the last word before', () => {
    expect(
      driftIn(
        inventory(
          { internalTransportCertificate: thumbprint('A'), certificates: [certificate('A'), certificate('B')] },
          0,
        ),
        inventory(
          {
            internalTransportCertificate: thumbprint('C'),
            certificates: [certificate('B', { services: ['SMTP'] }), certificate('C')],
          },
          30,
        ),
      ),
    ).toEqual([
      { path: 'internalTransportCertificate', ...between },
      { path: `certificates/${thumbprint('A')}`, ...between },
      { path: `certificates/${thumbprint('B')}`, ...between },
      { path: `certificates/${thumbprint('C')}`, ...between },
    ]);
  });

  test('is not what was unknown before, nor what stays the same', () => {
    const known = { certificates: [certificate('A')], adSite: 'AMS' };
    expect(driftIn(inventory({}, 0), inventory(known, 30))).toEqual([]);
    expect(driftIn(inventory(known, 0), inventory(known, 30))).toEqual([]);
    expect(driftIn(inventory({ certificates: [{ thumbprint: thumbprint('A') }] }, 0), inventory(known, 30))).toEqual(
      [],
    );
  });

  test('is not an item of a list of which only parts were known', () => {
    const configured = happened('receive-connector.configured', { name: 'a' });
    expect(driftIn(configured, inventory({ receiveConnectors: [{ name: 'a' }, { name: 'b' }] }, 30))).toEqual([]);
  });

  test('is as old as the last word on the thing itself, whatever else of its list was spoken of since', () => {
    const [a, b] = [certificate('A'), certificate('B')];
    const removed = happened('certificate.removed', { thumbprint: b.thumbprint }, { occurredAt: minute(20) });
    expect(driftIn(inventory({ certificates: [a, b] }, 0), removed, inventory({ certificates: [] }, 30))).toEqual([
      { path: `certificates/${a.thumbprint}`, ...between },
    ]);
    expect(
      driftIn(
        inventory({ certificates: [a, b] }, 0),
        inventory({ certificates: [a] }, 25, []),
        inventory({ certificates: [] }, 30),
      ),
    ).toEqual([
      { path: `certificates/${a.thumbprint}`, since: minute(25), until: minute(30) },
      { path: `certificates/${b.thumbprint}`, ...between },
    ]);
  });

  test('is as young as the last time that an inventory was seen again', () => {
    const [first, last] = recorded([inventory({ adSite: 'AMS' }, 0), inventory({ adSite: 'BER' }, 30)]);
    const sightings = [{ eventId: first?.eventId ?? '', lastSeenAt: minute(20) }];
    const entries = inEffectiveOrder(
      [first, last].filter((event) => event !== undefined),
      sightings,
    );
    expect(driftsOnServer(EX01, entries, new Set([2])).get(2)).toEqual([
      { path: 'adSite', since: minute(20), until: minute(30) },
    ]);
  });

  test('of the organization is told of its connectors and settings', () => {
    const seen = (tlsCertificateName: string, minutes: number) =>
      happened(
        'inventory.observed',
        { sendConnectors: [{ name: 'Outbound', tlsCertificateName }], complete: ['sendConnectors'] },
        { occurredAt: minute(minutes), source: CONTOSO_SOURCE },
      );
    const log = recorded([seen('<I>CN=A<S>CN=a', 0), seen('<I>CN=A<S>CN=b', 30)]);
    expect(driftsOnOrganization(inEffectiveOrder(log), new Set([1, 2]))).toEqual(
      new Map([[2, [{ path: 'sendConnectors/outbound', ...between }]]]),
    );
  });
});
