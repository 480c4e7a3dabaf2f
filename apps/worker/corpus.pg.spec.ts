/**
 * The whole path over real exports: inbox, reading, observing, log, projection, answers. The exports stand beside the project, in
 * `../shared/corpus`; without them these tests are skipped, except where everything is to be tested.
 */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { Selection } from '#libs/selection/selection.js';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { inOrganization } from '#libs/store/database.js';
import { receive, type Upload } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { rebuild } from '#libs/store/rebuild.js';
import { verifyLog } from '#libs/store/verify.js';
import { project } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { openDecoder, type Decoder } from '../decoder/decoder.js';
import { ingest } from './ingest.js';

const folder = new URL('../../../shared/corpus/', import.meta.url);
const present = existsSync(new URL('ground-truth.json', folder));
const wanted = present || process.env['CERTFLEET_TEST_EVERYTHING'] !== undefined;

const FILES: readonly string[] = present
  ? JSON.parse(readFileSync(new URL('ground-truth.json', folder), 'utf8')).files.map(
      ({ file }: { file: string }) => file,
    )
  : [];

const E2K16 = 'E2k16-1.Contoso.lab';
const WIN = 'WIN-CTD3L0RGEN4.exlab.dom';

/** The servers that the README of the corpus names for the files that do not name theirs. */
const SERVERS: Readonly<Record<string, string>> = {
  'css-authmon-action_GetInternalTransportCertificateFromServer.xml': E2K16,
  'css-authmon-action_GetWebSite.json': E2K16,
  'css-hc-e15_GetWebBinding.xml': 'Solo-E15A.Solo.net',
  'css-hc-e16_GetWebBinding.xml': 'Solo-E16A.Solo.local',
};
/** An administrator's audit log of a mailbox's quota, and a file that holds nothing of Exchange: both are read and say nothing. */
const EMPTY = new Set([
  'officedocs_administrator-audit-log-structure-exchange-2013.sample.xml',
  'css-shared_acs_Test-SignedBy3rdParty.xml',
]);

interface Sent {
  readonly file: string;
  readonly observedAt: string;
}

/** A minute after the other; the exports of the lab are of the first week of January 2023. */
const ONE_BY_ONE = FILES.map((file, index): Sent => ({
  file,
  observedAt: `2023-01-06T10:${String(index).padStart(2, '0')}:00Z`,
}));
/** Some of it exported a second time the next day, which says nothing new. */
const SEEN_AGAIN = ONE_BY_ONE.flatMap(({ file, observedAt }, index): readonly Sent[] =>
  index % 2 === 0
    ? [
        { file, observedAt },
        { file, observedAt: observedAt.replace('01-06', '01-07') },
      ]
    : [{ file, observedAt }],
);
const ALL_AT_ONCE = FILES.map((file): Sent => ({ file, observedAt: '2023-01-06T10:00:00Z' }));

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

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const result = list.map((value) => ({ value, place: random() }));
  return result.sort((one, other) => one.place - other.place).map(({ value }) => value);
}

/** File order, backwards, and four shuffles in which every third file comes twice. */
function orders(sent: readonly Sent[]): readonly (readonly [string, readonly Sent[]])[] {
  const twice = [...sent, ...sent.filter((_, index) => index % 3 === 0)];
  const shuffles = [1, 2, 3, 4].map((seed) => [`shuffle ${seed}`, shuffled(twice, numbers(seed))] as const);
  return [['as the files stand', sent], ['backwards', sent.toReversed()], ...shuffles];
}

let api: RunningTestApi;
let decoder: Decoder;
const log = pino({ level: 'silent' });

/** Takes an upload in and works on it, as API and worker do. */
async function send(organization: string, upload: Upload): Promise<string> {
  const inboxId = await receive(api.db, organization, upload);
  return ingest({ database: api.db, decoder, holder: 'test', leaseSeconds: 60, log }, { organization, inboxId });
}

function sendFile(organization: string, { file, observedAt }: Sent): Promise<string> {
  const server = SERVERS[file];
  return send(organization, {
    kind: 'import',
    bytes: new Uint8Array(readFileSync(new URL(file, folder))),
    filename: file,
    parameters: { observedAt, ...(server !== undefined && { server }) },
  });
}

const PROJECTED = ['server_state', 'server_alias', 'organization_state', 'binding', 'certificate', 'installation'];
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
]);

/** Where a position only says how far the page went with which the row was written. */
const PAGEWISE = new Set(['certificate', 'organization_state']);

