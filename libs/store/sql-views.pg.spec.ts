import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { weightOf } from '#libs/views/time-alone.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { READABLE_SERVER, readableFleet } from '../../test/support/readable-fleet.js';
import { asWhom, loginUrl, type SqlReader, sqlReader } from '../../test/support/sql-reader.js';
import { inOrganization } from './database.js';
import { BINDING_COLUMNS, type BindingRow } from './queries/bindings-now.js';
import type { CertificateRow } from './queries/certificates-now.js';
import { comingChanges } from './queries/coming-changes.js';
import { BINDINGS_SQL } from './queries/listed/bindings-sql.js';
import { findingsNow } from './queries/findings-now.js';
import { rebuild } from './rebuild.js';

let fresh: FreshDatabase;
/** May see contoso, contoso and fabrikam, nothing. */
let contoso: SqlReader;
let both: SqlReader;
let nobody: SqlReader;

beforeAll(async () => {
  fresh = await freshDatabase();
  fresh = { ...fresh, superuserUrl: fresh.superuserUrl };
  await readableFleet(fresh);
  contoso = await sqlReader(fresh, ['contoso']);
  both = await sqlReader(fresh, ['contoso', 'fabrikam']);
  nobody = await sqlReader(fresh, []);
});
afterAll(async () => {
  for (const reader of [contoso, both, nobody]) await reader.close();
  await fresh.close();
});

const VIEWS = [
  'organizations',
  'servers',
  'bindings',
  'binding_history',
  'certificates',
  'installations',
  'findings',
  'forecast',
  'events',
  'presentations',
];
const PAGE = { after: null, limit: 1000 };

async function organizationsIn(reader: SqlReader, view: string): Promise<string[]> {
  const rows = await reader.query<{ organization: string }>(
    `select distinct organization from certfleet_views.${view} order by organization`,
  );
  return rows.map(({ organization }) => organization);
}

/** The SQLSTATE, or that it worked. */
async function attempt(reader: SqlReader, ...statements: string[]): Promise<string> {
  await reader.query('begin');
  try {
    for (const statement of statements) await reader.query(statement);
    return 'allowed';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await reader.query('rollback');
  }
}

