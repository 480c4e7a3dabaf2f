import { ticks, type View } from './view.js';

const HEIGHT = 24;
/** A label needs so much room. */
const ROOM = 64;

/** Days, months or years, as many as have room. */
export function Axis({ view, width }: { readonly view: View; readonly width: number }) {
  const marks = ticks(view, Math.floor(width / ROOM));
  const place = (at: number) => ((at - view.from) / (view.to - view.from)) * width;
  return (
    <svg width={width} height={HEIGHT} className="axis-marks">
      {marks.map(({ at, label, isMain }) => (
        <g key={at} className={isMain ? 'main' : undefined}>
          <line x1={place(at)} x2={place(at)} y1={HEIGHT - 6} y2={HEIGHT} />
          <text x={place(at) + 3} y={HEIGHT - 9}>
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}
