import type { HappeningOf } from '#libs/fleet/observe.js';
import { LONGEST_NAME } from '../fleet-document/schema.js';
import { instantText } from '../instant-text.js';
import { readAround, type ReadAround } from '../read-around.js';
import { placeOf, type Shown } from './sessions.js';
import type { LogRow } from './rows.js';

export type Presentation = HappeningOf<'presentation.observed'>;

/** What a log has told so far of what its endpoints present. */
export interface News {
  readonly told: Presentation[];
  readonly last: Map<string, Last>;
  readonly doubts: ReadAround<NewsDoubt>;
}

export type NewsDoubt = 'no-time' | 'no-connector' | 'surplus';

interface Last {
  readonly thumbprint: string;
  readonly day: string;
}

/** More than a year of logs of a whole fleet has, for a presentation is told once a day. */
export const MOST_TOLD = 20_000;

export const TOOL = 'SMTP protocol log';

export function newNews(): News {
  return { told: [], last: new Map(), doubts: new Map() };
}

/**
 * Tells of a certificate that was shown, if that is news: the endpoint's first on this day (UTC), or another one than it showed before. A
 * session is not an event: a busy connector shows its certificate a hundred thousand times a day.
 */
export function tell({ told, last, doubts }: News, { row, thumbprint, tls }: Shown): void {
  const occurredAt = instantText(row.dateTime);
  const speaker = speakerOf(row);
  if (occurredAt === undefined) return readAround(doubts, 'no-time', placeOf(row));
  if (speaker === null) return readAround(doubts, 'no-connector', placeOf(row));
  const endpoint = `${row.kind === 'receive' ? 'receive' : 'send'}:${speaker.connector}:${tls}`;
  const key = `${speaker.server ?? ''}\n${endpoint}`;
  const day = occurredAt.slice(0, 10);
  const before = last.get(key);
  if (before?.day === day && before.thumbprint === thumbprint) return;
  if (told.length >= MOST_TOLD) return readAround(doubts, 'surplus', placeOf(row));
  last.set(key, { day, thumbprint });
  const data = { endpoint, chain: [thumbprint] };
  told.push({ type: 'presentation.observed', server: speaker.server, occurredAt, data, tool: TOOL });
}

/**
 * Whose connector it is: a Receive connector is written with its server, `EX01\Default Frontend EX01`, a Send connector, which many
 * servers use, without. Null: there is no name, or none that could be kept.
 */
function speakerOf({
  kind,
  connectorId,
}: LogRow): { readonly server: string | null; readonly connector: string } | null {
  const slash = kind === 'receive' ? connectorId.indexOf('\\') : -1;
  const server = slash === -1 ? null : connectorId.slice(0, slash).trim();
  const connector = connectorId.slice(slash + 1).trim();
  const isName = (name: string) => name !== '' && name.length <= LONGEST_NAME && !/[\p{Cc}\ufffd]/u.test(name);
  return isName(connector) && (server === null || isName(server)) ? { server, connector } : null;
}
