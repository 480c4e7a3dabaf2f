import { Button } from '@mantine/core';
import { instantWords } from '../../cli/text/instant.js';
import type { About } from './picture.js';
import { DAY_MS, shifted, type View, zoomed } from './view.js';

const SPANS = [
  { name: 'Month', back: 15, ahead: 15 },
  { name: 'Year', back: 183, ahead: 183 },
] as const;

/** Buttons for what the wheel and the keyboard do, too. */
export function Tools({
  view,
  show,
  about,
}: {
  readonly view: View;
  readonly show: (view: View | null) => void;
  readonly about: About;
}) {
  const middle = (view.from + view.to) / 2;
  const around = about.asOf ?? about.now;
  const day = (at: number) => instantWords(new Date(at).toISOString()).slice(0, 10);
  return (
    <div className="tools">
      <div className="buttons" role="group" aria-label="Time that is shown">
        <Button size="compact-sm" variant="default" onClick={() => show(shifted(view, -0.5))} aria-label="Earlier">
          ←
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => show(zoomed(view, 2, middle))} aria-label="Zoom out">
          −
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => show(zoomed(view, 0.5, middle))}
          aria-label="Zoom in"
        >
          +
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => show(shifted(view, 0.5))} aria-label="Later">
          →
        </Button>
        {SPANS.map(({ name, back, ahead }) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            onClick={() => show({ from: around - back * DAY_MS, to: around + ahead * DAY_MS })}
          >
            {name}
          </Button>
        ))}
        <Button size="compact-sm" variant="default" onClick={() => show(null)}>
          Usual
        </Button>
      </div>
      <span className="range" role="status">
        {day(view.from)} to {day(view.to)}
      </span>
      <span className="dim hint">
        Ctrl and wheel zooms, drag moves. By keyboard: arrows go from bar to bar, + and − zoom, Shift and arrows move.
      </span>
    </div>
  );
}
