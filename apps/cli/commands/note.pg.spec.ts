/** `certfleet note` against a running API, worker and projector: recorded, and told beside what it refers to. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { runningApi, type RunningTestApi } from '../../../test/support/running-api.js';
import { happened, EX01 } from '../../../test/support/events.js';
import { project, record } from '../../../test/support/fleet-log.js';
import { recordingTerminal } from '../../../test/support/terminal.js';
import { startProjector } from '../../projector/projector.js';
import { startWorker } from '../../worker/worker.js';
import { runProgram } from '../program.js';

let api: RunningTestApi;
const running: { readonly close: () => Promise<void> }[] = [];

beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'default', [
    happened(
      'server.observed',
      { fqdn: EX01, netbiosName: 'EX01' },
      { source: `/organizations/default/servers/${EX01}` },
    ),
  ]);
  await project(api.db, 'default');
  const silent = pino({ level: 'silent' });
  running.push(await startWorker({ databaseUrl: api.appUrl, reconcileSeconds: 1 }, silent));
  running.push(await startProjector({ decidesAlerts: false, databaseUrl: api.appUrl }, silent));
});
afterAll(async () => {
  for (const one of running) await one.close();
  await api.close();
});

async function run(...argv: readonly string[]) {
  const { terminal, stdout, stderr } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token }, true);
  const exit = await runProgram(argv, terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
}

test('a note is recorded on the server by its full name, and stands beside what it refers to', async () => {
  const told = await run(
    'note',
    'planned work',
    '--server',
    'EX01',
    '--ticket',
    'CHG-7',
    '--refers',
    '#1',
    '--by',
    'kim',
  );
  expect(told).toMatchObject({ exit: 0, stdout: expect.stringContaining('noted on ex01.contoso.com, log position 2') });
  const json = await run('timeline', 'EX01', '--json');
  const { items } = JSON.parse(json.stdout);
  expect(items.map(({ position }: { position: number }) => position)).toEqual([2, 1]);
  expect(items[1].notes).toMatchObject([{ position: 2, text: 'planned work', ticket: 'CHG-7', actor: 'kim' }]);
  expect((await run('timeline', 'EX01')).stdout).toContain('note #2 on CHG-7, kim: planned work');
});

test.each([
  [['note', ' '], 64, 'a note says something'],
  [['note', 'x', '--refers', '1,two'], 64, 'not a position'],
  [['note', 'x', '--ticket', ''], 64, '--ticket'],
  [['note', 'x'.repeat(4_001)], 64, 'at most 4000'],
  [['note', 'x', '--server', 'EX99'], 1, 'EX99'],
  [['timeline', '--endpoint', 'pop'], 64, 'no server is named'],
])('%j is refused', async (argv, exit, message) => {
  const refused = await run(...argv);
  expect([refused.exit, refused.stderr]).toEqual([exit, expect.stringContaining(message)]);
});
