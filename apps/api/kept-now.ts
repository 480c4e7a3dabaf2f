import type { Transaction } from '#libs/store/database.js';
import { type Facets, facets } from '#libs/store/queries/listed/facets.js';
import { countListed, type Wanted } from '#libs/store/queries/listed/listed.js';
import type { ListSql } from '#libs/store/queries/listed/sql-field.js';
import { nextTurn } from '#libs/store/queries/next-turn.js';
import { keptAnswers, type KeptAnswers, type Standing } from './kept-answers.js';

/** What is told of all the rows that meet a query, however many are on the page: the same for each page and each asker. */
export interface Kept {
  readonly totals: KeptAnswers<number>;
  readonly facets: KeptAnswers<Facets>;
}

const MOST_TOTALS = 10_000;
/** Values with their counts, of all facets that are kept: some ten MiB. */
const MOST_VALUES = 100_000;

export function nothingKept(): Kept {
  return { totals: keptAnswers(MOST_TOTALS), facets: keptAnswers(MOST_VALUES, valuesIn) };
}

function valuesIn({ facets: found }: Facets): number {
  return 1 + Object.values(found).reduce((sum, { values }) => sum + 1 + values.length, 0);
}

/** Asks what is kept, of one snapshot. */
export interface KeptNow {
  readonly total: (question: readonly unknown[], ask: () => Promise<number>) => Promise<number>;
  readonly facets: (question: readonly unknown[], ask: () => Promise<Facets>) => Promise<Facets>;
}

export function keptNow(kept: Kept, db: Transaction, standing: Standing): KeptNow {
  const asked =
    <T>(ask: () => Promise<T>) =>
    async () => ({ answer: await ask(), until: await nextTurn(db, standing.organization) });
  return {
    total: (question, ask) => kept.totals.answer(standing, question, asked(ask)),
    facets: (question, ask) => kept.facets.answer(standing, question, asked(ask)),
  };
}

interface AskedOf {
  readonly wanted: Wanted;
  readonly moment: { readonly kept?: KeptNow };
}

/** How many rows are wanted. */
export function totalNow(
  db: Transaction,
  organization: string,
  list: ListSql,
  { wanted, moment }: AskedOf,
): Promise<number> {
  const ask = () => countListed(db, organization, list, wanted);
  return moment.kept === undefined ? ask() : moment.kept.total(questionOf(list, wanted), ask);
}

/** The values of fields in the rows that are wanted, and how many rows that are. */
export function facetsNow(
  db: Transaction,
  organization: string,
  { list, fields, most }: { readonly list: ListSql; readonly fields: readonly string[]; readonly most: number },
  { wanted, moment }: AskedOf,
): Promise<Facets> {
  const ask = () => facets(db, organization, { list, fields, most }, wanted);
  return moment.kept === undefined ? ask() : moment.kept.facets([...questionOf(list, wanted), fields, most], ask);
}

/** What tells one question from another: which rows of which list. */
function questionOf({ from, where, bound = [] }: ListSql, { condition, filters }: Wanted): readonly unknown[] {
  return [from, where, bound, condition, filters];
}