describe('who reads the views', () => {
  test('there is no other view', async () => {
    const rows = await contoso.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'certfleet_views'::regnamespace`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...VIEWS].sort());
  });

  test.each(VIEWS)('sees in %s the organizations of its rows in certfleet.reader, and no other', async (view) => {
    expect(await organizationsIn(nobody, view)).toEqual([]);
    expect(await organizationsIn(contoso, view)).toEqual(['contoso']);
    expect(await organizationsIn(both, view)).toEqual(['contoso', 'fabrikam']);
    expect(
      await contoso.query(`select 1 from certfleet_views.${view} where organization = 'fabrikam' limit 1`),
    ).toEqual([]);
  });

  test.each(VIEWS)('changes nothing of that in %s by a setting', async (view) => {
    for (const value of ['*', 'fabrikam', '']) {
      await nobody.query(`select set_config('certfleet.organization', $1, false)`, [value]);
      await nobody.query('set row_security = off');
      expect(await organizationsIn(nobody, view)).toEqual([]);
      await nobody.query('reset all');
    }
  });

  test.each([
    ...VIEWS.flatMap((view) => [
      `delete from certfleet_views.${view}`,
      `update certfleet_views.${view} set organization = 'x'`,
      `insert into certfleet_views.${view} (organization) values ('x')`,
      `create or replace view certfleet_views.${view} as select 1`,
      `drop view certfleet_views.${view}`,
      `alter view certfleet_views.${view} set (security_barrier = false)`,
      `select * from certfleet_views.${view} for update`,
    ]),
    ...['event', 'binding', 'certificate', 'token', 'inbox', 'reader', 'readable', 'server_state', 'organization'].map(
      (table) => `select * from certfleet.${table}`,
    ),
    `insert into certfleet.reader (organization, role) values ('fabrikam', current_user)`,
    `select certfleet.append('contoso', '[]')`,
    `select certfleet.open_organization('mine')`,
    'create table certfleet_views.mine (n int)',
    'create table public.mine (n int)',
    'create temporary table mine (n int)',
    'create schema mine',
    `create function certfleet_views.f() returns int language sql as 'select 1'`,
    'set role certfleet_app',
    'set role certfleet_owner',
    'set session authorization certfleet_owner',
    `grant certfleet_reader to certfleet_app`,
    `select pg_read_file('/etc/passwd')`,
    `copy certfleet_views.bindings to program 'true'`,
    `lock table certfleet_views.bindings in access exclusive mode`,
  ])('may not: %s', async (statement) => {
    const state = await attempt(both, statement);
    // 42501: not allowed. 55000 and 0A000: the view is none that could be written. A select for update needs a right to update.
    expect(['42501', '55000', '0A000']).toContain(state);
    if (!/^(delete|update|insert into certfleet_views)/.test(statement) && !statement.endsWith('for update'))
      expect(state).toBe('42501');
  });

  test('hands on nothing of what it may', async () => {
    const rights = () =>
      both.query(`select relname, relacl::text from pg_class where relnamespace = 'certfleet_views'::regnamespace`);
    const before = await rights();
    await both.query('grant select on all tables in schema certfleet_views to public');
    expect(await rights()).toEqual(before);
  });

  test('the right belongs to the role: members that inherit it have it, those that only may take it have it then', async () => {
    const group = `group_${randomBytes(4).toString('hex')}`;
    await asWhom(fresh.superuserUrl, async (superuser) => {
      await superuser.query(`create role ${group}`);
      await superuser.query(`insert into certfleet.reader (organization, role) values ('fabrikam', $1)`, [group]);
      await superuser.query(`grant certfleet_reader to ${group}`);
      await superuser.query(`grant ${group} to ${contoso.role} with inherit true`);
      expect(await organizationsIn(contoso, 'servers')).toEqual(['contoso', 'fabrikam']);
      await superuser.query(`grant ${group} to ${contoso.role} with inherit false`);
      expect(await organizationsIn(contoso, 'servers')).toEqual(['contoso']);
      await contoso.query(`set role ${group}`);
      expect(await organizationsIn(contoso, 'servers')).toEqual(['fabrikam']);
      await contoso.query('reset role');
      await superuser.query(`revoke ${group} from ${contoso.role}`);
      expect(await attempt(contoso, `set role ${group}`)).toBe('42501');
      await superuser.query('delete from certfleet.reader where role = $1', [group]);
      await superuser.query(`drop role ${group}`);
    });
  });

  test('a row taken away takes effect with the next statement, also on a prepared one', async () => {
    const reader = await sqlReader(fresh, ['fabrikam']);
    await reader.query('prepare mine as select distinct organization from certfleet_views.bindings');
    for (let n = 0; n < 6; n += 1) expect(await reader.query('execute mine')).toEqual([{ organization: 'fabrikam' }]);
    await asWhom(fresh.ownerUrl, (owner) => owner.query('delete from certfleet.reader where role = $1', [reader.role]));
    expect(await reader.query('execute mine')).toEqual([]);
    await reader.close();
  });

  test('a row for a role that is not there, or whose name is too long for one, is a row for nobody', async () => {
    await asWhom(fresh.ownerUrl, (owner) =>
      owner.query(`insert into certfleet.reader (organization, role) values ('contoso', $1), ('contoso', $2)`, [
        'nobody-is-called-so',
        `${nobody.role}${'x'.repeat(64)}`,
      ]),
    );
    expect(await organizationsIn(nobody, 'organizations')).toEqual([]);
    expect(await organizationsIn(both, 'organizations')).toEqual(['contoso', 'fabrikam']);
  });

  test('a function of its own is not called with rows of others', async () => {
    await asWhom(fresh.superuserUrl, (superuser) =>
      superuser.query(`grant create on schema public to ${contoso.role}`),
    );
    await contoso.query(`create function public.tell(text) returns boolean language plpgsql cost 0.0000001 as
      $$ begin if $1 <> 'contoso' then raise exception 'seen: %', $1; end if; return true; end $$`);
    for (const view of VIEWS) {
      const told = await contoso.query(`select 1 from certfleet_views.${view} where public.tell(organization)`);
      expect(told.length).toBeGreaterThan(0);
    }
  });

  test('the application, whose role is another, reads none of them', async () => {
    await expect(fresh.db.query('select * from certfleet_views.bindings')).rejects.toThrow('permission denied');
    await expect(fresh.db.query('select * from certfleet.reader')).rejects.toThrow('permission denied');
  });

  test('nobody else with a login does', async () => {
    const role = `stranger_${randomBytes(4).toString('hex')}`;
    await asWhom(fresh.superuserUrl, async (superuser) => {
      await superuser.query(`create role ${role} login password 'secret'`);
      const asked = asWhom(loginUrl(fresh, role), (stranger) =>
        stranger.query('select * from certfleet_views.bindings'),
      );
      await expect(asked).rejects.toThrow('permission denied for schema certfleet_views');
      await superuser.query(`drop role ${role}`);
    });
  });
});

describe('what the views say', () => {
  test('bindings: what the API answers now', async () => {
    const rows = await contoso.query<Record<string, unknown>>(
      `select * from certfleet_views.bindings order by server collate "C", endpoint collate "C"`,
    );
    const answers = await inOrganization(fresh.db, 'contoso', (db) =>
      db.query<BindingRow>(
        `select ${BINDING_COLUMNS.select} from ${BINDINGS_SQL.from} ${BINDING_COLUMNS.join} where ${BINDINGS_SQL.where} order by b.server, b.endpoint`,
        ['contoso'],
      ),
    );
    const facts = rows.map(({ server, endpoint, outcome, rule, certainty, last_changed_at, last_seen_at }) => ({
      ...{ server, endpoint, outcome, rule, certainty, last_changed_at, last_seen_at },
    }));
    expect(facts).toEqual(
      answers.map(({ server, endpoint, selection: { outcome, rule, certainty }, lastChangedAt, lastSeenAt }) => ({
        ...{ server, endpoint, outcome, rule, certainty },
        last_changed_at: lastChangedAt,
        last_seen_at: lastSeenAt,
      })),
    );
    expect(rows.find(({ endpoint }) => endpoint === 'receive:Default Frontend EX01:starttls')).toMatchObject({
      server: READABLE_SERVER,
      endpoint_role: 'receive-starttls',
      outcome: 'PRESENTED',
      days_left: 19,
      issuer_kind: 'authority',
      version: '2019',
      site: 'AMS',
    });
    expect(
      rows.find(({ endpoint, server }) => endpoint === 'internal-transport' && server === READABLE_SERVER),
    ).toMatchObject({
      issuer_kind: 'self-signed',
      endpoint_role: 'internal-transport',
      days_left: 24,
    });
  });

  test('every role of an endpoint has its word', async () => {
    const rows = await both.query<{ endpoint_role: string }>(
      'select distinct endpoint_role from certfleet_views.bindings',
    );
    const words = [
      'internal-transport',
      'receive-starttls',
      'receive-anonymous',
      'send-starttls',
      'send-anonymous',
      'deliver-anonymous',
      'iis',
      'pop',
      'imap',
    ];
    expect(rows.filter(({ endpoint_role }) => !words.includes(endpoint_role))).toEqual([]);
    expect(rows.map(({ endpoint_role }) => endpoint_role)).toEqual(
      expect.arrayContaining(['receive-starttls', 'receive-anonymous', 'iis', 'internal-transport']),
    );
  });

  test('certificates: their facts, with the texts of strangers', async () => {
    const rows = await contoso.query<Record<string, unknown>>(
      'select * from certfleet_views.certificates order by thumbprint',
    );
    const known = await inOrganization(fresh.db, 'contoso', (db) =>
      db.query<CertificateRow>(
        `select thumbprint, facts from certfleet.certificate where organization = $1 order by thumbprint`,
        ['contoso'],
      ),
    );
    expect(rows.map(({ thumbprint, key_size, key_algorithm }) => ({ thumbprint, key_size, key_algorithm }))).toEqual(
      known.map(({ thumbprint, facts }) => ({
        thumbprint,
        key_size: facts.keySize,
        key_algorithm: facts.keyAlgorithm,
      })),
    );
    const names = rows.map(({ alternative_names }) => alternative_names);
    expect(names).toContain('mail.contoso.com, autodiscover.contoso.com');
    expect(names).toContain('mail\u2400.contoso.com, \u2400, \u{1f4e7}');
  });

  test('forecast: what the API foretells', async () => {
    const rows = await contoso.query(
      'select changes_at, server, endpoint, kind, outcome_before, thumbprint_before, outcome_after, thumbprint_after, rule from certfleet_views.forecast order by changes_at, server collate "C", endpoint collate "C"',
    );
    const coming = await inOrganization(fresh.db, 'contoso', (db) =>
      comingChanges(db, 'contoso', { days: 36_500 }, PAGE),
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows).toEqual(
      coming.map(({ at, server, endpoint, before, after }) => ({
        changes_at: at,
        ...{ server, endpoint },
        kind: JSON.stringify(before) === JSON.stringify(after) ? 'expires' : weightOf(before, after),
        outcome_before: before.outcome,
        thumbprint_before: before.thumbprint,
        outcome_after: after.outcome,
        thumbprint_after: after.thumbprint,
        rule: after.rule,
      })),
    );
  });

  test('forecast: for every pair of answers the word of the API', async () => {
    const reader = await sqlReader(fresh, ['empty']);
    const outcomes = ['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'] as const;
    const answers = outcomes.flatMap((outcome) =>
      [[], [12015], [12014, 12016], [120150]].map((events) => ({ outcome, thumbprint: null, events })),
    );
    const pairs = answers.flatMap((before) => answers.map((after) => ({ before, after: { ...after, notes: [] } })));
    await asWhom(fresh.ownerUrl, (owner) =>
      owner.query(
        `insert into certfleet.binding (organization, server, endpoint, valid_from, valid_until, known_from, digest, selection, outcome, certainty, rule, fqdn)
         select 'empty', 'ex01', 'pop', now() + make_interval(days => n::int), now() + make_interval(days => n::int + 1), 1, n::text, s, s ->> 'outcome', 'c', 'r', 'ex01'
         from unnest($1::json[]) with ordinality as a (s, n)`,
        [pairs.flatMap(({ before, after }) => [JSON.stringify(before), JSON.stringify(after)])],
      ),
    );
    const rows = await reader.query<{ kind: string }>('select kind from certfleet_views.forecast order by changes_at');
    const sides = pairs.flatMap(({ before, after }) => [before, after]);
    const expected = sides.slice(1).map((after, index) => weightOf(sides[index] ?? after, after));
    expect(rows.map(({ kind }) => kind).slice(-expected.length)).toEqual(expected);
    expect(new Set(expected)).toEqual(new Set(['stops', 'expires', 'switches', 'starts', 'unknown']));
    await asWhom(fresh.ownerUrl, (owner) => owner.query(`delete from certfleet.binding where organization = 'empty'`));
    await reader.close();
  });

  test('findings: those that stand', async () => {
    const rows = await contoso.query(
      'select server, rule, endpoint, severity, severity_rank, summary from certfleet_views.findings order by severity_rank, server collate "C", rule, endpoint collate "C" nulls first, subject collate "C" nulls first, stands_from',
    );
    const standing = await inOrganization(fresh.db, 'contoso', (db) =>
      findingsNow(db, 'contoso', { state: 'standing' }, PAGE),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(
      standing.map(({ server, rule, endpoint, severity, rank, summary }) => ({
        server,
        rule,
        endpoint: endpoint === '' ? null : endpoint,
        severity,
        severity_rank: rank,
        summary,
      })),
    );
  });

  test('servers, installations, events and presentations', async () => {
    expect(
      await contoso.query('select server, netbios_name, version, site from certfleet_views.servers order by server'),
    ).toEqual(
      ['01', '02', '03'].map((n) => ({
        server: `ex${n}.contoso.com`,
        netbios_name: `EX${n}`,
        version: '2019',
        site: 'AMS',
      })),
    );
    expect(
      await contoso.query(
        `select services from certfleet_views.installations where server = $1 and is_internal_transport`,
        [READABLE_SERVER],
      ),
    ).toEqual([{ services: 'SMTP, IIS, POP, IMAP' }]);
    expect(
      await contoso.query(
        'select position, type, server, actor, tool from certfleet_views.events where position > 3 order by position',
      ),
    ).toEqual([
      {
        position: '4',
        type: 'certfleet.presentation.observed.v1',
        server: READABLE_SERVER,
        actor: null,
        tool: 'certfleet probe',
      },
      {
        position: '5',
        type: 'certfleet.note.added.v1',
        server: READABLE_SERVER,
        actor: 'CONTOSO\\jo\u2400hn \u2400',
        tool: null,
      },
      { position: '6', type: 'certfleet.note.added.v1', server: null, actor: null, tool: null },
    ]);
    expect(await contoso.query('select * from certfleet_views.presentations')).toMatchObject([
      {
        position: '4',
        server: READABLE_SERVER,
        endpoint_role: 'receive-starttls',
        outcome: 'PRESENTED',
        port: 25,
        protocol: 'smtp',
        server_name: null,
        observed_from: 'probe\u2400ams',
      },
    ]);
  });

  test('events have no column that could hold their data', async () => {
    const [row = {}] = await contoso.query('select * from certfleet_views.events limit 1');
    expect(Object.keys(row)).toEqual([
      'organization',
      'position',
      'type',
      'happened_at',
      'occurred_at',
      'recorded_at',
      'server',
      'actor',
      'tool',
    ]);
  });
});

describe('a reader in the midst of reading', () => {
  test('holds up neither the projector nor a rebuild', async () => {
    await contoso.query('begin isolation level repeatable read');
    for (const view of VIEWS) await contoso.query(`select * from certfleet_views.${view}`);
    const before = await contoso.query('select count(*) from certfleet_views.bindings');
    expect(await rebuild(fresh.db, 'contoso')).toMatchObject({ position: 6 });
    expect(await contoso.query('select count(*) from certfleet_views.bindings')).toEqual(before);
    await contoso.query('commit');
    expect(await contoso.query('select count(*) from certfleet_views.bindings')).toEqual(before);
  }, 30_000);
});

describe('with many organizations', () => {
  const ORGANIZATIONS = 40;
  const ROWS = 250;
  beforeAll(async () => {
    const many = `(select 'org' || o as organization, 'ex' || n || '.x' as server, lpad(to_hex(n), 40, '0') as thumbprint, n
      from generate_series(1, ${ORGANIZATIONS}) o, generate_series(1, ${ROWS}) n) m`;
    const statements = [
      `insert into certfleet.organization (organization) select 'org' || o from generate_series(1, ${ORGANIZATIONS}) o`,
      `insert into certfleet.head (organization) select organization from certfleet.organization on conflict do nothing`,
      `insert into certfleet.checkpoint (organization, projection, position) select 'org' || o, 'main', 0 from generate_series(1, ${ORGANIZATIONS}) o`,
      `insert into certfleet.server_state (organization, server, fqdn, state, position) select organization, server, server, '{}', 1 from ${many}`,
      `insert into certfleet.binding (organization, server, endpoint, valid_from, valid_until, known_from, digest, selection, outcome, thumbprint, certainty, rule, not_after, fqdn)
        select organization, server, 'internal-transport', f.at, f.until, 1, n::text, '{}', 'PRESENTED', thumbprint, 'certain', 'x', now() + make_interval(days => n), server
        from ${many}, (values (now() - interval '1 day', now() + interval '9 days'), (now() + interval '9 days', null)) f (at, until)`,
      `insert into certfleet.certificate (organization, thumbprint, facts, position) select organization, thumbprint, '{}', 1 from ${many}`,
      `insert into certfleet.installation (organization, server, thumbprint, position) select organization, server, thumbprint, 1 from ${many}`,
      `insert into certfleet.finding (organization, server, rule, endpoint, subject, stands_from, first_seen, last_seen, severity, summary, evidence, remediation, sources, fqdn, position)
        select organization, server, 'RO-01', '', '', now() - interval '1 day', now(), now(), 'high', 'x', '[]', '[]', '[]', server, 1 from ${many}`,
      `insert into certfleet.server_alias (organization, stream, server) select organization, 'server:' || server, server from ${many}`,
      `insert into certfleet.event (organization, position, stream, version, event_id, type, schema_version, source, id, occurred_at, recorded_at, data, provenance, content_hash, hash)
        select organization, n, 'server:' || server, n, gen_random_uuid(), case n % 3 when 0 then 'certfleet.presentation.observed.v1' else 'certfleet.note.added.v1' end,
          1, '/x', n::text, now() - make_interval(hours => n), now(), '{}', '{}', '', '' from ${many}`,
      `insert into certfleet.reader (organization, role) select 'org' || o, '${both.role}' from generate_series(1, ${ORGANIZATIONS / 2}) o`,
      'analyze',
    ];
    await asWhom(fresh.superuserUrl, async (superuser) => {
      for (const statement of statements) await superuser.query(statement);
    });
  }, 60_000);

  interface Reading {
    readonly table: string;
    readonly condition: string;
  }

  async function planOf(sql: string): Promise<object> {
    await both.query(`prepare asked (text) as ${sql}`);
    await both.query('set plan_cache_mode = force_generic_plan');
    const [row] = await both.query<{ 'QUERY PLAN': readonly { Plan: object }[] }>(
      `explain (format json) execute asked ('org7')`,
    );
    await both.query('deallocate asked');
    return row?.['QUERY PLAN'][0]?.Plan ?? {};
  }

  /** Every node of a plan that reads a table, with the condition by which it finds its rows. */
  function readings(plan: object): Reading[] {
    const keys = new Map<string, unknown>(Object.entries(plan));
    const text = (key: string) => String(keys.get(key) ?? '');
    const mine = keys.has('Relation Name')
      ? [{ table: text('Relation Name'), condition: text('Index Cond') || text('Recheck Cond') }]
      : [];
    const inner = keys.get('Plans');
    return [...mine, ...(Array.isArray(inner) ? inner.flatMap(readings) : [])];
  }

  /** The conditions with which indexes are searched, by the index. */
  function searches(plan: object): ReadonlyMap<string, string> {
    const keys = new Map<string, unknown>(Object.entries(plan));
    const inner = keys.get('Plans');
    const mine: [string, string][] = keys.has('Index Name')
      ? [[String(keys.get('Index Name')), String(keys.get('Index Cond'))]]
      : [];
    return new Map([...mine, ...(Array.isArray(inner) ? inner.flatMap((one: object) => [...searches(one)]) : [])]);
  }

  test.each(VIEWS)('%s: the organization asked for is found by the keys of the tables', async (view) => {
    const plan = await planOf(`select * from certfleet_views.${view} where organization = $1`);
    const nodes = readings(plan).filter(
      ({ table }) => !['reader', 'pg_authid', 'organization', 'head', 'checkpoint'].includes(table),
    );
    if (view !== 'organizations') expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.filter(({ condition }) => !/organization = (\$1|\w+\.organization)/.test(condition))).toEqual([]);
  });

  test('nor is a function of its own called with rows of others then', async () => {
    const plain = (view: string) => contoso.query(`select organization from certfleet_views.${view}`);
    for (const view of VIEWS) {
      const told = await contoso.query(
        `select organization from certfleet_views.${view} where public.tell(organization)`,
      );
      expect(told).toEqual(await plain(view));
    }
  });

  test.each([
    ['events', `happened_at >= now() - interval '1 day'`, 'event_when', 'LEAST(occurred_at, recorded_at) >='],
    [
      'presentations',
      `happened_at >= now() - interval '1 day'`,
      'event_presentation',
      'LEAST(occurred_at, recorded_at) >=',
    ],
    ['events', 'position = 7', 'event_pkey', '"position" = 7'],
    // Of so short a history the narrower of the two, which holds more rows.
    ['bindings', `server = 'ex7.x'`, 'binding_live|binding_pkey', 'server ='],
    ['binding_history', `server = 'ex7.x'`, 'binding_pkey', 'server ='],
    ['certificates', `thumbprint = lpad('7', 40, '0')`, 'certificate_pkey', 'thumbprint ='],
    ['certificates', `not_after < now()`, 'certificate_not_after', 'not_after <'],
    ['servers', `server = 'ex7.x'`, 'server_state_pkey', 'server ='],
    ['installations', `thumbprint = lpad('7', 40, '0')`, 'installation_thumbprint', 'thumbprint ='],
  ])('%s where %s: by %s', async (view, condition, index, part) => {
    const plan = await planOf(
      `select organization from certfleet_views.${view} where organization = $1 and ${condition}`,
    );
    const found = index.split('|').flatMap((one) => searches(plan).get(one) ?? []);
    expect(found).toEqual([expect.stringContaining(part)]);
    expect(found).toEqual([expect.stringContaining('organization = $1')]);
  });
});
