import { allPages } from '../all-pages.js';
import { isSourceList, type List, type SourceItem, type SuspectClock } from '../answers.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import type { Failures } from '../failure.js';
import { clockLines, gapLines, sourcesTable } from '../render/sources.js';
import { instantWords } from '../text/instant.js';
import { counted } from '../text/lines.js';
import type { Terminal } from '../terminal.js';

type Sources = List<SourceItem> & { readonly clocks: readonly SuspectClock[] };

/** The sources that number what they tell, what is missing of them, and the clocks that are in doubt. */
export async function sources(options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  let clocks: readonly SuspectClock[] = [];
  const shape = (value: unknown): value is Sources => {
    if (!isSourceList(value)) return false;
    ({ clocks } = value);
    return true;
  };
  const list = await allPages<SourceItem>(connection.value, { path: 'sources', shape });
  if (!list.ok) return [list.failure];
  if (options.json === true) terminal.printJson({ ...list.value, clocks });
  else terminal.print([...told(list.value, clocks, terminal), asOf(list.value, terminal)].join('\n'));
  return [];
}

function told({ items }: List<SourceItem>, clocks: readonly SuspectClock[], { page }: Terminal): readonly string[] {
  const gaps = items.flatMap((item) => item.gaps);
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  return [
    items.length === 0
      ? 'No source numbers what it tells, so that nobody could miss anything.'
      : sourcesTable(items, page),
    ...gapLines(gaps, page),
    ...clockLines(clocks, page),
    items.length === 0 ? '' : `${counted(items.length, 'source')}, ${counted(missing, 'event')} missing`,
  ].filter((line) => line !== '');
}

function asOf({ asOf: at, position }: List<SourceItem>, { page }: Terminal): string {
  return page.paint.dim(`as of ${instantWords(at)}, log position ${position}`);
}
