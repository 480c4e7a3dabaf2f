import { didYouMean, nearestWords } from '#libs/planning/nearest.js';
import { checkTest, type Checking } from './check-test.js';
import { type Condition, EVERYTHING, type Test } from './condition.js';
import { checkDays } from './check-days.js';
import { foldCase } from './fold-case.js';
import { fieldNamed, fieldNames, LIST_FIELDS } from './lists.js';
import { parseQuery } from './parse-query.js';
import { fault, read, readAll, type Read } from './query-fault.js';
import { SHORTCUTS } from './shortcuts.js';
import { type FieldTerm, isQuoted, partsOf, type Syntax, textOf, type WordTerm, type WrittenTest } from './syntax.js';

/** Checks a query against the fields of its list: what they are called, what they take. */
export function checkQuery(tree: Syntax | null, checking: Checking): Read<Condition> {
  if (tree === null) return read(EVERYTHING);
  switch (tree.kind) {
    case 'and':
    case 'or': {
      const of = readAll(tree.of.map((one) => checkQuery(one, checking)));
      return of.ok ? read({ kind: tree.kind === 'and' ? 'all' : 'any', of: of.value }) : of;
    }
    case 'not': {
      const of = checkQuery(tree.of, checking);
      return of.ok ? read({ kind: 'not', of: of.value }) : of;
    }
    case 'word':
      return checkWord(tree, checking);
    case 'field':
      return checkField(tree, checking);
  }
}

/** A word is looked for anywhere in what names a row. */
function checkWord({ text, column }: WordTerm, { list }: Checking): Read<Condition> {
  const parts = partsOf(text).map(foldCase);
  if (parts.length > MOST_WILDCARDS + 1) return tooManyWildcards(column);
  if (textOf(text).length === 0)
    return fault({ message: 'An empty text is in everything', column, remedy: 'Leave it out.' });
  const inside = ['', ...parts, ''];
  // The ends are open already, so that a wildcard there adds nothing.
  const test: Test = {
    is: 'like',
    parts: inside.filter((part, i) => part !== '' || i === 0 || i === inside.length - 1),
  };
  const named = Object.entries(LIST_FIELDS[list]).filter(([, field]) => field.named === true);
  return read({ kind: 'any', of: named.map(([field]) => ({ kind: 'field', field, test })) });
}

export const MOST_WILDCARDS = 8;

function tooManyWildcards(column: number): ReturnType<typeof fault> {
  return fault({
    message: `More than ${MOST_WILDCARDS} wildcards stand in one value`,
    column,
    remedy: 'Put what is meant literally in quotes.',
  });
}

function checkField(term: FieldTerm, checking: Checking): Read<Condition> {
  const { name, column, tests } = term;
  const asked = name.toLowerCase();
  if (asked === 'has') return anyOf(tests, (test) => checkHas(test, checking));
  if (asked === 'is') return anyOf(tests, (test) => checkIs(test, checking));
  if (asked === 'days' && fieldNamed(checking.list, 'notAfter') !== undefined)
    return anyOf(tests, (test) => checkDays(test, checking));
  const field = fieldNamed(checking.list, name);
  if (field === undefined) return noField(name, column, checking);
  return anyOf(tests, (test) => {
    const tooMany = test.kind === 'value' && partsOf(test.value).length > MOST_WILDCARDS + 1;
    return tooMany ? tooManyWildcards(test.column) : checkTest(test, field, checking);
  });
}

function anyOf(tests: readonly WrittenTest[], check: (test: WrittenTest) => Read<Condition>): Read<Condition> {
  const of = readAll(tests.map(check));
  if (!of.ok) return of;
  const [only] = of.value;
  return read(of.value.length === 1 && only !== undefined ? only : { kind: 'any', of: of.value });
}

function noField(name: string, column: number, { list }: Checking): ReturnType<typeof fault> {
  const words = [...fieldNames(list), 'has', 'is'];
  const suggestions = nearestWords(name, words).slice(0, 3);
  return fault({
    message: `The list of ${list} has no field ${name}`,
    column,
    suggestions,
    remedy: `${didYouMean(suggestions)}It has: ${Object.keys(LIST_FIELDS[list]).join(', ')}. To look for the text itself, put it in quotes.`,
  });
}

/** `has:site`: the field has a value. */
function checkHas(test: WrittenTest, checking: Checking): Read<Condition> {
  if (test.kind === 'range' || test.operator !== '')
    return fault({ message: 'has: takes the name of a field', column: test.column, remedy: 'Write it like has:site.' });
  const name = textOf(test.value);
  const field = fieldNamed(checking.list, name);
  if (field === undefined) return noField(name, test.value.column, checking);
  return read({ kind: 'field', field: field.name, test: { is: 'set' } });
}

/** `is:expired` */
function checkIs(test: WrittenTest, checking: Checking): Read<Condition> {
  const words = SHORTCUTS[checking.list];
  const word = test.kind === 'value' && test.operator === '' && !isQuoted(test.value) ? textOf(test.value) : '';
  const shortcut = Object.entries(words).find(([name]) => name === word.toLowerCase())?.[1];
  if (shortcut === undefined) {
    const suggestions = nearestWords(word, Object.keys(words)).slice(0, 3);
    return fault({
      message: `is: does not know this word for ${checking.list}`,
      column: test.column,
      suggestions,
      remedy: `${didYouMean(suggestions)}It takes: ${Object.keys(words).join(', ')}.`,
    });
  }
  const tree = parseQuery(shortcut.query);
  return tree.ok ? checkQuery(tree.value, { ...checking, heard: () => undefined }) : tree;
}
