import { describe, expect, test } from '@jest/globals';
import type { Report } from '#libs/formats/report.js';
import { certificate, CONTOSO_SOURCE, EX01, EX01_SOURCE, happened, minute } from '../../test/support/events.js';
import { needsServer, observe, type ObservedReport, type Happening } from './observe.js';

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

describe('what a file tells as having happened', () => {
  const enabled = {
    type: 'certificate.enabled',
    server: 'EX01',
    occurredAt: '2026-06-01T03:00:00.000Z',
    data: { thumbprint: 'B0F49B77E744FAEA88C0FF266FECB71A431C700F', services: ['SMTP'], answer: 'force' },
    actor: 'CONTOSO\\svc-acme',
  } as const;
  const configured = { ...enabled, type: 'hybrid.configured', server: null, data: null } as const;
  const nowhere = { ...enabled, server: null };
  const read = (happenings: readonly Happening[], server?: string) =>
    observe(
      { servers: [], organization: {}, events: [], happenings },
      { organization: 'contoso', observedAt: enabled.occurredAt, ...(server === undefined ? {} : { server }) },
    ).events;

  test('becomes events of its server, and of the organization where the type is about that', () => {
    expect(read([enabled, configured]).map(({ source, type }) => [source, type])).toEqual([
      ['/organizations/contoso/servers/ex01', 'certificate.enabled'],
      ['/organizations/contoso', 'hybrid.configured'],
    ]);
    expect(read([enabled])[0]).toMatchObject({ actor: enabled.actor, data: enabled.data });
  });

  test('has the same id whenever it is read, its own where the source gives one', () => {
    expect(read([enabled])).toEqual(read([enabled]));
    expect(read([{ ...enabled, id: 'record-17' }])[0]?.id).toBe('record-17');
    expect(read([enabled])[0]?.id).not.toBe(read([{ ...enabled, occurredAt: '2026-06-01T03:00:01.000Z' }])[0]?.id);
  });

  test('on a server that nobody names needs that name', () => {
    expect([enabled, configured, nowhere].map(needsServer)).toEqual([false, false, true]);
    expect(read([nowhere])).toEqual([]);
    expect(read([nowhere], 'ex02.contoso.com').map(({ source }) => source)).toEqual([
      '/organizations/contoso/servers/ex02.contoso.com',
    ]);
  });
});
