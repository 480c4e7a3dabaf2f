import { useElementSize } from '@mantine/hooks';
import { type Coming, KIND_WORDS, KINDS, type Week, weeksFrom } from './weeks.js';

const HEIGHT = 96;
const BASE = 74;

interface Props {
  readonly items: readonly Coming[];
  readonly from: string;
  readonly days: number;
  readonly chosen: string | undefined;
  readonly choose: (monday: string | undefined) => void;
}

/** A column for each week, as high as there are changes in it; the worst stand at the bottom. */
export function Calendar({ items, from, days, chosen, choose }: Props) {
  const { ref, width } = useElementSize();
  const weeks = weeksFrom(from, days, items);
  const most = Math.max(1, ...weeks.map((week) => week.items.length));
  const step = width / weeks.length;
  return (
    <section className="sheet calendar" aria-label="By week">
      <div ref={ref}>
        <svg width={width} height={HEIGHT} role="group" aria-label="Changes by week">
          <line x1={0} x2={width} y1={BASE + 0.5} y2={BASE + 0.5} className="base" />
          {weeks.map((week, i) => (
            <Column
              key={week.monday}
              week={week}
              place={{ x: i * step, width: step, most, height: BASE - 14 }}
              isChosen={chosen === week.monday}
              choose={() => choose(chosen === week.monday ? undefined : week.monday)}
            />
          ))}
          <Months weeks={weeks} step={step} />
        </svg>
      </div>
      <ul className="kinds" aria-label="Colours">
        {KINDS.filter((kind) => items.some((item) => item.kind === kind)).map((kind) => (
          <li key={kind}>
            <span className={KIND_WORDS[kind].colour}>{KIND_WORDS[kind].mark}</span> {KIND_WORDS[kind].words}{' '}
            <span className="dim">{items.filter((item) => item.kind === kind).length.toLocaleString('en-US')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ColumnProps {
  readonly week: Week;
  readonly place: { readonly x: number; readonly width: number; readonly most: number; readonly height: number };
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Column({ week, place: { x, width, most, height }, isChosen, choose }: ColumnProps) {
  const { monday, items } = week;
  if (items.length === 0 || width === 0) return null;
  const counts = KINDS.map((kind) => ({ kind, count: items.filter((item) => item.kind === kind).length }));
  const words = `Week of ${monday}, ${items.length} in all: ${counts
    .flatMap(({ kind, count }) => (count === 0 ? [] : [`${count} ${KIND_WORDS[kind].words}`]))
    .join(', ')}`;
  // What is few must be seen beside what is much.
  const tall = (count: number) => (count / items.length) * Math.max(6, Math.sqrt(items.length / most) * height);
  let y = BASE;
  const thick = Math.max(Math.min(width - 2, 26), 3);
  return (
    <g
      className={isChosen ? 'week chosen' : 'week'}
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={words}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      <rect x={x} y={0} width={Math.max(width, 3)} height={BASE} className="touch" />
      {counts.map(({ kind, count }) => {
        if (count === 0) return null;
        const size = tall(count);
        y -= size;
        return (
          <rect
            key={kind}
            x={x + (width - thick) / 2}
            y={y}
            width={thick}
            height={size}
            className={KIND_WORDS[kind].colour}
          />
        );
      })}
      {width < 14 && items.length !== most ? null : (
        <text x={x + width / 2} y={y - 3} textAnchor="middle" aria-hidden="true">
          {items.length}
        </text>
      )}
    </g>
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** A label needs so much room. */
const ROOM = 44;

function Months({ weeks, step }: { readonly weeks: readonly Week[]; readonly step: number }) {
  let free = 0;
  return (
    <g className="months" aria-hidden="true">
      {weeks.map(({ monday }, i) => {
        const [year = '', month = ''] = monday.split('-');
        const isNew = i === 0 || weeks[i - 1]?.monday.slice(0, 7) !== monday.slice(0, 7);
        if (!isNew || i * step < free) return null;
        free = i * step + (i === 0 || month === '01' ? ROOM * 1.6 : ROOM);
        return (
          <text key={monday} x={i * step + 2} y={BASE + 16}>
            {MONTHS[Number(month) - 1]}
            {month === '01' || i === 0 ? ` ${year}` : ''}
          </text>
        );
      })}
    </g>
  );
}
