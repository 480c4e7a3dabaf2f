import type { Condition, FieldTest, Test } from '#libs/query/condition.js';
import { columnText } from '../../column-text.js';
import type { ListSql, SqlField, Values } from './sql-field.js';

/**
 * A condition as SQL over a list: texts of ours and numbered parameters, nothing else. It is true exactly for the rows that `matches` says
 * true of; for others it is false or null. Negations stand at the tests themselves, so that an index can serve what is not negated.
 */
export function conditionSql(condition: Condition, list: ListSql, values: Values, negated = false): string {
  switch (condition.kind) {
    case 'not':
      return conditionSql(condition.of, list, values, !negated);
    case 'field': {
      const test = testSql(condition, list, values);
      return negated ? `(${test}) is not true` : test;
    }
    case 'all':
    case 'any': {
      const parts = condition.of.map((one) => conditionSql(one, list, values, negated));
      const every = (condition.kind === 'all') !== negated;
      if (parts.length === 0) return every ? 'true' : 'false';
      return `(${parts.join(every ? ' and ' : ' or ')})`;
    }
  }
}

function testSql({ field, test }: FieldTest, list: ListSql, values: Values): string {
  const sql = list.fields[field];
  if (sql === undefined) throw new Error(`No SQL stands for the field ${field}.`);
  if ('some' in sql) return relatedSql(sql, test, values);
  const known = 'value' in sql ? sql.value : sql.values;
  const none = noneSql(sql);
  if (test.is === 'unknown') return none === 'false' ? `${known} is null` : `(${known} is null and not ${none})`;
  if (test.is === 'none') return none;
  if (test.is === 'set') return 'value' in sql ? `${known} is not null` : `cardinality(${known}) > 0`;
  if ('value' in sql) return sql.upper ? upperSql(known, test, values) : elementSql(known, test, values);
  if (test.is === 'choice') return `${known} && ${values.add(test.values, 'text[]')}`;
  return `exists (select from unnest(${known}) e where ${elementSql('e', test, values)})`;
}

/** True where a field is known to be unset; never null. */
export function noneSql(sql: Exclude<SqlField, { some: unknown }>): string {
  const unset = sql.none ?? 'false';
  if ('value' in sql) return unset;
  const empty = `coalesce(cardinality(${sql.values}) = 0, false)`;
  return unset === 'false' ? empty : `(${empty} or ${unset})`;
}

function relatedSql(sql: Extract<SqlField, { some: unknown }>, test: Test, values: Values): string {
  if (test.is === 'unknown') return 'false';
  if (test.is === 'none') return `not ${sql.some('true')}`;
  return sql.some(test.is === 'set' ? 'true' : elementSql(sql.element, test, values));
}

type ValueTest = Exclude<Test, { is: 'unknown' | 'none' | 'set' }>;

function elementSql(element: string, test: ValueTest, values: Values): string {
  switch (test.is) {
    case 'choice':
      return `${element} = any(${values.add(test.values, 'text[]')})`;
    case 'one-of':
      return `${folded(element)} = any(${values.add(test.values.map(columnText), 'text[]')})`;
    case 'like':
      return `${folded(element)} like ${values.add(likePattern(test.parts), 'text')}`;
    case 'flag':
      return `${element} = ${values.add(test.value, 'boolean')}`;
    case 'within':
      return withinSql(element, test, values);
  }
}

/** Of a column that holds capitals only, where an index stands. */
function upperSql(column: string, test: ValueTest, values: Values): string {
  if (test.is !== 'one-of') return elementSql(column, test, values);
  return `${column} = any(${values.add(
    test.values.map((value) => columnText(value.toUpperCase())),
    'text[]',
  )})`;
}

/** A to Z in lower case, whatever the locale of the database. */
function folded(element: string): string {
  return `lower(${element} collate "C")`;
}

function likePattern(parts: readonly string[]): string {
  return parts.map((part) => columnText(part).replace(/[\\%_]/g, '\\$&')).join('%');
}

function withinSql(element: string, test: Extract<Test, { is: 'within' }>, values: Values): string {
  const type = test.type === 'instant' ? 'timestamptz' : 'bigint';
  const place = (bound: number) => values.add(test.type === 'instant' ? new Date(bound).toISOString() : bound, type);
  const bounds = [
    ...(test.from === null ? [] : [`${element} >= ${place(test.from)}`]),
    ...(test.before === null ? [] : [`${element} < ${place(test.before)}`]),
  ];
  return bounds.length === 0 ? `${element} is not null` : `(${bounds.join(' and ')})`;
}
