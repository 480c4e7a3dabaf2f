import { describe, expect, test } from '@jest/globals';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import {
  certificate,
  CONTOSO_SOURCE,
  EX01,
  happened,
  minute,
  recorded,
  thumbprint,
} from '../../test/support/events.js';
import { effects } from './effects.js';

const A = thumbprint('A');
const B = thumbprint('B');

const inventory = happened('inventory.observed', {
  fqdn: EX01,
  version: '2019',
  roles: ['Mailbox'],
  internalTransportCertificate: A,
  certificates: [certificate('A', { services: ['SMTP'] }), certificate('B')],
  receiveConnectors: [],
  iisBindings: [],
  complete: ['certificates', 'receiveConnectors', 'iisBindings'],
});
const overwritten = happened('default-smtp-certificate.overwritten', { current: B }, { occurredAt: minute(10) });
const noted = happened('note.added', { text: 'nothing more' }, { occurredAt: minute(20) });
const outbound = happened(
  'send-connector.configured',
  { name: 'Outbound', enabled: true, sourceServers: [EX01], fqdn: 'a.contoso.com', tlsCertificateName: null },
  { occurredAt: minute(30), source: CONTOSO_SOURCE },
);

function effectsOf(events: readonly FleetEvent[], positions: readonly number[]) {
  const all = recorded(events);
  const of = (organization: boolean) =>
    inEffectiveOrder(all.filter(({ stream }) => (stream === 'organization') === organization));
  return effects(EX01, of(false), of(true), new Set(positions));
}

describe('what an event changed', () => {
  test('is told per endpoint, before and after', () => {
    expect(effectsOf([inventory, overwritten], [2]).get(2)).toContainEqual({
      endpoint: 'internal-transport',
      before: { outcome: 'PRESENTED', thumbprint: A },
      after: { outcome: 'PRESENTED', thumbprint: B },
      rule: expect.any(String),
    });
  });

  test('is nothing for a note, and for what was not asked about', () => {
    const found = effectsOf([inventory, overwritten, noted], [3]);
    expect([...found]).toEqual([[3, []]]);
  });

  test('has no before where the endpoint was not there', () => {
    const found = effectsOf([inventory, outbound], [2]).get(2);
    expect(found?.find(({ endpoint }) => endpoint === 'send:Outbound:starttls')).toMatchObject({ before: null });
  });

  test('does not depend on the order of arrival', () => {
    const late = recorded([overwritten, inventory]);
    const found = effects(EX01, inEffectiveOrder(late), [], new Set([1])).get(1);
    expect(found?.map(({ endpoint }) => endpoint)).toContain('internal-transport');
    expect(found?.find(({ endpoint }) => endpoint === 'internal-transport')).toMatchObject({
      before: { thumbprint: A },
      after: { thumbprint: B },
    });
  });

  test('is not put down to an event that merely came when time had changed something', () => {
    const short = {
      ...inventory,
      data: {
        ...inventory.data,
        certificates: [certificate('A', { services: ['SMTP'], notAfter: minute(15) }), certificate('B')],
      },
    };
    expect(effectsOf([short, noted], [2]).get(2)).toEqual([]);
  });
});
