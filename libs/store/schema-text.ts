import { Client } from 'pg';

/**
 * The schemas `certfleet` and `certfleet_views` as the server's catalog tells them, as a text to read and to compare: tables with columns and
 * constraints, indexes, policies, functions, views, and who may do what. Not a dump to restore from: that is what the migrations are.
 */
export async function schemaText(ownerUrl: string): Promise<string> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ text: string }>(CATALOG);
    return rows.map(({ text }) => `${text}\n`).join('\n');
  } finally {
    await client.end();
  }
}

const CATALOG = `
with tables as (
  select c.oid, c.relname as name, c.relrowsecurity as secured, c.relacl as acl, c.relowner as owner
  from pg_class c where c.relnamespace = 'certfleet'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
), views as (
  select c.oid, c.relnamespace::regnamespace::text as schema, c.relname as name, c.reloptions as options, c.relacl as acl, c.relowner as owner
  from pg_class c where c.relnamespace in ('certfleet'::regnamespace, 'certfleet_views'::regnamespace) and c.relkind = 'v'
), lines as (
  select t.name, 1 as part, a.attnum::text as place, '  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
  from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
  union all
  select t.name, 2, k.contype::text || k.conname, '  constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
  from tables t join pg_constraint k on k.conrelid = t.oid and k.contype <> 'n'
), parts as (
  select t.name as sort, 1 as part, '' as place,
    'create table certfleet.' || quote_ident(t.name) || e' (\\n' || string_agg(l.line, e',\\n' order by l.part, length(l.place), l.place) || e'\\n);' as text
  from tables t join lines l using (name) group by t.name
  union all
  select t.name, 2, i.relname, pg_get_indexdef(i.oid) || ';'
  from tables t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
  where not exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
  union all
  select t.name, 3, '', 'alter table certfleet.' || quote_ident(t.name) || ' enable row level security;' from tables t where t.secured
  union all
  select t.name, 4, p.polname, 'create policy ' || quote_ident(p.polname) || ' on certfleet.' || quote_ident(t.name)
    || ' for ' || case p.polcmd when '*' then 'all' else p.polcmd::text end || ' using ' || pg_get_expr(p.polqual, p.polrelid)
    || coalesce(' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), '') || ';'
  from tables t join pg_policy p on p.polrelid = t.oid
  union all
  select t.name, 5, g.grantee::regrole::text, 'grant ' || lower(string_agg(g.privilege_type, ', ' order by g.privilege_type))
    || ' on certfleet.' || quote_ident(t.name) || ' to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ';'
  from tables t cross join aclexplode(t.acl) g where g.grantee <> t.owner group by t.name, g.grantee
  union all
  select t.name, 6, g.grantee::regrole::text || g.privilege_type, 'grant ' || lower(g.privilege_type) || ' ('
    || string_agg(a.attname, ', ' order by a.attnum) || ') on certfleet.' || quote_ident(t.name) || ' to ' || g.grantee::regrole::text || ';'
  from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 cross join aclexplode(a.attacl) g
  where g.grantee <> t.owner group by t.name, g.grantee, g.privilege_type
  union all
  select '~' || f.proname, 7, '', pg_get_functiondef(f.oid) || ';'
  from pg_proc f where f.pronamespace = 'certfleet'::regnamespace
  union all
  select '~' || f.proname, 8, g.grantee::text, 'grant ' || lower(g.privilege_type) || ' on function ' || f.oid::regprocedure || ' to '
    || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ';'
  from pg_proc f cross join aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) g
  where f.pronamespace = 'certfleet'::regnamespace and g.grantee <> f.proowner
  union all
  select '~trigger' || t.name, 9, g.tgname, pg_get_triggerdef(g.oid) || ';'
  from tables t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
  union all
  select '~~' || n.nspname, 10, g.grantee::regrole::text || g.privilege_type, 'grant ' || lower(g.privilege_type) || ' on schema '
    || quote_ident(n.nspname) || ' to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ';'
  from pg_namespace n cross join aclexplode(n.nspacl) g
  where n.nspname in ('certfleet', 'certfleet_views') and g.grantee <> n.nspowner
  union all
  select '~~' || v.schema || '.' || v.name, 11, '', 'create view ' || v.schema || '.' || quote_ident(v.name)
    || coalesce(' with (' || array_to_string(v.options, ', ') || ')', '') || e' as\n' || pg_get_viewdef(v.oid)
  from views v
  union all
  select '~~' || v.schema || '.' || v.name, 12, g.grantee::regrole::text, 'grant ' || lower(string_agg(g.privilege_type, ', ' order by g.privilege_type))
    || ' on ' || v.schema || '.' || quote_ident(v.name) || ' to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ';'
  from views v cross join aclexplode(v.acl) g where g.grantee <> v.owner group by v.schema, v.name, g.grantee
)
select text from parts order by sort collate "C", part, place collate "C"`;
