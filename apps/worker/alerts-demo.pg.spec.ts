/** What the demo organization's eighteen months make people read. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Alert } from '#libs/alerts/alert.js';
import { titleOf } from '#libs/alerts/title.js';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { allAlerts, channelFor, decideAll, outbox, tellAll } from '../../test/support/alerting.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { project } from '../../test/support/fleet-log.js';
import { makeDemo, type Demo } from '../cli/demo/demo.js';
import { openDecoder, type Decoder } from '../decoder/decoder.js';
import { ingest } from './ingest.js';

/** Today, for what nobody was heard of for days says nothing any more. */
const FROM = new Date().toISOString();
/** Where people reach this Certfleet. */
const ADDRESS = 'https://certfleet.contoso.com';
const log = pino({ level: 'silent' });

let database: FreshDatabase;
let decoder: Decoder;
let demo: Demo;

beforeAll(async () => {
  [database, demo] = [await freshDatabase(), await makeDemo(FROM)];
  decoder = openDecoder({});
}, 60_000);
afterAll(async () => {
  await decoder?.close();
  await database?.close();
});

/** Takes the files in, and decides every so many of them. */
async function play(organization: string, every: number): Promise<readonly Alert[]> {
  const { db } = database;
  await openOrganization(db, organization);
  await channelFor(db, organization);
  for (const [count, file] of demo.files.entries()) {
    const { name, path, server, observedAt } = file;
    const text = file.text.replaceAll('/organizations/default', `/organizations/${organization}`);
    const parameters = { ...(server !== undefined && { server }), ...(observedAt !== undefined && { observedAt }) };
    const inboxId = await receive(db, organization, {
      kind: path === 'imports' ? 'import' : 'events',
      bytes: new TextEncoder().encode(text),
      filename: name,
      parameters,
    });
    await ingest({ database: db, decoder, holder: 'test', leaseSeconds: 60, log }, { organization, inboxId });
    if (count % every !== every - 1) continue;
    await project(db, organization);
    await decideAll(db, organization);
    if (process.env['SHOW_ALERTS'] === 'each') await tellAll(db, organization, ADDRESS);
  }
  await project(db, organization);
  await decideAll(db, organization);
  await tellAll(db, organization, ADDRESS);
  return allAlerts(db, organization);
}

function line({ facts, state, resolved }: Alert): string {
  return `${facts.severity.padEnd(8)} ${state}${resolved === null ? '' : ` (${resolved.reason})`} ${facts.rule}  ${titleOf({ facts })}`;
}

const EXPECTED = [
  'critical resolved (restored) default-smtp-overwritten  EX01: default SMTP certificate overwritten',
  'critical resolved (restored) default-smtp-overwritten  EX02: default SMTP certificate overwritten',
  'critical firing went-dark  EX03: presents no certificate any more, at receive:Partner Northwind EX03:starttls',
  'critical firing risk-stands  MBX13: Exchange Back End has no certificate that works (RO-14), at iis:Exchange Back End:*:444:',
  'critical firing presented-expires  EX06: presents a certificate that has expired, at imap',
];

describe('the demo organization', () => {
  test('played at once makes a list that can be read, in which each change names its cause and its evidence', async () => {
    const alerts = await play('at-once', 1_000);
    const messages = await outbox(database.db, 'at-once');
    if (process.env['SHOW_ALERTS'] !== undefined) {
      process.stdout.write(`${alerts.map(line).join('\n')}\n`);
      for (const { message } of messages) process.stdout.write(`${JSON.stringify(message, null, 1)}\n`);
    }
    const lines = alerts.map(line);
    expect(lines).toEqual(expect.arrayContaining(EXPECTED));
    // Seven overwrites of the default that harm nobody, and every ordinary renewal, are in none of them.
    expect(alerts.length).toBeLessThan(25);
    expect(messages.filter(({ message }) => message.kind === 'alert').length).toBeLessThan(9);
    const changes = alerts.filter(
      ({ facts }) => facts.rule === 'went-dark' || facts.rule === 'default-smtp-overwritten',
    );
    expect(
      changes.every(({ facts }) => facts.cause !== null && facts.evidence.length > 1 && facts.summary !== ''),
    ).toBe(true);
    // Whoever reads one at three in the morning finds what happened, what it does, what it rests on, what to type, and where to look.
    for (const { message } of messages.filter(({ message: one }) => one.kind === 'alert' && one.state === 'firing')) {
      expect([message.title, message.remedy.length > 0, message.evidence.length > 0]).toEqual([
        message.title,
        true,
        true,
      ]);
      expect(message.links?.explain ?? message.links?.alert).toContain(ADDRESS);
      expect(message.summary.length).toBeGreaterThan(40);
    }
    expect((await projectionEqualsFold(database.db, 'at-once')).differences).toEqual([]);
  }, 120_000);

  test('played file by file tells the same', async () => {
    const alerts = await play('by-file', 1);
    const messages = await outbox(database.db, 'by-file');
    if (process.env['SHOW_ALERTS'] !== undefined) {
      process.stdout.write(`${alerts.map(line).join('\n')}\n`);
      for (const { message } of messages)
        process.stdout.write(`${message.state} ${message.severity} ${message.title}\n`);
    }
    const lines = alerts.filter(({ facts }) => facts.rule !== 'risk-stands').map(line);
    expect(lines).toEqual(expect.arrayContaining(EXPECTED.filter((text) => !text.includes('risk-stands'))));
    expect(messages.filter(({ message }) => message.kind === 'alert').length).toBeLessThan(12);
    expect((await projectionEqualsFold(database.db, 'by-file')).differences).toEqual([]);
  }, 120_000);
});
