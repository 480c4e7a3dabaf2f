/**
 * The demo organization through the whole path: in whatever order its files arrive, the same is known in the end; and each of its stories
 * is told by the command that the documentation names.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { canonicalText } from '#libs/fleet/canonical.js';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { inOrganization } from '#libs/store/database.js';
import { receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { verifyLog } from '#libs/store/verify.js';
import { project } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { makeDemo, type Demo } from '../cli/demo/demo.js';
import type { DemoFile } from '../cli/demo/files.js';
import { calendarOf } from '../cli/demo/calendar.js';
import type { TimelineGroup } from '#libs/views/timeline-groups.js';
import type { TimelineItem } from '../cli/answers.js';
import { runProgram } from '../cli/program.js';
import { openDecoder, type Decoder } from '../decoder/decoder.js';
import { ingest } from './ingest.js';

const FROM = '2026-11-24T10:00:00.000Z';
const { at } = calendarOf(FROM);

let api: RunningTestApi;
let decoder: Decoder;
let demo: Demo;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  [api, demo] = [await runningApi(), await makeDemo(FROM)];
  decoder = openDecoder({});
}, 60_000);
afterAll(async () => {
  await decoder?.close();
  await api?.close();
});

/** Takes the files in as API and worker do, and has them projected every few files. */
async function sendAll(organization: string, files: readonly DemoFile[], every: number): Promise<void> {
  await openOrganization(api.db, organization);
  for (const [count, file] of files.entries()) {
    const { name, path, server, observedAt } = file;
    const text = file.text.replaceAll('/organizations/default', `/organizations/${organization}`);
    const parameters = { ...(server !== undefined && { server }), ...(observedAt !== undefined && { observedAt }) };
    const inboxId = await receive(api.db, organization, {
      kind: path === 'imports' ? 'import' : 'events',
      bytes: new TextEncoder().encode(text),
      filename: name,
      parameters,
    });
    const ending = await ingest(
      { database: api.db, decoder, holder: 'test', leaseSeconds: 60, log },
      { organization, inboxId },
    );
    expect([name, ending]).toEqual([name, expect.stringMatching(/^(recorded|duplicate)$/)]);
    if (count % every === 0) await project(api.db, organization);
  }
  await project(api.db, organization);
}

/** A generator of numbers from 0 to 1 that a seed decides (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  const random = numbers(seed);
  const placed = list.map((value) => ({ value, place: random() }));
  return placed.sort((one, other) => one.place - other.place).map(({ value }) => value);
}

const PROJECTED = [
  'server_state',
  'server_alias',
  'organization_state',
  'binding',
  'certificate',
  'installation',
  'finding',
];
/** In what order we came to know it: the one thing that the order of arrival may change. */
const KNOWLEDGE = new Set([
  'organization',
  'position',
  'last_changed_position',
  'frontier',
  'folded_at',
  'known_from',
  'known_until',
  'digest',
  'first_seen',
  'last_seen',
]);

/**
 * What is known in the end, a canonical line per row; by table. A finding that stood only until a later file arrived is none of it, and one
 * that stands now stands from when we knew it.
 */
function known(organization: string): Promise<Readonly<Record<string, readonly string[]>>> {
  return inOrganization(api.db, organization, async (db) => {
    const found: Record<string, readonly string[]> = {};
    for (const table of PROJECTED) {
      const columns = table === 'finding' ? ', stands_from > now() as coming' : '';
      const current =
        table === 'finding' ? 'and resolved is null' : table === 'binding' ? 'and known_until is null' : '';
      const rows = await db.query<Record<string, unknown>>(
        `select *${columns} from certfleet.${table} where organization = $1 ${current}`,
        [organization],
      );
      found[table] = rows
        .map((row) => (row['coming'] === false ? { ...row, stands_from: null } : row))
        .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !KNOWLEDGE.has(key))))
        .map((row) => canonicalText(JSON.parse(JSON.stringify(row))))
        .sort();
    }
    return found;
  });
}

interface Item {
  readonly type: string;
  readonly occurredAt: string;
  readonly changes: readonly unknown[];
  readonly witnessOf: number | null;
  readonly witnesses: readonly {
    readonly type: string;
    readonly occurredAt: string;
    readonly reportedBy: string | null;
    readonly tool: string | null;
  }[];
}