/** Everything that is derived from the log, a canonical line per row; by table. */
function projected(organization: string, withKnowledge = false): Promise<Readonly<Record<string, readonly string[]>>> {
  return inOrganization(api.db, organization, async (db) => {
    const found: Record<string, readonly string[]> = {};
    for (const table of PROJECTED) {
      const known = withKnowledge && !PAGEWISE.has(table);
      const rows = await db.query<object>(
        `select * from certfleet.${table} where organization = $1 ${table === 'binding' && !withKnowledge ? 'and known_until is null' : ''}`,
        [organization],
      );
      found[table] = rows
        .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => known || !KNOWLEDGE.has(key))))
        .map((row) => canonicalText(JSON.parse(JSON.stringify(row))))
        .sort();
    }
    return found;
  });
}

async function soundness(organization: string) {
  const before = await projected(organization, true);
  await rebuild(api.db, organization);
  const audit = await projectionEqualsFold(api.db, organization);
  const { intact } = await verifyLog(api.db, organization);
  return { intact, differences: audit.differences, rebuilt: await projected(organization, true), before };
}

type Answers = ReadonlyMap<string, Selection>;

/** What a server presents at an instant, by endpoint. */
async function answersOf(organization: string, server: string, asOf: string): Promise<Answers> {
  const { status, text } = await api.ask(
    `/api/v1/servers/${server}/selections?organization=${organization}&asOf=${asOf}`,
  );
  if (status !== 200) throw new Error(text);
  const { selections }: { selections: readonly Selection[] } = JSON.parse(text);
  return new Map(selections.map((one) => [one.endpoint, one]));
}

/** Thumbprint to verdict and reasons. */
function verdicts(selection: Selection | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (selection?.candidates ?? []).map(({ thumbprint, verdict, reasons }) => [
      thumbprint,
      [verdict, ...reasons].join(' '),
    ]),
  );
}

beforeAll(async () => {
  if (!wanted) return;
  api = await runningApi();
  decoder = openDecoder({});
}, 60_000);
afterAll(async () => {
  await decoder?.close();
  await api?.close();
});

