import { describe, expect, test } from '@jest/globals';
import { certificate, EX01, happened, minute, thumbprint } from '../../test/support/events.js';
import type { Server } from './document.js';
import { driftOf } from './drift.js';
import { evolveServer } from './evolve.js';
import { unknownServer } from './state.js';

const inventory = (server: Partial<Server>, minutes: number) =>
  happened(
    'inventory.observed',
    { ...server, complete: ['certificates', 'receiveConnectors', 'iisBindings'] },
    { occurredAt: minute(minutes) },
  );

function driftBetween(one: Partial<Server>, other: Partial<Server>) {
  const before = evolveServer(unknownServer(EX01), inventory(one, 0));
  return driftOf(before, evolveServer(before, inventory(other, 30)), minute(30));
}

const between = { since: minute(0), until: minute(30) };

describe('drift', () => {
  test('is what an inventory shows and nothing explains, between its instant and the last word before', () => {
    expect(
      driftBetween(
        { internalTransportCertificate: thumbprint('A'), certificates: [certificate('A'), certificate('B')] },
        {
          internalTransportCertificate: thumbprint('C'),
          certificates: [certificate('B', { services: ['SMTP'] }), certificate('C')],
        },
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
    expect(driftBetween({}, known)).toEqual([]);
    expect(driftBetween(known, known)).toEqual([]);
    expect(driftBetween({ certificates: [{ thumbprint: thumbprint('A') }] }, known)).toEqual([]);
  });

  test('is not an item of a list of which only parts were known', () => {
    const before = evolveServer(unknownServer(EX01), happened('receive-connector.configured', { name: 'a' }));
    const after = evolveServer(before, inventory({ receiveConnectors: [{ name: 'a' }, { name: 'b' }] }, 30));
    expect(driftOf(before, after, minute(30))).toEqual([]);
  });
});
