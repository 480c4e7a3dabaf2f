import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { columnNames } from '#libs/views/exports/columns.js';
import { type FileFormat, type Format, FORMATS, MEDIA_TYPES } from '#libs/views/exports/formats.js';
import { type Writer, writer } from '#libs/views/exports/written.js';
import type { ListName } from '#libs/query/lists.js';
import type { Transaction } from '#libs/store/database.js';
import { ask } from './ask.js';
import { askedQuery } from './asked-query.js';
import type { Caller } from './caller.js';
import type { Api } from './context.js';
import type { Moment } from './list.js';
import { checkColumns } from './view-request.js';

/** Rows of a file at most: a fleet of 10,000 servers with ten endpoints each. */
const MOST_ROWS = 100_000;
const PAGE = 1_000;

interface ListQuery {
  readonly waitFor?: number | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: number | undefined;
  readonly format?: Format | undefined;
  readonly columns?: string | undefined;
  readonly where?: string | undefined;
  readonly view?: string | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
  readonly total: number;
  readonly position: number;
  readonly asOf: string;
}

/** One list: its name, and how a page of it is read. */
export interface Listing<Q extends ListQuery, P extends Page> {
  readonly list: ListName;
  readonly read: (db: Transaction, organization: string, query: Q, moment: Moment) => Promise<P>;
}

/** A list as one page of JSON, or the whole of it as a file: by the parameter `format`, else by the header Accept. */
export async function listAnswer<Q extends ListQuery, P extends Page>(
  api: Api,
  caller: Caller,
  { list, read }: Listing<Q, P>,
  { query, request, reply }: { readonly query: Q; readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<P | StreamableFile> {
  const format = query.format ?? accepted(request.headers.accept);
  const { organization } = caller;
  const pageOf = (one: Q) =>
    ask(api, caller, one.waitFor, (db, position, kept) =>
      read(db, organization, one, { position, now: api.now(), kept }),
    );
  if (format === 'json') return pageOf(query);
  const at = query.asOf ?? api.now().toISOString();
  const columns = await ask(api, caller, undefined, (db) => columnsOf(db, organization, list, { ...query, at }));
  const then = query.asOf !== undefined || query.knownAt !== undefined;
  // What is folded again for another time is folded once.
  const size = then ? MOST_ROWS : PAGE;
  const first = await pageOf({ ...query, limit: size });
  describe(reply, list, format, first);
  const next = async (cursor: string) => pageOf({ ...query, limit: PAGE, waitFor: undefined, cursor });
  const rows = written(writer(format, list, columns), first, next);
  return new StreamableFile(Readable.from(rows, { objectMode: false }), {
    type: `${MEDIA_TYPES[format]}; charset=utf-8`,
  });
}

/** The format that a header asks for; JSON where it names none of ours first. */
function accepted(header: string | undefined): Format {
  const types = (header ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  for (const type of types) {
    if (type === 'application/json') return 'json';
    const format = FORMATS.find((one) => one !== 'json' && MEDIA_TYPES[one] === type);
    if (format !== undefined) return format;
  }
  return 'json';
}

async function columnsOf(
  db: Transaction,
  organization: string,
  list: ListName,
  query: ListQuery & { readonly at: string },
): Promise<readonly string[]> {
  const { columns } = await askedQuery(db, organization, list, query);
  if (columns === null) return columnNames(list);
  checkColumns(list, columns);
  return columns;
}

/** How much it is, as of when, and whether it is all. */
function describe(reply: FastifyReply, list: ListName, format: FileFormat, { total, position, asOf }: Page): void {
  void reply.headers({
    'content-disposition': `attachment; filename="${list}.${format}"`,
    'x-certfleet-total': String(total),
    'x-certfleet-rows': String(Math.min(total, MOST_ROWS)),
    'x-certfleet-position': String(position),
    'x-certfleet-as-of': asOf,
  });
}

async function* written(rows: Writer, first: Page, next: (cursor: string) => Promise<Page>) {
  if (rows.head !== '') yield rows.head;
  let count = 0;
  for (let page = first; ;) {
    const items = page.items.slice(0, MOST_ROWS - count);
    count += items.length;
    if (items.length > 0) yield items.map((item) => rows.row(item)).join('');
    if (page.next === null) return;
    if (count >= MOST_ROWS) {
      yield rows.cut(count, page.total);
      return;
    }
    page = await next(page.next);
  }
}
