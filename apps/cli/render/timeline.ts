import type { Comparison } from '#libs/views/comparison.js';
import type { Side, TimelineItem } from '../answers.js';
import { shortener } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import type { Page } from '../text/page.js';
import { hanging } from '../text/lines.js';
import { wrapped } from '../text/table.js';
import { comparisonWords } from '../words/comparison.js';
import { OUTCOME_WORDS } from '../words/outcome.js';
import { ambiguityLines } from './sources.js';

const INDENT = ' '.repeat(4);

/** How thumbprints are shortened. */
export type Short = (thumbprint: string) => string;

/** What happened, newest first: the sentence, who and by what, and what it changed of what is presented, or how what was seen agrees. */
export function timelineText(items: readonly TimelineItem[], page: Page): string {
  const short = timelineShortener(items);
  return items.map((item) => timelineEntry(item, short, page).join('\n')).join('\n\n');
}

/** How the thumbprints of a whole timeline are shortened. */
export function timelineShortener(items: readonly TimelineItem[]): Short {
  const thumbprints = items.flatMap(({ changes, comparison }) => [
    ...changes.flatMap((change) => [change.before?.thumbprint ?? [], change.after?.thumbprint ?? []].flat()),
    ...[comparison?.seen ?? [], comparison?.predicted?.thumbprint ?? []].flat(),
  ]);
  return shortener(thumbprints);
}

/** One entry of a timeline, line by line. */
export function timelineEntry(item: TimelineItem, short: Short, page: Page): readonly string[] {
  const { paint } = page;
  const place = item.server === null ? 'organization' : shown(item.server);
  const head = `${paint.bold(instantWords(item.occurredAt))}  ${place}  ${paint.dim(`#${item.position}`)}`;
  const what = wrapped(shown(item.what), page.width - INDENT.length).map((line) => INDENT + line);
  const by = [
    item.actor === null ? null : `by ${shown(item.actor)}`,
    item.tool === null ? null : `with ${shown(item.tool)}`,
    late(item),
  ];
  const witness = by.filter((part) => part !== null).join(', ');
  return [
    head,
    ...what,
    ...hanging(INDENT, witness, page.width).map((line) => paint.dim(line)),
    ...evidenceLines(item, page),
    ...effect(item, short, page),
    ...driftLines(item, page),
    ...ambiguousLines(item, page),
    ...noteLines(item, page),
  ];
}

/** The other records of the same change. */
export function evidenceLines({ witnesses = [], witnessOf }: TimelineItem, { width, paint }: Page): readonly string[] {
  if (witnessOf != null) return [`${INDENT}${paint.dim(`the same change as #${witnessOf}`)}`];
  if (witnesses.length === 0) return [];
  const told = witnesses.map(
    ({ position, reportedBy }) => `#${position}${reportedBy === null ? '' : ` (${shown(reportedBy)})`}`,
  );
  return hanging(INDENT, `told by ${told.join(', ')} too`, width).map((line) => paint.dim(line));
}

/** The notes that refer to it. */
export function noteLines({ notes: beside = [] }: TimelineItem, { width }: Page): readonly string[] {
  return beside.flatMap(({ position, text, ticket, actor }) => {
    const who = actor === null ? '' : `, ${shown(actor)}`;
    const about = `note #${position}${ticket === null ? '' : ` on ${shown(ticket)}`}${who}: `;
    return hanging(INDENT, about + shown(text), width);
  });
}

const MOST_DRIFT = 8;

/** What an inventory shows and no record explains: somebody changed it, and nobody said so. */
export function driftLines({ drift = [] }: TimelineItem, { width, paint }: Page): readonly string[] {
  const lines = drift.slice(0, MOST_DRIFT).flatMap(({ path, since, until }) => {
    const when =
      since === null ? `before ${instantWords(until)}` : `between ${instantWords(since)} and ${instantWords(until)}`;
    return hanging(`${INDENT}? `, `${shown(path)} changed by unknown, ${when}`, width);
  });
  const more = drift.length > MOST_DRIFT ? [`${INDENT}? and ${drift.length - MOST_DRIFT} more changed by unknown`] : [];
  return [...lines, ...more].map((line) => paint.doubtful(line));
}

function ambiguousLines({ ambiguous = [] }: TimelineItem, page: Page): readonly string[] {
  const narrower = { ...page, width: page.width - INDENT.length };
  return ambiguous.flatMap((one) => ambiguityLines(one, narrower)).map((line) => INDENT + line);
}

/** Said only where it matters: when the news came much later than the deed, or before it. */
function late(item: TimelineItem): string | null {
  if (item.clockAhead === true)
    return `recorded ${instantWords(item.recordedAt)}, before it is said to have happened: the source's clock was ahead`;
  return Date.parse(item.recordedAt) - Date.parse(item.occurredAt) > 60_000
    ? `recorded ${instantWords(item.recordedAt)}`
    : null;
}

function effect(item: TimelineItem, short: Short, page: Page): readonly string[] {
  if (item.comparison != null) return compared(item.comparison, short, page);
  if (item.changes.length === 0)
    return wrapped(shown(item.effect), page.width - INDENT.length - 2).map(
      (line) => `${INDENT}= ${page.paint.dim(line)}`,
    );
  return changeLines(item.changes, item.server, short);
}

/** What changed, per endpoint; the server is named where it is another than the one that the entry is about. */
export function changeLines(changes: TimelineItem['changes'], server: string | null, short: Short): readonly string[] {
  return changes.flatMap((change) => {
    const place =
      change.server === server ? shown(change.endpoint) : `${shown(change.server)} ${shown(change.endpoint)}`;
    return [`${INDENT}~ ${place}`, `${INDENT}    ${side(change.before, short)} \u2192 ${side(change.after, short)}`];
  });
}

const VERDICTS = {
  agrees: { mark: '=', colour: 'good' },
  disagrees: { mark: '!', colour: 'bad' },
  'cannot-tell': { mark: '?', colour: 'doubtful' },
} as const;

function compared(comparison: Comparison, short: Short, { width, paint }: Page): string[] {
  const { mark, colour } = VERDICTS[comparison.verdict];
  const lines = wrapped(shown(comparisonWords(comparison, short)), width - INDENT.length - 2);
  return lines.map((line, at) => `${INDENT}${at === 0 ? mark : ' '} ${paint[colour](line)}`);
}

function side(value: Side | null, short: Short): string {
  if (value === null) return 'no such endpoint';
  const word = OUTCOME_WORDS[value.outcome];
  if (value.thumbprint === null) return word;
  return value.outcome === 'PRESENTED' ? short(value.thumbprint) : `${short(value.thumbprint)} ${word}`;
}
