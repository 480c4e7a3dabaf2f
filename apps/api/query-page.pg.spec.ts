import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sourceOf } from '#libs/fleet/source.js';
import { ENDPOINT_ROLES } from '#libs/query/endpoint-role.js';
import { LIST_FIELDS, LISTS } from '#libs/query/lists.js';
import { SHORTCUTS } from '#libs/query/shortcuts.js';
import { edge01, ex01, ex02 } from '../../test/support/fixture.js';
import { happened } from '../../test/support/events.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

/** docs/query.md: each of its examples runs, and it names every field and every short form. */
const PAGE = readFileSync(new URL('../../docs/query.md', import.meta.url), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```query (\w+)\n([\s\S]*?)```/g)].flatMap(([, list = '', text = '']) =>
  text
    .trim()
    .split('\n')
    .map((query): [string, string] => [list, query]),
);

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  const events = [ex01(), ex02(), edge01()].map((server) =>
    happened(
      'inventory.observed',
      { ...server },
      { source: sourceOf({ organization: 'default', server: server.fqdn }) },
    ),
  );
  await record(api.db, 'default', events);
  await project(api.db, 'default');
});
afterAll(() => api.close());

test('the page has examples of every list', () => {
  expect(new Set(EXAMPLES.map(([list]) => list))).toEqual(new Set(LISTS));
  expect(EXAMPLES.length).toBeGreaterThan(20);
});

test.each(EXAMPLES)('%s: %s', async (list, query) => {
  for (const when of ['', '&asOf=2027-01-01T00:00:00Z']) {
    const { status, json } = await api.ask(`/api/v1/${list}?where=${encodeURIComponent(query)}${when}`);
    expect([status, json.detail]).toEqual([200, undefined]);
    expect(json.total).toBeGreaterThanOrEqual(0);
  }
});

describe.each(LISTS)('the section of %s', (list) => {
  const section = PAGE.slice(PAGE.indexOf(`\n## ${list}\n`)).split('\n## ')[1] ?? '';

  test.each([...Object.keys(LIST_FIELDS[list]), ...Object.keys(SHORTCUTS[list]).map((word) => `is:${word}`)])(
    'names %s',
    (name) => expect(section).toContain(`\`${name}\``),
  );
});

test('the page names every role', () => {
  for (const role of ENDPOINT_ROLES) expect(PAGE).toContain(`\`${role}\``);
});
