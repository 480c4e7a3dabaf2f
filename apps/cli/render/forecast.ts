import type { ForecastItem, List } from '../answers.js';
import { certificateWords } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import { distanceWords, instantWords } from '../text/instant.js';
import { counted, hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { serverNamer } from '#libs/fleet/server-pattern.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';

/** What will change by itself, instant by instant: where the same happens at several endpoints of a server, they stand together. */
export function forecastText(list: List<ForecastItem>, days: number, page: Page): string {
  const { items, asOf, position } = list;
  const name = serverNamer(items.map(({ server }) => server));
  const about = page.paint.dim(`as of ${instantWords(asOf)}, log position ${position}`);
  if (items.length === 0) return `Time alone changes nothing within ${counted(days, 'day')}; ${about}`;
  const instants = grouped(items, ({ at }) => at);
  return [
    ...instants.flatMap(([at, there]) => [
      `${page.paint.bold(instantWords(at))}  ${page.paint.dim(distanceWords(asOf, at))}`,
      ...grouped(there, ({ server, kind, what }) => JSON.stringify([server, kind, what])).flatMap(([, same]) =>
        changeLines(same, name, page),
      ),
      '',
    ]),
    `${counted(items.length, 'change')} at ${counted(instants.length, 'instant')} within ${counted(days, 'day')}`,
    about,
  ].join('\n');
}

const MARKS = { stops: '\u2717', expires: '!', unknown: '?', switches: '~', starts: '+' } as const;

function changeLines(same: readonly ForecastItem[], name: (server: string) => string, page: Page): readonly string[] {
  const [first] = same;
  if (first === undefined) return [];
  const { paint } = page;
  const colour = {
    stops: paint.bad,
    expires: paint.bad,
    unknown: paint.doubtful,
    switches: paint.doubtful,
    starts: paint.good,
  };
  const mark = colour[first.kind](MARKS[first.kind]);
  return [
    ...hanging(`  ${mark} `, `${paint.bold(shown(name(first.server)))}  ${shown(first.what)}`, page.width),
    ...same.flatMap(({ endpoint }) => hanging(' '.repeat(6), shown(endpointWords(endpoint)), page.width)),
    ...[first.before, first.after].flatMap(({ certificate, thumbprint }, i) =>
      certificate === null || (i === 1 && thumbprint === first.before.thumbprint)
        ? []
        : hanging(
            ' '.repeat(8),
            paint.dim(`${thumbprint?.slice(0, 4)}\u2026${thumbprint?.slice(-2)} ${certificateWords(certificate)}`),
            page.width,
          ),
    ),
  ];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}
