import { z } from 'zod';
import { LISTS } from '#libs/query/lists.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { FORMATS } from '#libs/views/exports/formats.js';
import { FINDING_STATES } from '#libs/store/queries/findings-now.js';
import { COLLECTORS } from './metrics/collector.js';

/**
 * The parameters that requests share. Strict: a misspelt parameter is refused, for an answer to another question than the one asked is worse
 * than none.
 */
export const OrganizationName = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'a name of letters, digits, dots, dashes and underscores, at most 63')
  .describe('The organization, where the credential has several. Default: `default`.');

const Position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const Instant = z.iso
  .datetime({ offset: true, error: 'an instant such as 2026-06-01T00:00:00Z, with its zone' })
  .transform((text) => new Date(text).toISOString());

export const ServerName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[A-Za-z0-9._-]+$/, 'a server name');

export const Thumbprint = z
  .string()
  .toUpperCase()
  .regex(/^[0-9A-F]{40}$/, 'a SHA-1 thumbprint: 40 hex digits');

export const everyRequest = { organization: OrganizationName.optional() };

/** What every question takes. */
export const everyRead = {
  ...everyRequest,
  waitFor: Position.optional().describe(
    'Answers once the projection has reached this position of the log; 504 after 5 seconds.',
  ),
};

const asOf = Instant.optional().describe('The state as it was, or will be, at this instant.');
const knownAt = Position.optional().describe(
  'As it was known when the commit that holds this position of the log was recorded.',
);

/** What every list takes that has pages. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().min(1).max(4_096).optional().describe('`next` of the page before.'),
};

const Duration = z
  .string()
  .regex(/^\d{1,5}[mhdw]$/, 'an amount of time such as 3d or 12h')
  .describe('A server counts as silent when nothing was heard of it for so long.');
/** A server is silent when nothing was heard of it for so long. */
export const SilentAfter = Duration.default('3d');

export const ViewName = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'a name of letters, digits, dots, dashes and underscores, at most 63');

/** What every list is narrowed, ordered and told by. */
const listing = {
  where: z.string().optional().describe('A query: `role:starttls notAfter:<+30d`. docs/query.md has the language.'),
  view: ViewName.optional().describe('A saved view; `where` narrows it.'),
  sort: z.string().max(256).optional().describe('Fields to order by: `notAfter,-server`.'),
  silentAfter: SilentAfter,
  format: z
    .enum(FORMATS)
    .optional()
    .describe('json, or a file: csv, ndjson, md. Without it the header Accept decides.'),
  columns: z.string().max(1_024).optional().describe('Of a file: its columns, separated by commas.'),
};

const OUTCOMES = ['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'] as const;
const flag = z.enum(['true', 'false']).default('false');