/**
 * The timeline without positions and instants of recording. An inventory that changes nothing may be an event or only a sighting,
 * whichever of two equal ones came first: those are left out.
 */
async function timelineOf(organization: string): Promise<readonly string[]> {
  const { status, text } = await api.ask(`/api/v1/timeline?organization=${organization}&limit=200`);
  if (status !== 200) throw new Error(text);
  const { items, next }: { items: readonly Item[]; next: string | null } = JSON.parse(text);
  expect(next).toBeNull();
  return items
    .filter(({ type, changes }) => changes.length > 0 || type !== 'certfleet.inventory.observed.v1')
    .map((item) => ({ ...item, position: null, recordedAt: null, source: null }))
    .map((item) => ({
      ...item,
      witnessOf: item.witnessOf !== null,
      witnesses: item.witnesses
        .filter(({ type }) => type !== 'certfleet.inventory.observed.v1')
        .map((witness) => ({ ...witness, position: null, source: null }))
        .sort((one, other) => (canonicalText(one) < canonicalText(other) ? -1 : 1)),
    }))
    .map((item) => canonicalText(item))
    .sort();
}

describe('the demo in any order', () => {
  const ORGANIZATIONS = ['default', 'shuffle1', 'shuffle2', 'shuffle3'];

  beforeAll(async () => {
    await sendAll('default', demo.files, 7);
    for (const seed of [1, 2, 3]) await sendAll(`shuffle${seed}`, shuffled(demo.files, seed), 4 + seed);
  }, 240_000);

  test('ends in the same states, bindings, certificates and findings', async () => {
    const first = await known('default');
    expect(first['server_state']).toHaveLength(12);
    expect(first['finding']?.length).toBeGreaterThan(12);
    for (const name of ORGANIZATIONS.slice(1)) expect({ name, ...(await known(name)) }).toEqual({ name, ...first });
  });

  test('tells the same timeline', async () => {
    const first = await timelineOf('default');
    expect(first.length).toBeGreaterThan(90);
    for (const name of ORGANIZATIONS.slice(1))
      expect({ name, told: await timelineOf(name) }).toEqual({ name, told: first });
  });

  test('has logs that are intact and projections that are the fold of them', async () => {
    for (const name of ORGANIZATIONS) {
      const { intact } = await verifyLog(api.db, name);
      const { differences } = await projectionEqualsFold(api.db, name);
      expect({ name, intact, differences }).toEqual({ name, intact: true, differences: [] });
    }
  });

  describe('sent in its own order', () => {
    async function answer(...argv: readonly string[]): Promise<string> {
      const { terminal, stdout, stderr } = recordingTerminal(
        { CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token },
        true,
      );
      expect([await runProgram(argv, terminal), stderr()]).toEqual([0, '']);
      return stdout();
    }
    /** On one line, as it is read. */
    const words = async (...argv: readonly string[]) => (await answer(...argv)).replace(/[\s│├└┌─]+/g, ' ');
    const short = (thumbprint: string) => `${thumbprint.slice(0, 4)}…${thumbprint.slice(-2)}`;

    /** When the default SMTP certificate changed, and to which, the newest first. */
    async function defaultsOf(server: string, asOf: string) {
      const { items } = JSON.parse(await answer('timeline', server, '--as-of', asOf, '--limit', '10', '--json'));
      return items.flatMap(({ occurredAt, changes }: TimelineItem) =>
        changes
          .filter(({ endpoint }) => endpoint === 'internal-transport')
          .map(({ before, after }) => ({ at: occurredAt, before: before?.thumbprint, after: after?.thumbprint })),
      );
    }

    test('which certificate EX03 presents to clients, and why not the new one', async () => {
      const text = await words('explain', 'EX03', 'receive:Client Frontend EX03:starttls');
      expect(text).toMatch(/ PRESENTED (\S+) mail\.contoso\.com \(Fabrikam TLS CA 2, to 2027-04-23\)/);
      expect(text).toMatch(
        /✗ \S+ mail\.contoso\.com \(Fabrikam TLS CA 2, to 2027-06-06\) is not enabled for SMTP \(NOT_SMTP_ENABLED\)/,
      );
      const timeline = await words('timeline', 'EX03', '--limit', '8');
      expect(timeline).toMatch(/receive:Client Frontend EX03:starttls presented \S+ .*? = agrees with the prediction/);
    });

    test('what happened in the night of the broken renewal', async () => {
      const text = await words('timeline', 'EX03', '--as-of', at(-47, '09:00:00'), '--limit', '14');
      for (const told of [
        /MSExchangeFrontEndTransport logged event 12014 about Inbound from Office 365 EX03/,
        /svc-certs removed the certificate (\S+) [^~]*~ receive:Inbound from Office 365 EX03:starttls \1 → not advertised ~ receive:Partner Northwind EX03:starttls \1 → not advertised/,
        /Kim de Vries configured Receive connector "Inbound from Office 365 EX03"[^~]*~ receive:Inbound from Office 365 EX03:starttls not advertised → (\S+)/,
        /svc-certs configured Send connector "Outbound to Office 365"/,
      ])
        expect(text).toMatch(told);
      const night = await words(
        'explain',
        'EX03',
        'receive:Inbound from Office 365 EX03:starttls',
        '--as-of',
        at(-47, '04:00:00'),
      );
      expect(night).toContain('NOT ADVERTISED');
      expect(night).toContain('12014');
      expect(await words('explain', 'EX03', 'receive:Partner Northwind EX03:starttls')).toContain('NOT ADVERTISED');
      expect(await words('findings', '--rule', 'RO-17')).toMatch(
        /Partner Northwind EX03" is pinned to <I>CN=Fabrikam TLS CA 1/,
      );
    });

    test('whether to press Yes on EX05', async () => {
      const [command = ''] = demo.questions.find(({ story }) => story.includes('EX05'))?.commands ?? [];
      const line = /^plan "(.*)"$/.exec(command)?.[1] ?? '';
      const text = await words('plan', line);
      expect(text).toContain('Overwrite the existing default SMTP certificate?');
      expect(text).toMatch(/Answer No: Yes introduces RO-01, RO-03 here, No does not\./);
      expect(text).toMatch(/EdgeSync and mail with edge01\.contoso\.com and edge02\.contoso\.com stop/);
    });

    test('the default SMTP certificate of EX02, overwritten at night and put back in the morning', async () => {
      const text = await words('timeline', 'EX02', '--as-of', at(-130, '12:00:00'), '--limit', '8');
      const [back, forced] = await defaultsOf('EX02', at(-130, '12:00:00'));
      expect([back?.at, forced?.at]).toEqual([at(-130, '08:41:26'), at(-130, '03:00:07')]);
      expect([back?.before, back?.after]).toEqual([forced?.after, forced?.before]);
      expect(text).toMatch(/svc-acme enabled \S+ for SMTP with -Force/);
      expect(text).toMatch(/Kim de Vries enabled \S+ for SMTP with -Force/);
      expect(text.match(/MSExchange EdgeSync logged event 10104/g)).toHaveLength(2);
      const night = await words('explain', 'EX02', 'internal-transport', '--as-of', at(-130, '05:00:00'));
      expect(night).toMatch(/ PRESENTED \S+ relay\.contoso\.com \(Woodgrove ACME R3/);
      expect(await words('explain', 'EX02', 'internal-transport')).toMatch(/ PRESENTED \S+ EX02 \(self-signed/);
      expect(await words('timeline', 'EDGE01')).toMatch(
        /MSExchangeTransport logged event 1036 about ex02\.contoso\.com/,
      );
    });

    test('win-acme overwriting the default of EX06 five times', async () => {
      const text = await words('timeline', 'EX06');
      expect(text.match(/svc-acme enabled \S+ for SMTP, IIS with -Force [^~]*~ internal-transport/g)).toHaveLength(5);
      expect(await words('findings', '--server', 'EX06')).toContain('RO-30');
    });

    test('the odd member of the pool', async () => {
      const text = await words('findings', '--rule', 'RO-29');
      for (const member of ['EX01', 'EX02', 'EX04'])
        expect(text).toMatch(
          new RegExp(`${member} presents certificate \\S+ \\(mail\\.contoso\\.com\\) as a member of pool`),
        );
      const [old, fresh] = [await mailOn('EX04'), await mailOn('EX01')];
      expect(old).not.toBe(fresh);
      expect(await mailOn('EX02')).toBe(fresh);
      expect(text).toContain(short(old).slice(-2));
    });

    async function mailOn(server: string): Promise<string> {
      const bindings = JSON.parse(
        await answer('bindings', '--json', '--server', server, '--endpoint', 'iis:Default Web Site:*:443:'),
      );
      return bindings.items[0].thumbprint;
    }

    test('the back end of MBX13, which time alone let expire', async () => {
      expect(await words('findings', '--server', 'MBX13', '--rule', 'RO-14')).toMatch(/which expired on 2026-10-30/);
      const before = await words('explain', 'MBX13', 'iis:Exchange Back End:*:444:', '--as-of', at(-26));
      const after = await words('explain', 'MBX13', 'iis:Exchange Back End:*:444:');
      expect(before).not.toContain('EXPIRED_PRESENTED');
      expect(after).toContain('EXPIRED_PRESENTED');
    });

    test('the roll-over of the OAuth certificate, which put the default of EX01 back after 14 seconds', async () => {
      const text = await words('timeline', 'EX01', '--as-of', at(-299, '12:10:00'), '--limit', '6');
      const [back, overwritten] = await defaultsOf('EX01', at(-299, '12:10:00'));
      expect([back?.at, overwritten?.at]).toEqual([at(-299, '12:00:17'), at(-299, '12:00:03')]);
      expect([back?.before, back?.after]).toEqual([overwritten?.after, overwritten?.before]);
      expect(text).toContain('svc-monitor');
    });

    test('the wildcard that took a name from the certificate made for it', async () => {
      const text = await words('explain', 'EX07', 'receive:Client Frontend EX07:starttls');
      expect(text).toMatch(/ PRESENTED \S+ \*\.ber\.contoso\.com/);
      expect(text).toContain('WILDCARD_SHADOWS_EXACT');
      const before = await words('bindings', '--server', 'EX07', '--as-of', at(-40, '12:00:00'));
      expect(before).toMatch(/receive:Client Frontend EX07:starttls ● presented \S+ smtp\.ber\.contoso\.com/);
    });

    test('the import without SMTP that broke hybrid mail, and still stands', async () => {
      for (const endpoint of [
        'send:Outbound to Office 365:starttls',
        'receive:Inbound from Office 365 EX03:starttls',
      ]) {
        const text = await words('explain', 'EX03', endpoint);
        expect(text).toContain('HANDSHAKE FAILS');
        expect(text).toContain('SMTP says UnknownCredentials');
        expect(text).toContain('HEALTHIER_CANDIDATE_EXISTS');
      }
      expect(await words('explain', 'EX03', 'send:Outbound to Office 365:starttls', '--as-of', at(-4))).toMatch(
        / PRESENTED \S+ mail/,
      );
      expect(await words('timeline', 'EX03', '--limit', '6')).toContain('INC-20417');
    });

    test('the audit log that came weeks late: who changed EX08 is known from then on, and what was believed before is too', async () => {
      const asked = ['timeline', 'EX08', '--as-of', at(-93, '12:00:00'), '--limit', '4'] as const;
      const { items } = JSON.parse(await answer(...asked, '--json'));
      const told = items.find(({ what }: { what: string }) => what.includes('Alex Wijk'));
      expect(told.changes.map(({ endpoint }: { endpoint: string }) => endpoint)).toContain('internal-transport');
      const believed = ['explain', 'EX08', 'internal-transport', '--as-of', at(-95)] as const;
      expect(await words(...believed, '--known-at', String(told.position - 1))).toMatch(
        / PRESENTED \S+ EX08 \(self-signed/,
      );
      expect(await words(...believed)).toMatch(/ PRESENTED \S+ mail\.ber\.contoso\.com \(Fabrikam TLS CA 2/);
      const surprise = items.find(({ occurredAt }: { occurredAt: string }) => occurredAt === at(-93, '04:30:00'));
      expect(surprise.changes.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
        'iis:Default Web Site:127.0.0.1:443:',
      ]);
    });

    describe('by cause', () => {
      async function groupsOf(...argv: readonly string[]) {
        const { items, groups }: { items: readonly TimelineItem[]; groups: readonly TimelineGroup[] } = JSON.parse(
          await answer('timeline', ...argv, '--json'),
        );
        expect(groups.flatMap(({ positions }) => positions).sort((one, other) => one - other)).toEqual(
          items.map(({ position }) => position).sort((one, other) => one - other),
        );
        return groups;
      }

      test('the renewal on four servers is one group: what the script told, and what the audit log told of it', async () => {
        const groups = await groupsOf('--as-of', at(-47, '07:00:00'), '--limit', '40');
        const renewal = groups.filter(({ actor, firstAt }) => actor?.endsWith('svc-certs') && firstAt >= at(-47));
        expect(renewal).toHaveLength(1);
        expect(renewal[0]).toMatchObject({
          title:
            'renewal of mail.contoso.com: 13 events on 4 servers, 02:00 to 02:15, by svc-certs with Renew-MailCertificate.ps1',
          servers: ['ex01', 'ex02', 'ex03', 'ex05'].map((name) => `${name}.contoso.com`),
          robot: null,
        });
        expect(renewal[0]?.changes).toContainEqual(
          expect.objectContaining({
            endpoint: 'receive:Partner Northwind EX03:starttls',
            after: { outcome: 'NOT_ADVERTISED', thumbprint: null },
          }),
        );
      });

      test('the overwritten and restored default of EX01 is one entry, with its name and its evidence', async () => {
        const asked = ['EX01', '--as-of', at(-299, '12:10:00'), '--limit', '7'];
        const group = (await groupsOf(...asked)).find(({ folds }) => folds.length > 0);
        expect(group).toMatchObject({
          folds: [{ server: 'ex01.contoso.com', seconds: 14 }],
          robot: { id: 'auth-certificate', certainty: 'high' },
        });
        expect(group?.changes.filter(({ endpoint }) => endpoint === 'internal-transport')).toEqual([]);
        const text = await words('timeline', ...asked);
        expect(text).toMatch(
          /within 14 s \(Auth certificate maintenance\) ~ internal-transport (\S+) → (\S+) → \1 .*told by #\d+, #\d+ \(\S*audit-log-oauth\.xml\) too/,
        );
        expect(await words('timeline', ...asked, '--flat')).toMatch(/svc-monitor enabled .*svc-monitor enabled /);
      });

      test('win-acme on EX06 is recognised, with its next run', async () => {
        const found = (await groupsOf('EX06')).flatMap(({ robot }) => (robot === null ? [] : [robot]));
        expect(found).toHaveLength(5);
        for (const robot of found)
          expect(robot).toMatchObject({
            id: 'win-acme',
            certainty: 'high',
            runs: 5,
            because:
              'looks like win-acme: its records name "win-acme"; svc-acme enables with -Force every 37 days, 5 times so far',
            nextRun: { last: at(-32, '03:55:02'), expected: at(5, '03:55:02'), latest: at(5, '03:55:02') },
          });
        expect(await words('timeline', 'EX06')).toMatch(
          /certainty high\); (the )?next run (was )?expected on 2026-11-29/,
        );
      });

      test('the night on EX02 is one line for the event log and the audit log', async () => {
        const argv = ['timeline', 'EX02', '--as-of', at(-130, '12:00:00'), '--limit', '8'] as const;
        const { items }: { items: readonly TimelineItem[] } = JSON.parse(await answer(...argv, '--json'));
        const [first, second] = items
          .filter(({ type, occurredAt }) => type.includes('certificate.enabled') && occurredAt === at(-130, '03:00:07'))
          .sort((one, other) => one.position - other.position);
        expect(first).toMatchObject({
          witnessOf: null,
          switchUsed: '-Force',
          witnesses: [{ position: second?.position }],
        });
        expect(second).toMatchObject({ witnessOf: first?.position, witnesses: [] });
        expect((await words(...argv)).match(/svc-acme enabled/g)).toHaveLength(1);
      });

      test('of one endpoint: only what changed it', async () => {
        const { items }: { items: readonly TimelineItem[] } = JSON.parse(
          await answer('timeline', 'EX06', '--endpoint', 'Internal-Transport', '--limit', '3', '--json'),
        );
        expect(items.map(({ occurredAt }) => occurredAt)).toEqual([-32, -69, -106].map((day) => at(day, '03:55:13')));
      });
    });

    test('every command that is offered answers', async () => {
      for (const command of demo.questions.flatMap(({ commands }) => commands)) {
        const argv = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
        expect((await answer(...argv)).length).toBeGreaterThan(100);
      }
    });
  });
});
