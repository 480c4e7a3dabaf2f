import type { Ambiguity } from '#libs/fleet/ambiguous.js';
import type { GapAnswer, ServerAnswer, SourceItem, SuspectClock } from '../answers.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { table } from '../text/table.js';

const NUMBERING_WORDS = { 'every-event': 'every event', 'with-holes': 'with holes', unknown: 'unknown' } as const;

/** The sources that number what they tell, a line each. */
export function sourcesTable(sources: readonly SourceItem[], page: Page): string {
  const rows = sources.map((item) => [
    shown(item.source),
    item.epoch === null ? '' : shown(item.epoch),
    NUMBERING_WORDS[item.numbering],
    String(item.events),
    item.first === null || item.last === null ? 'none' : `${item.first} to ${item.last}`,
    item.missing === null ? 'unknown' : String(item.missing),
    instantWords(item.lastRecordedAt),
  ]);
  return table(['SOURCE', 'EPOCH', 'NUMBERS', 'EVENTS', 'FROM', 'MISSING', 'LAST RECORDED'], rows, page.paint);
}

/** What never came, a sentence each. */
export function gapLines(gaps: readonly GapAnswer[], { width, paint }: Page): readonly string[] {
  return gaps.flatMap(({ what, since }) => {
    const text = `${shown(what)}; known since ${instantWords(since)}`;
    return hanging('! ', text, width).map((line) => paint.bad(line));
  });
}

/** Whose clocks are in doubt, and why. */
export function clockLines(clocks: readonly SuspectClock[], { width, paint }: Page): readonly string[] {
  return clocks.flatMap(({ server, what }) =>
    hanging('! ', `${shown(server)}: ${shown(what ?? '')}`, width).map((line) => paint.doubtful(line)),
  );
}

/** What nobody can tell, with everything that it may be. */
export function ambiguityLines(
  { path, at, positions, candidates }: Ambiguity,
  { width, paint }: Page,
): readonly string[] {
  const all = candidates.map(candidateWords).join(' or ');
  const told = positions.map((position) => `#${position}`).join(', ');
  const text = `${shown(path)} is ambiguous: ${all}; ${told} are of the same second, ${instantWords(at)}, and the first of these was taken`;
  return hanging('? ', text, width).map((line) => paint.doubtful(line));
}

const LONGEST = 80;

function candidateWords(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return shown(value);
  const held: unknown =
    typeof value === 'object'
      ? (Reflect.get(value, 'thumbprint') ?? Reflect.get(value, 'tlsCertificateName'))
      : undefined;
  return shown(typeof held === 'string' ? held : (JSON.stringify(value) ?? '').slice(0, LONGEST));
}

const MOST = 5;

/** What is wrong with those who tell of a server; nothing where nothing is. */
export function reliance({ gaps = [], clock, ambiguous = [] }: ServerAnswer, page: Page): readonly string[] {
  const more = gaps.length > MOST ? [`! and ${gaps.length - MOST} more gaps: certfleet sources`] : [];
  const doubt = clock?.suspect === true && clock.what !== null ? hanging('! ', shown(clock.what), page.width) : [];
  return [
    ...gapLines(gaps.slice(0, MOST), page),
    ...more,
    ...doubt.map((line) => page.paint.doubtful(line)),
    ...ambiguous.flatMap((one) => ambiguityLines(one, page)),
  ];
}
