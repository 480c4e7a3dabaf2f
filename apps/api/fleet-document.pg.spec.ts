import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FleetDocument } from '#libs/fleet/document.js';
import { documentPlanner } from '#libs/planning/document-planner.js';
import type { PlanReport } from '#libs/planning/report.js';
import { happened, minute } from '../../test/support/events.js';
import { ex01, PUB26 } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on, organizationInventory } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

const EDGE = { edgeServer: 'edge01.contoso.com', adSite: 'AMS' };
const STORY = [
  organizationInventory({ name: 'contoso', edgeSubscriptions: [], sendConnectors: [] }, minute(0)),
  inventoryOf(lasting(ex01()), minute(0)),
  inventoryOf(anotherServer(5), minute(1)),
  on(null, happened('edge-subscription.added', EDGE, { occurredAt: minute(10) })),
];
const LINE = `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services SMTP`;

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', STORY);
  await project(api.db, 'contoso');
  const many = Array.from({ length: 30 }, (_, n) => inventoryOf(anotherServer(n + 10), minute(1)));
  await record(api.db, 'medium', [...STORY, ...many]);
  await project(api.db, 'medium');
});
afterAll(() => api.close());

interface Body {
  readonly document: FleetDocument;
  readonly whole: boolean;
  readonly errors: readonly unknown[];
}

async function asked(query: string, token?: string) {
  const { status, json } = await api.ask(`/api/v1/fleet-document?${query}`, { ...(token !== undefined && { token }) });
  const body: unknown = json;
  return { status, json: body as Body & { readonly position: number } };
}

async function posted(organization: string, body: unknown) {
  const answer = await api.ask(`/api/v1/plans?organization=${organization}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const json: unknown = answer.json;
  return json as PlanReport & { readonly asOf: string; readonly position: number };
}

describe('GET /fleet-document', () => {
  test.each([
    ['one line', LINE, null],
    ['answered', `${LINE} -Force`, null],
    ['several', `${LINE}\nRemove-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint}`, null],
    ['what Exchange refuses', LINE.replace('EX01', 'EX99'), null],
    ['another time', `${LINE} -Force`, minute(5)],
  ])('a plan over it is the one that is posted for: %s', async (_, commands, asOf) => {
    const { json } = await asked(`organization=contoso${asOf === null ? '' : `&asOf=${asOf}`}`);
    expect(json).toMatchObject({ whole: true, servers: 2, partlyKnown: [] });
    const there = await posted('contoso', { commands, asOf });
    // By the clock of that plan: nothing else may differ.
    const here = documentPlanner(json.document, there.asOf).read(commands);
    if (!here.ok) throw new Error('it cannot be read');
    expect(there).toMatchObject(JSON.parse(JSON.stringify(here.report)));
    expect(there.position).toBe(json.position);
  });

  test('of a larger fleet it is the part that the servers named have to do with', async () => {
    const { json } = await asked('organization=medium&server=EX01,nobody');
    expect(json).toMatchObject({ whole: false, servers: 32 });
    const kept: readonly { readonly fqdn: string }[] = json.document.servers ?? [];
    expect(kept.map(({ fqdn }) => fqdn)).toContain('ex01.contoso.com');
    expect(kept.length).toBeLessThan(20);
    const there = await posted('medium', { commands: LINE });
    const here = documentPlanner(json.document, there.asOf).read(LINE);
    expect(here).toMatchObject({ report: { outcome: there.outcome, prompts: there.prompts, changes: there.changes } });
  });

  test('it is none where nobody is named in a larger fleet, or only who is not there', async () => {
    expect((await asked('organization=medium')).json).toMatchObject({ document: null, whole: false, servers: 32 });
    expect((await asked('organization=medium&server=nobody')).json.document).toBeNull();
    const none = await asked('organization=unheard-of');
    expect(none.json).toMatchObject({ whole: true, servers: 0, document: { servers: [] } });
  });

  test.each([
    ['too many names', `server=${Array.from({ length: 21 }, (_, n) => `ex${n}`).join(',')}`],
    ['no name', 'server=a,,b'],
    ['what is none', 'server=%00'],
    ['a parameter that is none', 'servers=ex01'],
    ['an instant that is none', 'asOf=soon'],
  ])('%s is refused', async (_, query) => {
    const { status, json } = await asked(`organization=contoso&${query}`);
    expect(status).toBe(400);
    expect(json.errors).not.toEqual([]);
  });

  test('readers may ask, collectors may not', async () => {
    const grant = (role: 'reader' | 'collector') => api.grant({ name: role, role, organization: 'contoso' });
    expect((await asked('organization=contoso', await grant('reader'))).status).toBe(200);
    expect((await asked('organization=contoso', await grant('collector'))).status).toBe(403);
  });
});
