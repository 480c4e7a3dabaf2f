import { describe, expect, test } from '@jest/globals';
import { ambiguitiesOnOrganization, ambiguitiesOnServer } from '#libs/fleet/ambiguous.js';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { CONTOSO_SOURCE, EX01, happened, minute, recorded } from '../support/events.js';
import { A, arrived, B, C, defaultSmtp, inventory, overwritten, permutations } from './history.js';

/**
 * Rule 5, second half. Two sources that overwrite something in the same second are put into an order that is always the same, and what came of
 * it is said to be ambiguous, with every candidate.
 */
const second = (ms: number) => 10 + ms / 60_000;
const audit = (current: string, ms = 0) => overwritten(current, second(ms), { reportedBy: 'audit-log.xml' });
const script = (current: string, ms = 0) => overwritten(current, second(ms), { tool: 'renew.ps1' });

function ambiguous(events: readonly FleetEvent[]) {
  return ambiguitiesOnServer(EX01, inEffectiveOrder(arrived(events).events));
}

const ITC = { path: 'internalTransportCertificate', at: '2026-06-01T00:10:00Z' };

describe('given two overwrites of one second, told by two', () => {
  test('then one is taken, always the same, and both are candidates, the one that was taken first', () => {
    const taken = permutations([inventory(A, 0), audit(B), script(C, 400)]).map((events) => {
      const [found, ...more] = ambiguous(events);
      expect([found, more]).toEqual([{ ...ITC, positions: expect.any(Array), candidates: [C, B] }, []]);
      return defaultSmtp(arrived(events));
    });
    expect(new Set(taken)).toEqual(new Set([C]));
  });

  test('when they say the same, then they are two records of one change and nothing is in doubt', () => {
    expect(ambiguous([inventory(A, 0), audit(B), script(B, 400)])).toEqual([]);
  });

  test('when they are of different seconds, then the instants decide', () => {
    expect(ambiguous([audit(B), script(C, 1_000)])).toEqual([]);
  });

  test('when a later word follows, then it was in doubt only until then', () => {
    const events = [audit(B), script(C), overwritten(A, 20)];
    expect(ambiguous(events)).toHaveLength(1);
    expect(defaultSmtp(arrived(events))).toBe(A);
  });
});

describe('given two overwrites of one second, told by one', () => {
  test('when it gives their instants to the millisecond, then they are in order', () => {
    expect(ambiguous([audit(B), audit(C, 400)])).toEqual([]);
  });

  test('when it counts, then they are in order', () => {
    const counted = (current: string, sequence: string) => overwritten(current, 10, { sequence });
    expect(ambiguous([counted(B, '1'), counted(C, '2')])).toEqual([]);
  });

  test('when it gives the same instant twice and does not count, as logs do that know seconds only, then nobody knows', () => {
    expect(ambiguous([audit(B), audit(C)])).toMatchObject([{ ...ITC, candidates: expect.arrayContaining([B, C]) }]);
  });
});

test('what does not touch the same thing is never in doubt, and notes never are', () => {
  const binding = happened(
    'iis-binding.configured',
    { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '', thumbprint: A },
    { occurredAt: minute(10), tool: 'iis' },
  );
  const note = happened('note.added', { text: 'x' }, { occurredAt: minute(10), tool: 'note' });
  expect(ambiguous([inventory(A, 0), audit(B), binding, note])).toEqual([]);
});

test('of the organization it is the same', () => {
  const configured = (tlsCertificateName: string, tool: string) =>
    happened(
      'send-connector.configured',
      { name: 'Outbound', tlsCertificateName },
      { source: CONTOSO_SOURCE, occurredAt: minute(10), tool, id: tool },
    );
  const log = recorded([configured('<I>CN=A<S>CN=a', 'one'), configured('<I>CN=A<S>CN=b', 'other')]);
  expect(ambiguitiesOnOrganization(inEffectiveOrder(log))).toMatchObject([
    { path: 'sendConnectors/outbound', candidates: [{ name: 'Outbound' }, { name: 'Outbound' }] },
  ]);
});
