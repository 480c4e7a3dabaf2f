import type { Comparison } from '#libs/views/comparison.js';
import type { Side, TimelineItem } from '../answers.js';
import { shortener } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import type { Page } from '../text/page.js';
import { wrapped } from '../text/table.js';
import { comparisonWords } from '../words/comparison.js';
import { OUTCOME_WORDS } from '../words/outcome.js';

const INDENT = ' '.repeat(4);

/** What happened, newest first: the sentence, who and by what, and what it changed of what is presented, or how what was seen agrees. */
export function timelineText(items: readonly TimelineItem[], page: Page): string {
  const thumbprints = items.flatMap(({ changes, comparison }) => [
    ...changes.flatMap((change) => [change.before?.thumbprint ?? [], change.after?.thumbprint ?? []].flat()),
    ...[comparison?.seen ?? [], comparison?.predicted?.thumbprint ?? []].flat(),
  ]);
  const short = shortener(thumbprints);
  return items.map((item) => entry(item, short, page).join('\n')).join('\n\n');
}

function entry(item: TimelineItem, short: (thumbprint: string) => string, page: Page): string[] {
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
  return [head, ...what, ...(witness === '' ? [] : [INDENT + paint.dim(witness)]), ...effect(item, short, page)];
}

/** Said only where it matters: when the news came much later than the deed. */
function late(item: TimelineItem): string | null {
  return Date.parse(item.recordedAt) - Date.parse(item.occurredAt) > 60_000
    ? `recorded ${instantWords(item.recordedAt)}`
    : null;
}

function effect(item: TimelineItem, short: (thumbprint: string) => string, page: Page): string[] {
  if (item.comparison != null) return compared(item.comparison, short, page);
  if (item.changes.length === 0)
    return wrapped(shown(item.effect), page.width - INDENT.length - 2).map(
      (line) => `${INDENT}= ${page.paint.dim(line)}`,
    );
  return item.changes.flatMap((change) => {
    const place =
      change.server === item.server ? shown(change.endpoint) : `${shown(change.server)} ${shown(change.endpoint)}`;
    return [`${INDENT}~ ${place}`, `${INDENT}    ${side(change.before, short)} \u2192 ${side(change.after, short)}`];
  });
}

const VERDICTS = {
  agrees: { mark: '=', colour: 'good' },
  disagrees: { mark: '!', colour: 'bad' },
  'cannot-tell': { mark: '?', colour: 'doubtful' },
} as const;

function compared(comparison: Comparison, short: (thumbprint: string) => string, { width, paint }: Page): string[] {
  const { mark, colour } = VERDICTS[comparison.verdict];
  const lines = wrapped(shown(comparisonWords(comparison, short)), width - INDENT.length - 2);
  return lines.map((line, at) => `${INDENT}${at === 0 ? mark : ' '} ${paint[colour](line)}`);
}

function side(value: Side | null, short: (thumbprint: string) => string): string {
  if (value === null) return 'no such endpoint';
  const word = OUTCOME_WORDS[value.outcome];
  if (value.thumbprint === null) return word;
  return value.outcome === 'PRESENTED' ? short(value.thumbprint) : `${short(value.thumbprint)} ${word}`;
}
