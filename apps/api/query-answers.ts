import { LISTS } from '#libs/query/lists.js';
import { z } from 'zod';

/** The shapes of answers about queries. */
const Instant = z.string().meta({ format: 'date-time' });
const Position = z.number().int().describe('Position in the log of the organization.');

export const Freshness = z
  .object({
    servers: z.number().int(),
    silent: z.array(z.string()).describe('Those that have been silent longest, at most twenty.'),
    silentCount: z
      .number()
      .int()
      .nullable()
      .describe(
        'Null: of another time than now it is not known, for scans that said nothing new are not kept one by one.',
      ),
    silentSince: Instant.describe('Nothing was heard of them since then, or ever.'),
  })
  .describe('How many servers the organization has, and of which of them nothing was heard lately.')
  .meta({ id: 'Freshness' });

export const QueryEcho = z
  .object({
    where: z.string().nullable(),
    view: z.object({ name: z.string(), where: z.string() }).nullable().describe('The saved view that `where` narrows.'),
    sort: z.string().nullable(),
    now: Instant.describe('All times of the query count from here.'),
    times: z.array(z.object({ text: z.string(), at: Instant })).describe('What each of its times came to.'),
  })
  .meta({ id: 'QueryEcho' });

const Counted = z.array(z.object({ value: z.string(), count: z.number().int() }));

export const FacetsAnswer = z
  .object({
    list: z.enum(LISTS),
    total: z.number().int(),
    facets: z.record(
      z.string(),
      z.object({
        values: Counted.describe('The most frequent first.'),
        unknown: z.number().int(),
        none: z.number().int(),
        more: z.boolean(),
      }),
    ),
    query: QueryEcho.optional(),
    position: Position,
    asOf: Instant,
  })
  .meta({ id: 'Facets' });

export const QueryFieldsAnswer = z
  .object({
    list: z.enum(LISTS),
    fields: z.array(
      z.object({
        name: z.string(),
        also: z.array(z.string()).describe('Other names.'),
        kind: z.enum(['text', 'choice', 'number', 'instant', 'flag']),
        means: z.string(),
        many: z.boolean().describe('Holds any number of values; a test holds when it holds for one of them.'),
        freeText: z.boolean().describe('Bare words are looked for in it.'),
        operators: z.array(z.string()),
        values: Counted.optional().describe('Absent: not enumerable.'),
        unknown: z.number().int().optional(),
        none: z.number().int().optional(),
        more: z.boolean().optional(),
      }),
    ),
    sort: z.array(z.string()),
    shortcuts: z.array(z.object({ name: z.string(), query: z.string(), means: z.string() })),
    position: Position,
    asOf: Instant,
  })
  .meta({ id: 'QueryFields' });

export const SavedView = z
  .object({
    name: z.string(),
    list: z.enum(LISTS),
    where: z.string(),
    sort: z.string().nullable(),
    columns: z.array(z.string()).nullable(),
    description: z.string().nullable(),
    savedAt: Instant,
    savedBy: z.string().nullable(),
  })
  .meta({ id: 'SavedView' });

export const SavedViewList = z.object({ items: z.array(SavedView) }).meta({ id: 'SavedViewList' });
