import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inOrganization } from '#libs/store/database.js';
import { claim, type Ending, finish, receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { MOST_TRIES, tryAgain } from '#libs/store/second-look.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
let next = 0;
beforeAll(async () => {
  api = await runningApi();
});
afterAll(() => api.close());

const NOT_READ: Ending = { state: 'quarantined', reason: 'Not\u0000readable.', remedy: 'Mend it.' };

/** An upload that ended so, in an organization of its own. */
async function setAside(ending: Ending = NOT_READ) {
  const organization = `q${(next += 1)}`;
  await openOrganization(api.db, organization);
  const bytes = new TextEncoder().encode('what was sent');
  const ticket = await receive(api.db, organization, { kind: 'import', bytes, filename: 'ex01.json', credential: 'x' });
  await end(organization, ticket, ending);
  const about = `organization=${organization}`;
  return {
    organization,
    ticket,
    list: async (seen = '') => (await api.ask(`/api/v1/quarantine?${about}${seen}`)).json,
    ticketNow: async () => (await api.ask(`/api/v1/tickets/${ticket}?${about}`)).json,
    post: (what: 'retry' | 'seen', body: object = {}, more: object = {}) =>
      api.ask(`/api/v1/quarantine/${ticket}/${what}?${about}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
        ...more,
      }),
  };
}

async function end(organization: string, ticket: string, ending: Ending) {
  const held = await claim(api.db, organization, ticket, { holder: 'test', seconds: 60 });
  if (typeof held === 'string') throw new Error(held);
  expect(new TextDecoder().decode(held.bytes)).toBe('what was sent');
  expect(await finish(api.db, held, ending)).toBe('held');
}

test('what is tried again waits to be read as it came; how it ended before is kept with who tried', async () => {
  const { organization, ticket, list, post, ticketNow } = await setAside();
  expect((await post('retry')).json).toMatchObject({ ticket, state: 'queued', outcome: 'queued', error: null });
  expect(await list('&seen=any')).toMatchObject({ total: 0, items: [] });
  await end(organization, ticket, { state: 'conflict', reason: 'Known otherwise.', events: 2, position: 7 });
  const [item] = (await list()).items;
  expect(item).toMatchObject({
    state: 'conflict',
    reason: 'Known otherwise.',
    tries: [{ state: 'quarantined', reason: 'Not\u0000readable.', by: expect.any(String), again: expect.any(String) }],
  });
  expect((await post('retry')).status).toBe(200);
  await end(organization, ticket, { state: 'recorded', events: 3, position: 9 });
  expect(await ticketNow()).toMatchObject({ state: 'done', events: 3 });
  expect((await post('retry')).status).toBe(409);
});

test('whoever worked on it before it was tried again cannot end it afterwards', async () => {
  const { organization, ticket, post } = await setAside();
  await post('retry');
  const late = await claim(api.db, organization, ticket, { holder: 'late', seconds: 60 });
  if (typeof late === 'string') throw new Error(late);
  await finish(api.db, late, NOT_READ);
  await post('retry');
  await claim(api.db, organization, ticket, { holder: 'other', seconds: 60 });
  expect(await finish(api.db, late, { state: 'recorded', events: 1, position: 1 })).toBe('lost');
});

test('what is seen is kept and told, by whom, and is not counted as waiting; the first word stands', async () => {
  const { list, post, organization } = await setAside();
  expect((await api.ask(`/api/v1/status?organization=${organization}`)).json).toMatchObject({
    inbox: { quarantined: 1 },
  });
  expect((await post('seen', { note: 'A test of Jo.' })).status).toBe(200);
  expect((await post('seen', { note: 'Another word.' })).status).toBe(200);
  expect(await list()).toMatchObject({ total: 0, items: [] });
  for (const seen of ['&seen=yes', '&seen=any'])
    expect(await list(seen)).toMatchObject({
      total: 1,
      items: [
        { seenNote: 'A test of Jo.', seenBy: expect.any(String), seenAt: expect.any(String), reason: NOT_READ.reason },
      ],
    });
  expect((await api.ask(`/api/v1/status?organization=${organization}`)).json).toMatchObject({
    inbox: { quarantined: 0 },
  });
  const kept = await inOrganization(api.db, organization, (db) =>
    db.query<{ bytes: Buffer }>('select bytes from certfleet.inbox where organization = $1', [organization]),
  );
  expect(kept.map(({ bytes }) => bytes.toString())).toEqual(['what was sent']);
  // Tried again, it is nobody's any more until it ended anew.
  expect((await post('retry')).status).toBe(200);
  expect(await list('&seen=yes')).toMatchObject({ total: 0 });
});

test('it is not tried again for ever', async () => {
  const { organization, ticket, post, list } = await setAside();
  for (let i = 0; i < MOST_TRIES; i += 1) {
    expect(await tryAgain(api.db, organization, { ticket, by: `try ${i}` })).toBe('done');
    await end(organization, ticket, NOT_READ);
  }
  const { status, json } = await post('retry');
  expect({ status, remedy: json.remedy }).toEqual({ status: 409, remedy: 'Send the file again.' });
  const [item] = (await list()).items;
  expect(item?.tries.map(({ by }) => by)).toEqual(Array.from({ length: MOST_TRIES }, (_, i) => `try ${i}`));
});

test('what is not there, what waits already, what cannot be read and who may not are refused', async () => {
  const { post, ticket, organization } = await setAside();
  const other = await api.ask(`/api/v1/quarantine/${ticket}/retry?organization=default`, { method: 'POST' });
  expect(other.status).toBe(404);
  expect(
    (await api.ask(`/api/v1/quarantine/no-ticket/retry?organization=${organization}`, { method: 'POST' })).status,
  ).toBe(400);
  expect((await post('seen', { note: 'two\nlines' })).status).toBe(400);
  expect((await post('seen', { why: 'x' })).status).toBe(400);
  for (const role of ['reader', 'collector'] as const) {
    const token = await api.grant({ organization: '*', name: `a ${role}`, role });
    for (const what of ['retry', 'seen'] as const) expect((await post(what, {}, { token })).status).toBe(403);
  }
  expect((await post('retry')).status).toBe(200);
  for (const what of ['retry', 'seen'] as const) expect((await post(what)).status).toBe(409);
});