(wanted ? describe : describe.skip)('the corpus', () => {
  test('is there', () => expect(FILES).toHaveLength(28));

  describe.each([
    ['observed one by one', 'apart', ONE_BY_ONE],
    ['observed in part twice', 'again', SEEN_AGAIN],
    ['observed all at the same instant', 'tied', ALL_AT_ONCE],
  ])('%s', (_what, prefix, sent) => {
    const names = orders(sent).map(([name], index) => [name, `${prefix}${index}`] as const);

    beforeAll(async () => {
      for (const [index, [, order]] of orders(sent).entries()) {
        const organization = `${prefix}${index}`;
        await openOrganization(api.db, organization);
        for (const [count, one] of order.entries()) {
          const ending = await sendFile(organization, one);
          const expected = EMPTY.has(one.file) ? ['duplicate'] : ['recorded', 'duplicate'];
          expect([one.file, expected]).toEqual([one.file, expect.arrayContaining([ending])]);
          if (count % 5 === index % 5) await project(api.db, organization);
        }
        await project(api.db, organization);
      }
    }, 240_000);

    test('ends in the same state, bindings, certificates and installations in every order', async () => {
      const first = await projected(`${prefix}0`);
      expect(first['server_state']?.map((row) => JSON.parse(row).server).sort()).toEqual([
        'e2k16-1.contoso.lab',
        'e2k16-2.contoso.lab',
        'solo-e15a.solo.net',
        'solo-e16a.solo.local',
        'vnext-e2k16aio1.vnext.local',
        'win-ctd3l0rgen4.exlab.dom',
      ]);
      for (const [name, organization] of names)
        expect({ name, ...(await projected(organization)) }).toEqual({ name, ...first });
    });

    test('has a log that is intact and a projection that is built anew the same', async () => {
      for (const [name, organization] of names) {
        const { before, ...found } = await soundness(organization);
        expect({ name, ...found }).toEqual({ name, intact: true, differences: [], rebuilt: before });
      }
    });
  });

  /*
   * The answers below were worked out by hand: the store of E2k16-1 is the union of the four exports with certificates of it, twelve by
   * `servers` of the ground truth; dates, services and keys are those that openssl shows of them; then the rulebook, line by line.
   */
  describe('of E2k16-1', () => {
    const ITC = 'D003810EBE1624145889D031FBB77ED2BD280FD3';
    /** Both sites' certificates as Get-Website names them. */
    const WEB = '2759456DC53C76E3DED093B567B6D8DAA42C0ADD';
    const store = () => {
      const truth = JSON.parse(readFileSync(new URL('ground-truth.json', folder), 'utf8'));
      const found: readonly string[] = truth.servers.find(
        (one: { server: string }) => one.server === 'e2k16-1',
      ).thumbprints;
      expect(found).toHaveLength(12);
      return found;
    };
    const allBut = (selected: string, reason: string) =>
      Object.fromEntries(store().map((one) => [one, one === selected ? 'selected' : `rejected ${reason}`]));

    // Valid 2022-12-30 to 2027-12-30 and with a private key: ANON-3 finds it set, ANON-4 in the store and in date. On 2016 no name, no
    // service and no issuer is asked for, so a newer CN=E2k16-1 (0CEB5AC9…, A86B1B74…) does not take its place.
    test.each(['2023-02-01T00:00:00Z', '2026-11-24T00:00:00Z'])(
      'the internal transport certificate, at %s',
      async (at) => {
        const answer = (await answersOf('apart2', E2K16, at)).get('internal-transport');
        expect(answer).toMatchObject({
          outcome: 'PRESENTED',
          thumbprint: ITC,
          rule: 'ANON-4',
          events: [],
          certainty: 'high',
          notes: [],
        });
        expect(answer?.decidedBy[0]).toBe('ANON-3');
        expect(answer?.changesAt).toBe('2027-12-30T14:39:08Z');
        expect(verdicts(answer)).toEqual(allBut(ITC, 'NOT_THE_ITC_THUMBPRINT'));
      },
    );

    // After its notAfter it is presented all the same, with 12015 (ANON-5).
    test('the internal transport certificate, expired', async () => {
      expect((await answersOf('apart3', E2K16, '2028-01-01T00:00:00Z')).get('internal-transport')).toMatchObject({
        outcome: 'PRESENTED',
        thumbprint: ITC,
        rule: 'ANON-5',
        events: [12015],
        changesAt: null,
      });
    });

    // Get-Website: Default Web Site has https on 127.0.0.1:443 and *:443 with 2759456D…, Exchange Back End on *:444 with D003810E…. Both
    // are in the store with a private key, so both are presented: IIS-1 for the one site, IIS-2 for the other. The loopback binding has
    // the certificate of its wildcard neighbour, so it is not stale. The names of the sites are in another order in the file than here.
    test.each([
      ['iis:Default Web Site:*:443:', WEB, 'IIS-1', '2027-09-05T14:41:02Z'],
      ['iis:Default Web Site:127.0.0.1:443:', WEB, 'IIS-1', '2027-09-05T14:41:02Z'],
      ['iis:Exchange Back End:*:444:', ITC, 'IIS-2', '2027-12-30T14:39:08Z'],
    ])('%s', async (endpoint, thumbprint, rule, expires) => {
      for (const at of ['2023-02-01T00:00:00Z', '2026-11-24T00:00:00Z']) {
        const answer = (await answersOf('apart4', E2K16, at)).get(endpoint);
        expect(answer).toMatchObject({
          outcome: 'PRESENTED',
          thumbprint,
          rule,
          events: [],
          certainty: 'high',
          notes: [],
        });
        expect(verdicts(answer)).toEqual(allBut(thumbprint, 'NOT_BOUND'));
      }
      // An expired certificate goes on being bound; it is noted, and no event is logged.
      expect((await answersOf('apart5', E2K16, expires)).get(endpoint)).toMatchObject({
        outcome: 'PRESENTED',
        thumbprint,
        rule,
        events: [],
        notes: ['EXPIRED_PRESENTED'],
      });
    });

    test('nothing else is answered: no connector of it was exported', async () => {
      expect([...(await answersOf('apart0', E2K16, '2023-02-01T00:00:00Z')).keys()].sort()).toEqual([
        'deliver:edge:anonymous',
        'deliver:mailbox:anonymous',
        'iis:Default Web Site:*:443:',
        'iis:Default Web Site:127.0.0.1:443:',
        'iis:Exchange Back End:*:444:',
        'internal-transport',
      ]);
    });
  });

  describe('of WIN-CTD3L0RGEN4', () => {
    const AUTH = '2D10A746D6BB8D795F1679AEBD89D5D2AE583CB7';
    const OWN = '611C687DFC4343A5A03E0005A1EC6E9B6AFF586D';
    const LOCALHOST = 'E267D459A0FB53D0EF225C11FAC062D522648C09';
    const WMSVC = '3341CEAF3DF4D3A9527EC98BDD53C54ECC3E0620';
    const RECEIVE = 'receive:Default Frontend WIN-CTD3L0RGEN4:starttls';
    const SEND = 'send:Mail to O365:starttls';
    /** Subject and issuer of the other three differ from the pin. */
    const only = (selected: string) =>
      Object.fromEntries(
        [AUTH, OWN, LOCALHOST, WMSVC].map((one) => [one, one === selected ? 'selected' : 'rejected PIN_NO_MATCH']),
      );

    // No export of it says which version it is. Whether a pin counts is a question of the version (3.3), so the answer is open at STLS-2
    // and OUT-2, the first steps that ask for it (4.4).
    test('a pin of a server whose version nobody told is open, and says so', async () => {
      const answers = await answersOf('apart2', WIN, '2023-02-01T00:00:00Z');
      for (const [endpoint, rule] of [
        [RECEIVE, 'STLS-2'],
        [SEND, 'OUT-2'],
      ] as const)
        expect(answers.get(endpoint)).toMatchObject({
          outcome: 'INDETERMINATE',
          thumbprint: null,
          rule,
          certainty: 'low',
          notes: ['FACT_UNKNOWN'],
          events: [],
        });
    });

    async function withVersion(organization: string, ...more: readonly object[]): Promise<void> {
      await openOrganization(api.db, organization);
      const told = [{ type: 'server.observed', data: { fqdn: WIN, version: '2019', roles: ['Mailbox'] } }, ...more];
      const events = told.map((event, index) => ({
        specversion: '1.0',
        id: `told ${index}`,
        source: `/organizations/${organization}/servers/${WIN}`,
        time: `2023-01-07T0${index}:00:00Z`,
        ...event,
      }));
      const typed = events.map((event) => ({ ...event, type: `certfleet.${'type' in event ? event.type : ''}.v1` }));
      expect(await send(organization, { kind: 'events', bytes: new TextEncoder().encode(JSON.stringify(typed)) })).toBe(
        'recorded',
      );
      for (const one of ONE_BY_ONE.filter(({ file }) => file.startsWith('css-hc-exinfo')))
        await sendFile(organization, one);
      await project(api.db, organization);
    }

    // <I>CN=WIN-CTD3L0RGEN4<S>CN=WIN-CTD3L0RGEN4 is issuer and subject of 611C687D… alone. It has its key, but IMAP, POP and IIS only:
    // under a pin that is no test of eligibility, it is chosen and fails (STLS-S), today as then, for STLS-S goes before the dates. The Send
    // connector's <I>CN=localhost<S>CN=localhost is E267D459… alone, enabled for nothing: the same, OUT-7. Its source server is the short name.
    test.each(['2023-02-01T00:00:00Z', '2026-11-24T00:00:00Z'])(
      'both pinned connectors, once the version is known: chosen, and the handshake fails; at %s',
      async (at) => {
        const organization = `pins${at.slice(0, 4)}`;
        await withVersion(organization);
        const answers = await answersOf(organization, WIN, at);
        for (const [endpoint, rule, thumbprint] of [
          [RECEIVE, 'STLS-S', OWN],
          [SEND, 'OUT-7', LOCALHOST],
        ] as const) {
          const answer = answers.get(endpoint);
          expect(answer).toMatchObject({
            outcome: 'HANDSHAKE_FAILS',
            thumbprint,
            rule,
            smtpResponse: 'UnknownCredentials',
            events: [],
            certainty: 'high',
            notes: [],
            changesAt: null,
          });
          expect(verdicts(answer)).toEqual(only(thumbprint));
        }
      },
    );

    // Enabled for SMTP, the pinned certificate completes the handshake: self-signed and in date until 2026-08-06T13:56:14Z, STLS-10; after
    // that the only match left is an expired one, STLS-11 with 12016. The same for the Send connector, OUT-4, until 2026-08-06T00:00:00Z.
    test('both pinned connectors, once their certificates are enabled for SMTP, in date and expired', async () => {
      const enable = (thumbprint: string) => ({
        type: 'certificate.enabled',
        data: { thumbprint, services: ['SMTP'], answer: 'no', surface: 'shell' },
      });
      await withVersion('enabled', enable(OWN), enable(LOCALHOST));
      const [valid, expired] = [
        await answersOf('enabled', WIN, '2023-02-01T00:00:00Z'),
        await answersOf('enabled', WIN, '2026-11-24T00:00:00Z'),
      ];
      const shared = { outcome: 'PRESENTED', certainty: 'high', notes: [], smtpResponse: null };
      expect(valid.get(RECEIVE)).toMatchObject({
        ...shared,
        thumbprint: OWN,
        rule: 'STLS-10',
        events: [],
        changesAt: '2026-08-06T13:56:14Z',
      });
      expect(expired.get(RECEIVE)).toMatchObject({
        ...shared,
        thumbprint: OWN,
        rule: 'STLS-11',
        events: [12016],
        changesAt: null,
      });
      expect(valid.get(SEND)).toMatchObject({
        ...shared,
        thumbprint: LOCALHOST,
        rule: 'OUT-4',
        events: [],
        changesAt: '2026-08-06T00:00:00Z',
      });
      expect(expired.get(SEND)).toMatchObject({
        ...shared,
        thumbprint: LOCALHOST,
        rule: 'OUT-4',
        events: [12016],
        changesAt: null,
      });
      for (const answers of [valid, expired]) {
        expect(verdicts(answers.get(RECEIVE))).toEqual(only(OWN));
        expect(verdicts(answers.get(SEND))).toEqual(only(LOCALHOST));
      }
    });
  });
});
