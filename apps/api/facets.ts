import { fieldNamed, LIST_FIELDS, type ListName } from '#libs/query/lists.js';
import { SHORTCUTS } from '#libs/query/shortcuts.js';
import { sortFields } from '#libs/query/sort.js';
import type { Transaction } from '#libs/store/database.js';
import { BINDINGS_SQL, bindingsThenSql } from '#libs/store/queries/listed/bindings-sql.js';
import { CERTIFICATES_SQL } from '#libs/store/queries/listed/certificates-sql.js';
import { findingsSql } from '#libs/store/queries/listed/findings-sql.js';
import { SERVERS_SQL } from '#libs/store/queries/listed/servers-sql.js';
import type { ListSql } from '#libs/store/queries/listed/sql-field.js';
import { askedQuery } from './asked-query.js';
import { bindingsThen } from './bindings-list.js';
import { historyAnswers, otherTime } from './bindings-then.js';
import { certificateRowsThen } from './certificates-list.js';
import { facetThen } from './facets-then.js';
import { findingRowsThen, judgedFleet } from './findings-list.js';
import { fleetAt } from './fleet-at.js';
import { facetsNow } from './kept-now.js';
import { knownEnd } from './known-at.js';
import type { AskedThen } from './known-servers.js';
import type { Moment } from './list.js';
import { type RowThen, wantedThen } from './page-then.js';
import type { FacetsQuery } from './params.js';
import { Refused } from './refused.js';
import { serverRowsThen } from './servers-list.js';

const SQL: Readonly<Record<ListName, ListSql>> = {
  servers: SERVERS_SQL,
  bindings: BINDINGS_SQL,
  certificates: CERTIFICATES_SQL,
  findings: findingsSql('standing'),
};

/** Texts that many rows have in common. */
const SHARED_TEXTS = new Set(['site', 'issuer', 'connector', 'key.algorithm', 'rule', 'changedBy', 'build']);

/** Fields whose values are worth counting. */
function countedFields(list: ListName): readonly string[] {
  return Object.entries(LIST_FIELDS[list]).flatMap(([name, { kind }]) =>
    kind === 'choice' || kind === 'flag' || kind === 'number' || SHARED_TEXTS.has(name) ? [name] : [],
  );
}

/** The values of fields in the rows that a query asks for, each with how many rows have it. */
export async function facetsAnswer(db: Transaction, organization: string, query: FacetsQuery, moment: Moment) {
  const { list, most } = query;
  const at = query.asOf ?? moment.now.toISOString();
  const asked = await askedQuery(db, organization, list, { where: query.where, view: query.view, at });
  const fields = query.fields === undefined ? countedFields(list) : namedFields(list, query.fields);
  const told = { list, asOf: at, ...(asked.echo !== undefined && { query: asked.echo }) };
  const isThen = query.asOf !== undefined || query.knownAt !== undefined;
  if (isThen && !(list === 'bindings' && historyAnswers({ condition: asked.condition, sort: fields.map(plainSort) }))) {
    const condition = { kind: 'all', of: [asked.condition, ...fields.map(presence)] } as const;
    const then = await rowsThen(db, organization, list, { query, condition, moment, server: undefined });
    const rows = wantedThen(then.rows, asked.condition);
    const facets = fields.map((field) => [field, facetThen(rows, field, most)] as const);
    return { ...told, total: rows.length, position: then.position, facets: Object.fromEntries(facets) };
  }
  const wanted = { condition: asked.condition, filters: [] };
  const sql = isThen ? bindingsThenSql(await otherTime(db, organization, query, moment)) : SQL[list];
  const { total, facets } = await facetsNow(db, organization, { list: sql, fields, most }, { wanted, moment });
  const known = await knownEnd(db, organization, query.knownAt);
  const position = Math.min(known ?? moment.position, moment.position);
  return { ...told, total, position, facets };
}

function plainSort(field: string) {
  return { field, descending: false };
}

/** A test of the field, so that what it needs is worked out. */
function presence(field: string) {
  return { kind: 'field', field, test: { is: 'set' } } as const;
}

function namedFields(list: ListName, text: string): readonly string[] {
  return text.split(',').map((name) => {
    const field = fieldNamed(list, name.trim());
    if (field !== undefined && field.kind !== 'instant') return field.name;
    const message = `one of ${Object.entries(LIST_FIELDS[list])
      .flatMap(([one, { kind }]) => (kind === 'instant' ? [] : [one]))
      .join(', ')}`;
    throw new Refused('bad-request', `The values of ${name.trim()} are not counted for ${list}.`, {
      errors: [{ parameter: 'fields', message }],
    });
  });
}

async function rowsThen(
  db: Transaction,
  organization: string,
  list: ListName,
  asked: AskedThen,
): Promise<{ readonly rows: readonly RowThen<unknown>[]; readonly position: number }> {
  if (list === 'findings') {
    const judged = await judgedFleet(db, organization, asked.query, asked.moment);
    const rows = (await findingRowsThen(judged)).filter(({ value }) => value.state === 'standing');
    return { rows, position: judged.position };
  }
  const fleet = await fleetAt(db, organization, asked.query, asked.moment);
  const { position } = fleet;
  if (list === 'certificates') return { rows: certificateRowsThen(fleet), position };
  if (list === 'servers') return { rows: await serverRowsThen(db, organization, fleet, asked), position };
  return { rows: await bindingsThen(db, organization, fleet, asked), position };
}

const OPERATORS = {
  text: [':', ':*'],
  choice: [':', ':*'],
  flag: [':'],
  number: [':', ':<', ':<=', ':>', ':>=', ':..'],
  instant: [':', ':<', ':<=', ':>', ':>=', ':..'],
} as const;

const MOST_VALUES = 50;

/** What can be asked of a list, for a console that completes what is typed: fields, what they take, and the values that there are. */
export async function fieldsAnswer(db: Transaction, organization: string, list: ListName, moment: Moment) {
  const everything = { condition: { kind: 'all', of: [] }, filters: [] } as const;
  const asked = { list: SQL[list], fields: countedFields(list), most: MOST_VALUES };
  const counted = await facetsNow(db, organization, asked, { wanted: everything, moment });
  const fields = [];
  for (const [name, { kind, means, also = [], many, values = [], named }] of Object.entries(LIST_FIELDS[list])) {
    const found = counted.facets[name];
    const present = new Map(found?.values.map(({ value, count }) => [value, count]));
    const told = [...new Set([...values, ...present.keys()])].map((value) => ({
      value,
      count: present.get(value) ?? 0,
    }));
    fields.push({
      name,
      also,
      kind,
      means,
      many: many === true,
      freeText: named === true,
      operators: OPERATORS[kind],
      ...(found !== undefined && { values: told, unknown: found.unknown, none: found.none, more: found.more }),
    });
  }
  return {
    list,
    fields,
    sort: sortFields(list),
    shortcuts: Object.entries(SHORTCUTS[list]).map(([name, { query, means }]) => ({
      name: `is:${name}`,
      query,
      means,
    })),
    position: moment.position,
    asOf: moment.now.toISOString(),
  };
}
