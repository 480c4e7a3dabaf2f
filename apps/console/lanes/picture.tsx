import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { instantWords } from '../../cli/text/instant.js';
import { shown } from '../../cli/text/escape.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { Link } from '@tanstack/react-router';
import { Axis } from './axis.js';
import type { Lane } from './bars.js';
import { useKeys } from './keys.js';
import { LaneBars } from './lane-bars.js';
import { useMoves } from './moves.js';
import { Patterns } from './patterns.js';
import { Tools } from './tools.js';
import type { View } from './view.js';
import type { Facts } from './words.js';

export interface About {
  readonly now: number;
  /** The instant that is looked at; null: now. */
  readonly asOf: number | null;
  readonly facts: Facts;
  /** This certificate alone is meant; others are drawn paler. */
  readonly highlight?: string | undefined;
}

interface Props {
  readonly lanes: readonly Lane[];
  readonly view: View;
  readonly show: (view: View | null) => void;
  readonly about: About;
  readonly namesServers: boolean;
  readonly nothing: string;
}

/** A lane for each endpoint, a bar for each answer. It is moved by buttons, wheel, drag and keyboard; each bar leads to why. */
export function Picture({ lanes, view, show, about, namesServers, nothing }: Props) {
  const { ref: measure, width } = useElementSize<HTMLDivElement>();
  const axis = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(measure, axis);
  const place = useRef<HTMLDivElement>(null);
  const [pointed, point] = useState<number | null>(null);
  const instantAt = (x: number) => view.from + ((view.to - view.from) * x) / Math.max(width, 1);
  const moves = useMoves({ place, axis, view, show, instantAt, point });
  const keys = useKeys({ place, view, show });
  return (
    <div className="picture">
      <Patterns />
      <Tools view={view} show={show} about={about} />
      <div className="lanes-scroll">
        <div
          className="lanes"
          ref={place}
          role="group"
          aria-label="Presented certificates over time"
          {...moves}
          {...keys}
        >
          <div className="lane axis" aria-hidden="true">
            <span className="lane-name dim">
              {pointed === null ? 'UTC' : instantWords(new Date(pointed).toISOString())}
            </span>
            <div ref={ref} className="lane-time">
              <Axis view={view} width={width} />
            </div>
          </div>
          {lanes.length === 0 ? <p className="nothing">{nothing}</p> : null}
          {lanes.map((lane, index) => (
            <div className="lane" key={`${lane.server}\n${lane.endpoint}`}>
              <LaneName lane={lane} namesServer={namesServers} />
              <div className="lane-time">
                <LaneBars lane={lane} index={index} view={view} width={width} about={about} instantAt={instantAt} />
              </div>
            </div>
          ))}
          <div className="lane-lines" aria-hidden="true">
            <Line at={about.now} view={view} width={width} name="now" />
            {about.asOf === null ? null : <Line at={about.asOf} view={view} width={width} name="as of" />}
            {pointed === null ? null : <Line at={pointed} view={view} width={width} name="pointed" />}
          </div>
        </div>
      </div>
    </div>
  );
}

function LaneName({ lane: { server, endpoint }, namesServer }: { readonly lane: Lane; readonly namesServer: boolean }) {
  const words = shown(endpointWords(endpoint).slice(0, 160));
  const name = namesServer ? `${shown(server.split('.')[0] ?? server)} · ${words}` : words;
  return (
    <Link
      to="/servers/$fqdn/explain"
      params={{ fqdn: server }}
      search={{ endpoint }}
      className="lane-name"
      title={`${shown(server)}: ${words}`}
      preload={false}
    >
      <bdi>{name}</bdi>
    </Link>
  );
}

function Line({
  at,
  view,
  width,
  name,
}: {
  readonly at: number;
  readonly view: View;
  readonly width: number;
  readonly name: string;
}) {
  if (at < view.from || at > view.to) return null;
  const x = ((at - view.from) / (view.to - view.from)) * width;
  return (
    <span className={`line ${name.replace(' ', '-')}`} style={{ transform: `translateX(${x}px)` }}>
      {name === 'pointed' ? null : <span className="flag">{name}</span>}
    </span>
  );
}