export const WriteQuery = z.strictObject(everyRequest);
export const ReadQuery = z.strictObject(everyRead);
export const StateQuery = z.strictObject({ ...everyRead, asOf, knownAt });
export const SelectionsQuery = z.strictObject({
  ...everyRead,
  asOf,
  knownAt,
  endpoint: z.string().min(1).max(1_024).optional(),
  trace: flag.describe('With the worked path of each answer.'),
});
export const ServersQuery = z.strictObject({
  ...everyRead,
  ...paging,
  asOf,
  knownAt,
  ...listing,
  server: ServerName.optional(),
});
export const BindingsQuery = z.strictObject({
  ...everyRead,
  ...paging,
  skip: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe(
      'So many rows are passed over first: for who jumps to a place of a long list. Reading it whole goes by cursor.',
    ),
  asOf,
  knownAt,
  ...listing,
  server: ServerName.optional(),
  endpoint: z.string().min(1).max(1_024).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  thumbprint: Thumbprint.optional(),
});
export const FindingsQuery = z.strictObject({
  ...everyRead,
  ...paging,
  asOf,
  knownAt,
  ...listing,
  server: ServerName.optional(),
  rule: z
    .string()
    .toUpperCase()
    .regex(/^RO-\d\d$/, 'the id of a rule, such as RO-13')
    .optional(),
  severity: z.enum(SEVERITIES).optional(),
  state: z
    .enum(FINDING_STATES)
    .default('standing')
    .describe(
      'standing: holds now; coming: time alone will make it hold, or say something else; resolved: held once, not told of another time.',
    ),
});
export const CertificatesQuery = z.strictObject({
  ...everyRead,
  ...paging,
  asOf,
  knownAt,
  ...listing,
  server: ServerName.optional(),
  thumbprint: Thumbprint.optional(),
});
export const PresentationsQuery = z.strictObject({
  ...everyRead,
  ...paging,
  server: ServerName.optional(),
  endpoint: z.string().min(1).max(1_024).optional(),
  agreement: z.enum(['agrees', 'disagrees', 'cannot-tell']).optional(),
  days: z.coerce.number().int().min(1).max(366).default(30).describe('What was seen within so many days.'),
});
export const QueryFieldsQuery = z.strictObject({ ...everyRead, list: z.enum(LISTS) });
export const FacetsQuery = z.strictObject({
  ...everyRead,
  list: z.enum(LISTS),
  asOf,
  knownAt,
  where: listing.where,
  view: listing.view,
  fields: z
    .string()
    .max(1_024)
    .optional()
    .describe('Fields to count by, separated by commas; without it the usual ones.'),
  most: z.coerce.number().int().min(1).max(100).default(20).describe('How many values of each field.'),
});
export const TimelineQuery = z.strictObject({
  ...everyRead,
  asOf,
  knownAt,
  ...paging,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ServerTimelineQuery = TimelineQuery.extend({
  endpoint: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .describe('Only events that changed what this endpoint presents. A page may then hold fewer than there are.'),
});
const days = z.coerce.number().int().min(1).max(3_660).default(400).describe('So many days from now on.');
export const ForecastQuery = z.strictObject({
  ...everyRead,
  ...paging,
  where: listing.where,
  view: listing.view,
  server: ServerName.optional(),
  days,
});
export const CalendarQuery = z.strictObject({
  ...everyRead,
  where: listing.where,
  view: listing.view,
  server: ServerName.optional(),
  days,
});
export const HistoryQuery = z.strictObject({
  ...everyRead,
  ...paging,
  limit: z.coerce.number().int().min(1).max(200).default(100),
  from: Instant.optional().describe('Where the time begins. Default: half a year ago.'),
  to: Instant.optional().describe('Where it ends; it may lie in the future. Default: in 400 days.'),
  knownAt,
  server: ServerName.optional(),
  endpoint: z.string().min(1).max(1_024).optional(),
  thumbprint: Thumbprint.optional().describe('Only endpoints that presented this certificate in that time.'),
  changed: flag.describe('Only endpoints whose answer became another one in that time.'),
});
export const DiffQuery = z.strictObject({
  ...everyRead,
  from: Instant.optional().describe('Compare what was presented then …'),
  to: Instant.optional().describe('… with what was, or will be, presented at this instant. Default: now.'),
  server: ServerName.optional().describe('This server only; with `other`, the first of the two.'),
  other: ServerName.optional().describe('Compare `server` with this one, at one instant.'),
  asOf: Instant.optional().describe('With `other`: the instant. Default: now.'),
  knownAt,
});
export const EventsQuery = z.strictObject({
  ...everyRead,
  after: Position.default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const StreamQuery = z.strictObject({ ...everyRequest, after: Position.optional() });
const Collected = z.enum(COLLECTORS);
export const MetricsQuery = z.strictObject({
  ...everyRequest,
  'collect[]': z
    .union([Collected.transform((one) => [one]), z.array(Collected).min(1).max(COLLECTORS.length)])
    .optional()
    .describe('Groups of metrics, one or several times. Without it all; of a large fleet those that stay few.'),
});
export const LogQuery = z.strictObject({ ...everyRequest });
export const SourcesQuery = z.strictObject({ ...everyRead, ...paging });

export const VerificationQuery = z.strictObject({
  ...everyRead,
  head: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'a hash of 64 hex digits')
    .optional()
    .describe('A copy of a head hash, kept elsewhere: it must stand in the chain.'),
  headPosition: Position.optional().describe('Where the log ended when that hash was copied.'),
});

export type ReadQuery = z.output<typeof ReadQuery>;
export type StateQuery = z.output<typeof StateQuery>;
export type SelectionsQuery = z.output<typeof SelectionsQuery>;
export type ServersQuery = z.output<typeof ServersQuery>;
export type BindingsQuery = z.output<typeof BindingsQuery>;
export type FindingsQuery = z.output<typeof FindingsQuery>;
export type CertificatesQuery = z.output<typeof CertificatesQuery>;
export type PresentationsQuery = z.output<typeof PresentationsQuery>;
export type QueryFieldsQuery = z.output<typeof QueryFieldsQuery>;
export type FacetsQuery = z.output<typeof FacetsQuery>;
export type TimelineQuery = z.output<typeof TimelineQuery>;
export type ServerTimelineQuery = z.output<typeof ServerTimelineQuery>;
export type ForecastQuery = z.output<typeof ForecastQuery>;
export type CalendarQuery = z.output<typeof CalendarQuery>;
export type HistoryQuery = z.output<typeof HistoryQuery>;
export type DiffQuery = z.output<typeof DiffQuery>;
export type EventsQuery = z.output<typeof EventsQuery>;
export type StreamQuery = z.output<typeof StreamQuery>;
export type MetricsQuery = z.output<typeof MetricsQuery>;
export type VerificationQuery = z.output<typeof VerificationQuery>;
export type SourcesQuery = z.output<typeof SourcesQuery>;
