import { describe, expect, test } from '@jest/globals';
import type { Report } from '#libs/formats/report.js';
import { certificate, CONTOSO_SOURCE, EX01, EX01_SOURCE, happened, minute } from '../../test/support/events.js';
import { observe, type ObservedReport } from './observe.js';

const observing = { organization: 'contoso', observedAt: minute(5), reportedBy: 'export.xml' };
const nothing: ObservedReport = { servers: [], organization: {}, events: [] };
const ex01 = {
  server: { fqdn: 'EX01.contoso.com', certificates: [certificate('A')] },
  complete: ['iisBindings', 'certificates'],
};

describe('a report', () => {
  test('becomes an inventory for each named server, complete only in what it carries', () => {
    const { events } = observe({ ...nothing, servers: [ex01] }, observing);
    expect(events).toEqual([
      {
        id: expect.stringMatching(/^inventory:[0-9a-f-]{36}$/),
        source: EX01_SOURCE,
        type: 'inventory.observed',
        occurredAt: minute(5),
        data: { fqdn: 'EX01.contoso.com', certificates: [certificate('A')], complete: ['certificates'] },
        reportedBy: 'export.xml',
      },
    ]);
  });

  test('becomes an inventory of the organization if it says anything of it', () => {
    const { events } = observe(
      {
        ...nothing,
        organization: { name: 'Contoso Ltd', sendConnectors: [] },
        organizationComplete: ['sendConnectors'],
      },
      observing,
    );
    expect(events).toMatchObject([
      { source: CONTOSO_SOURCE, data: { name: 'Contoso Ltd', sendConnectors: [], complete: ['sendConnectors'] } },
    ]);
    expect(observe(nothing, observing)).toEqual({ events: [], unnamed: 0 });
  });

  test('keeps its own events as they are, and its own instant', () => {
    const note = happened('note.added', { text: 'x' });
    const { events } = observe({ ...nothing, servers: [ex01], events: [note], observedAt: minute(1) }, observing);
    expect(events[0]?.occurredAt).toBe(minute(1));
    expect(events[1]).toBe(note);
  });

  test('of no named server is one of the server that the sender names, or left out and counted', () => {
    const unnamed = { ...nothing, servers: [{ server: { fqdn: null, adSite: 'AMS' }, complete: [] }] };
    expect(observe(unnamed, observing)).toEqual({ events: [], unnamed: 1 });
    const { events } = observe(unnamed, { ...observing, server: EX01 });
    expect(events).toMatchObject([{ source: EX01_SOURCE, data: { fqdn: EX01, adSite: 'AMS' } }]);
  });

  test('read twice makes the same ids, at another instant or with other content others', () => {
    const idOf = (report: ObservedReport, observedAt = minute(5)) =>
      observe(report, { ...observing, observedAt }).events[0]?.id;
    const report = { ...nothing, servers: [ex01] };
    expect(idOf(report)).toBe(idOf(JSON.parse(JSON.stringify(report))));
    expect(idOf(report)).not.toBe(idOf(report, minute(6)));
    expect(idOf(report)).not.toBe(idOf({ ...report, servers: [{ ...ex01, complete: [] }] }));
  });

  test('may be a report of the formats', () => {
    const report: Report = { format: 'clixml', servers: [ex01], organization: {}, events: [], warnings: [] };
    expect(observe(report, observing).events).toHaveLength(1);
  });
});
