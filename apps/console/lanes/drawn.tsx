import type { Bar } from './bars.js';
import { looksOf } from './looks.js';
import type { About } from './picture.js';
import { barLabel } from './words.js';

export const HEIGHT = 26;
/** Of a letter, about: a bar says as much as fits. */
const LETTER = 6.7;

interface Props {
  readonly bar: Bar;
  readonly place: (at: number) => number;
  readonly about: About;
}

/** A bar: its colour and pattern, what of it is to come, and what is expired by then. */
export function Drawn({ bar, place, about }: Props) {
  const { what, range, from, to, comingFrom, expiredFrom } = bar;
  const x = place(from);
  const width = Math.max(place(to) - x, 1);
  const looks = range?.thumbprint == null ? null : looksOf(range.thumbprint);
  const isPale = about.highlight !== undefined && range?.thumbprint !== about.highlight;
  const box = { x: x + 0.5, y: 2.5, width: Math.max(width - 1, 1), height: HEIGHT - 5, rx: 3 };
  const rest = (since: number) => ({ x: Math.max(place(since), x), width: Math.max(place(to) - place(since), 1) });
  return (
    <g className={`bar ${what} ${looks === null ? '' : `c${looks.colour}`} ${isPale ? 'pale' : ''}`}>
      <rect {...box} className="ground" />
      {fillOf(what, looks) === null ? null : <rect {...box} fill={`url(#bar-${fillOf(what, looks)})`} />}
      {comingFrom === null ? null : <rect {...rest(comingFrom)} y={2} height={HEIGHT - 4} className="coming" />}
      {expiredFrom === null ? null : <rect {...rest(expiredFrom)} y={HEIGHT - 6} height={3.5} className="expired" />}
      <rect {...box} className="frame" />
      <Label what={what} text={barLabel(bar, about.facts)} x={x} width={width} />
    </g>
  );
}

function fillOf(what: Bar['what'], looks: ReturnType<typeof looksOf> | null): string | null {
  if (what === 'unknown' || what === 'gap') return 'unknown';
  return looks === null || looks.pattern === 'plain' ? null : looks.pattern;
}

function Label({
  what,
  text,
  x,
  width,
}: {
  readonly what: Bar['what'];
  readonly text: string;
  readonly x: number;
  readonly width: number;
}) {
  const letters = Math.floor((width - 12) / LETTER);
  if (letters < 4 || what === 'gap') return null;
  return (
    <>
      {what === 'unknown' ? (
        <rect x={x + 3} y={5} width={Math.min(60, width - 6)} height={16} className="plate" />
      ) : null}
      <text x={x + 7} y={HEIGHT / 2 + 4} aria-hidden="true">
        {text.length > letters ? `${text.slice(0, letters - 1)}…` : text}
      </text>
    </>
  );
}
