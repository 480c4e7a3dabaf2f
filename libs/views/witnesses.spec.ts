import { describe, expect, test } from '@jest/globals';
import type { FleetEvent } from '#libs/fleet/event.js';
import { certificate, EX01, happened, minute, recorded, thumbprint } from '../../test/support/events.js';
import { witnesses } from './witnesses.js';

const A = thumbprint('A');
const enabled = { thumbprint: A, services: ['SMTP', 'IIS'], answer: 'force' } as const;
const byAudit = { reportedBy: 'audit.xml', actor: 'contoso.com/Service/svc-acme' };
const byWindows = { reportedBy: 'windows.xml', actor: 'CONTOSO\\svc-acme' };

function found(events: readonly FleetEvent[], news: readonly number[] = []) {
  const told = recorded(events).map((event) => ({ event, server: EX01, news: news.includes(event.position) }));
  return Object.fromEntries(witnesses(told));
}
const at = (minutes: number, rest: object = {}) => ({ occurredAt: minute(minutes), ...rest });

describe('another record of one change', () => {
  test('is one of the same deed by another witness within two minutes, in any order of services', () => {
    const again = { ...enabled, services: ['IIS', 'SMTP'] } as const;
    expect(
      found([
        happened('certificate.enabled', enabled, at(10, byAudit)),
        happened('certificate.enabled', again, at(11.9, byWindows)),
      ]),
    ).toEqual({ 2: 1 });
  });

  test.each<[string, FleetEvent]>([
    ['later', happened('certificate.enabled', enabled, at(12.1, byWindows))],
    ['of the same witness', happened('certificate.enabled', enabled, at(11, byAudit))],
    ['of another account', happened('certificate.enabled', enabled, at(11, { ...byWindows, actor: 'CONTOSO\\kim' }))],
    ['with another answer', happened('certificate.enabled', { ...enabled, answer: 'no' }, at(11, byWindows))],
    ['for other services', happened('certificate.enabled', { ...enabled, services: ['SMTP'] }, at(11, byWindows))],
    ['of another kind', happened('certificate.removed', { thumbprint: A }, at(11, byWindows))],
  ])('is none %s', (_, other) => {
    expect(found([happened('certificate.enabled', enabled, at(10, byAudit)), other])).toEqual({});
  });

  test('two changes by two witnesses stay two', () => {
    const four = [
      happened('certificate.enabled', enabled, at(10, byAudit)),
      happened('certificate.enabled', enabled, at(10, byWindows)),
      happened('certificate.enabled', enabled, at(11, byAudit)),
      happened('certificate.enabled', enabled, at(11, byWindows)),
    ];
    expect(found(four)).toEqual({ 2: 1, 4: 3 });
  });

  test('the overwritten default is told by what overwrote it, and not by an answer of No', () => {
    const overwritten = happened('default-smtp-certificate.overwritten', { current: A }, at(10, byAudit));
    expect(found([overwritten, happened('certificate.enabled', enabled, at(10.1, byAudit))])).toEqual({ 1: 2 });
    const no = happened('certificate.enabled', { ...enabled, answer: 'no' }, at(10.1, byAudit));
    expect(found([overwritten, no])).toEqual({});
  });

  describe('an inventory', () => {
    const deed = happened('certificate.enabled', enabled, at(10, byAudit));
    const showing = (services: readonly ('SMTP' | 'IIS')[], minutes: number) =>
      happened('inventory.observed', { fqdn: EX01, certificates: [certificate('A', { services })] }, at(minutes));

    test('that shows the result within two minutes is a witness', () => {
      expect(found([deed, showing(['SMTP', 'IIS'], 11)])).toEqual({ 2: 1 });
    });
    test('before, much later, with less, or with news of its own is none', () => {
      expect(found([showing(['SMTP', 'IIS'], 9), deed])).toEqual({});
      expect(found([deed, showing(['SMTP', 'IIS'], 13)])).toEqual({});
      expect(found([deed, showing(['IIS'], 11)])).toEqual({});
      expect(found([deed, showing(['SMTP', 'IIS'], 11)], [2])).toEqual({});
    });
  });
});
