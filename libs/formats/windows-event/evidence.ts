/**
 * Records of Windows logs that tell what a server met with its certificates: evidence, which changes nothing that is known.
 * @cite rulebook 12 (events), TechNet ff984391, ff985435, ff981561, ff983405, ff985092, ff982351, ff980723, ff983190, ff980980, ff981963,
 * ff985467 (A)
 */
import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { EventData } from '#libs/fleet/event.js';
import type { HappeningOf } from '#libs/fleet/observe.js';
import { shorten } from '../json/path.js';
import { idOf, orderOf, type WindowsRecord } from './record.js';

interface Kind {
  /** Which inserts name what the record speaks of; the first that is there. */
  readonly subject?: readonly number[];
  /** The same in an English message, for exports without the inserts. */
  readonly inMessage?: RegExp;
}

const ONE_LINE = String.raw`([^\r\n]{1,1024}?)`;
const PEER: Kind = { subject: [0] };

const TRANSPORT: Readonly<Record<number, Kind>> = {
  12012: {},
  12013: {},
  // The name that was looked for, and the connector.
  12014: { subject: [1, 0], inMessage: new RegExp(`for the connector ${ONE_LINE} with a FQDN parameter of`) },
  12015: {},
  12016: { subject: [0], inMessage: new RegExp(String.raw`for the FQDN of ${ONE_LINE}\. The existing`) },
  12017: {},
  12018: { subject: [0], inMessage: new RegExp(`subject: ${ONE_LINE}, thumbprint`) },
  12019: PEER,
  12020: PEER,
  12021: {},
  12022: {},
  12023: {},
  12024: {},
  1036: PEER,
  2018: PEER,
};

/** By provider in lower case. */
const KINDS: ReadonlyMap<string, Readonly<Record<number, Kind>>> = new Map([
  ['msexchangetransport', TRANSPORT],
  ['msexchangefrontendtransport', TRANSPORT],
  ['msexchange edgesync', { 10104: {}, 1035: {} }],
  [
    'microsoft-windows-httpevent',
    { 15021: { subject: [1], inMessage: /endpoint (\S{1,256}?)\.?\s+The error status/ } },
  ],
]);

const LEVELS: Readonly<Record<number, string>> = {
  1: 'Critical',
  2: 'Error',
  3: 'Warning',
  4: 'Information',
  5: 'Verbose',
};

const LONGEST_SUBJECT = 1000;
const LONGEST_MESSAGE = 16_000;

/** Null: the record tells nothing of certificates, or not when. */
export function evidenceOf(record: WindowsRecord): HappeningOf<'windows-event.logged'> | null {
  const kind = kindOf(record);
  if (kind === undefined || !record.when.ok) return null;
  const id = idOf(record);
  return {
    type: 'windows-event.logged',
    server: record.computer ?? null,
    ...(id === undefined ? {} : { id }),
    ...orderOf(record),
    occurredAt: record.when.at,
    data: dataOf(record, kind),
  };
}

export function isEvidence(record: WindowsRecord): boolean {
  return kindOf(record) !== undefined;
}

function kindOf({ provider, eventId }: WindowsRecord): Kind | undefined {
  const kinds = KINDS.get(provider.toLowerCase());
  return kinds !== undefined && Object.hasOwn(kinds, eventId) ? kinds[eventId] : undefined;
}

/**
 * The words are those that the provider put into its message: the same in every language, and whether or not the export has the message.
 * Only where they are missing is it the message.
 */
function dataOf(record: WindowsRecord, kind: Kind): EventData['windows-event.logged'] {
  const { provider, eventId, level } = record;
  const words = record.inserts?.map(({ text }) => text).filter((text) => text !== '') ?? [record.message ?? ''];
  const message = words.join(' | ');
  const name = level === undefined ? undefined : LEVELS[level];
  const thumbprint = thumbprintIn(record);
  const subject = subjectOf(record, kind);
  return {
    provider,
    eventId,
    ...(name === undefined ? {} : { level: name }),
    ...(message === '' ? {} : { message: shorten(message, LONGEST_MESSAGE) }),
    ...(thumbprint === undefined ? {} : { thumbprint }),
    ...(subject === undefined ? {} : { subject: shorten(subject, LONGEST_SUBJECT) }),
  };
}

/** Of several the first: the certificate that is missing or runs out, not the one that takes its place. */
function thumbprintIn({ inserts, message = '' }: WindowsRecord): string | undefined {
  const texts = inserts?.map(({ text }) => text) ?? message.match(/\b[0-9A-Fa-f]{40}\b/g) ?? [];
  for (const text of texts) {
    const thumbprint = parseThumbprint(text);
    if (!isUnreadable(thumbprint)) return thumbprint;
  }
  return undefined;
}

function subjectOf({ inserts, message = '' }: WindowsRecord, { subject = [], inMessage }: Kind): string | undefined {
  const texts =
    inserts === null ? [inMessage?.exec(message)?.[1]] : subject.map((index) => inserts[index]?.text.trim());
  return texts.find((text) => text !== undefined && text !== '');
}
