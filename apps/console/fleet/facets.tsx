import { useQuery } from '@tanstack/react-query';
import { OUTCOME_WORDS } from '../../cli/words/outcome.js';
import type { Schemas } from '../client/api.js';
import type { Narrowed } from '../client/moment.js';
import { facets, type ListName } from '../client/queries.js';
import { Brief } from '../parts/foreign.js';
import { useMoment } from '../session/moment.js';
import { hasTerm, termOf, toggled } from './where.js';

/** A field that rows are counted by, and what it is called. */
export interface Counted {
  readonly field: string;
  readonly name: string;
}

interface Props {
  readonly list: ListName;
  readonly counted: readonly Counted[];
  readonly narrowed: Narrowed;
  readonly ask: (where: string) => void;
}

/** Values with how many rows have them. A click puts the value into the query, where it can be seen, or takes it out again. */
export function Facets({ list, counted, narrowed, ask }: Props) {
  const fields = counted.map(({ field }) => field).join(',');
  const { data } = useQuery({ ...facets(useMoment(), list, fields, narrowed), placeholderData: (before) => before });
  const where = narrowed.where ?? '';
  return (
    <div className="facets">
      {counted.map(({ field, name }) => (
        <Facet key={field} field={field} name={name} facet={data?.facets[field]} where={where} ask={ask} />
      ))}
    </div>
  );
}

/** Outcomes are called as everywhere else; the query has them as the API does. */
const WORDS: Readonly<Record<string, string>> = OUTCOME_WORDS;

type Values = Schemas['Facets']['facets'][string];

function Facet({
  field,
  name,
  facet,
  where,
  ask,
}: Counted & { readonly facet: Values | undefined; readonly where: string; readonly ask: (where: string) => void }) {
  if (facet === undefined) return null;
  const rows = [
    ...facet.values.map(({ value, count }) => ({ term: termOf(field, value), value, count, colour: '' })),
    { term: `${field}:none`, value: 'none', count: facet.none, colour: 'quiet' },
    { term: `${field}:unknown`, value: 'unknown', count: facet.unknown, colour: 'doubt' },
  ].filter(({ count, term }) => count > 0 || hasTerm(where, term));
  if (rows.length === 0) return null;
  return (
    <fieldset>
      <legend>{name}</legend>
      {rows.map(({ term, value, count, colour }) => (
        <button
          type="button"
          key={term}
          aria-pressed={hasTerm(where, term)}
          onClick={() => ask(toggled(where, term))}
          title={value.slice(0, 400)}
        >
          <span className={`value ${colour}`}>
            <Brief text={(field === 'outcome' ? WORDS[value] : undefined) ?? value} most={60} />
          </span>
          <span className="count">{count.toLocaleString('en-US')}</span>
        </button>
      ))}
      {facet.more ? <span className="dim">and more values</span> : null}
    </fieldset>
  );
}
