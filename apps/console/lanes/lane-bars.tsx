import { Link, useNavigate } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import { barsOf, type Bar, type Lane } from './bars.js';
import { Drawn, HEIGHT } from './drawn.js';
import type { About } from './picture.js';
import type { View } from './view.js';
import { barWords } from './words.js';

interface Props {
  readonly lane: Lane;
  readonly index: number;
  readonly view: View;
  readonly width: number;
  readonly about: About;
  readonly instantAt: (x: number) => number;
}

/** The bars of one endpoint. The first bar of the picture is where the tab key leads; arrows lead on. */
export const LaneBars = memo(function LaneBars({ lane, index, view, width, about, instantAt }: Props) {
  const { facts, now } = about;
  const bars = barsOf(lane, view, { now, endOf: (thumbprint) => instantOf(facts.get(thumbprint)?.['notAfter']) });
  const firstTold = bars.find(({ range }) => range !== null);
  const place = (at: number) => ((at - view.from) / (view.to - view.from)) * width;
  return (
    <svg width={width} height={HEIGHT} className="lane-bars">
      {bars.map((bar) => {
        const drawn = <Drawn bar={bar} place={place} about={about} />;
        const words = barWords(lane, bar, facts);
        if (bar.range === null)
          return (
            <g key={bar.key}>
              <title>{words}</title>
              {drawn}
            </g>
          );
        return (
          <BarLink
            key={bar.key}
            bar={bar}
            lane={lane}
            words={words}
            isFirst={index === 0 && bar === firstTold}
            index={index}
            instantAt={instantAt}
          >
            {drawn}
          </BarLink>
        );
      })}
    </svg>
  );
});

function instantOf(value: unknown): number | null {
  const instant = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(instant) ? null : instant;
}

interface BarLinkProps {
  readonly bar: Bar;
  readonly lane: Lane;
  readonly words: string;
  readonly index: number;
  readonly isFirst: boolean;
  readonly instantAt: (x: number) => number;
  readonly children: React.ReactNode;
}

/** Leads to why, at the instant at which the bar begins, or at that which is pointed at. */
function BarLink({ bar, lane, words, index, isFirst, instantAt, children }: BarLinkProps) {
  const navigate = useNavigate();
  const { endpoint, server } = lane;
  const go = (event: MouseEvent<Element>) => {
    // By the keyboard, in another tab, or after a drag: as the link has it.
    if (event.detail === 0 || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const svg = event.currentTarget.closest('svg')?.getBoundingClientRect();
    const instant = new Date(Math.round(instantAt(event.clientX - (svg?.left ?? 0)))).toISOString();
    void navigate({
      to: '/servers/$fqdn/explain',
      params: { fqdn: server },
      search: (before) => ({ ...before, from: undefined, to: undefined, endpoint, asOf: instant }),
    });
  };
  return (
    <Link
      to="/servers/$fqdn/explain"
      params={{ fqdn: server }}
      search={{ endpoint, asOf: bar.range?.from }}
      preload={false}
      onClick={go}
      tabIndex={isFirst ? 0 : -1}
      data-lane={index}
      data-from={bar.from}
      data-to={bar.to}
      draggable={false}
    >
      <title>{words}</title>
      {children}
    </Link>
  );
}
