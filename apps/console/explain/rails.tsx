import type { Selection } from '#libs/selection/selection.js';
import type { Flow, Rail } from './flow.js';
import { BETWEEN, type Layout, SPINE } from './lay-out.js';

interface Props {
  readonly flow: Flow;
  readonly layout: Layout;
  readonly outcome: Selection['outcome'];
}

/** The way down to the answer, and beside it the ways of the certificates that fell, each to the place where it fell. */
export function Rails({ flow, layout, outcome }: Props) {
  const decided = flow.steps.findIndex(({ state }) => state === 'decides');
  const [first] = layout.placed;
  const end = layout.placed[decided];
  const last = layout.placed.at(-1);
  if (first === undefined || last === undefined) return null;
  const turn = end === undefined ? last.dot : layout.answer.top + layout.answer.height / 2;
  return (
    <g className={`rails ${outcome}`}>
      {last.dot > turn ? <path className="rest" d={`M ${SPINE} ${turn} V ${last.dot}`} /> : null}
      {flow.rails.map((rail, i) => (
        <path
          key={rail.thumbprint}
          className={rail.falls === null ? 'rail' : 'rail fallen'}
          d={wayOf(rail, i + 1, layout)}
        />
      ))}
      {flow.rails.map((rail) => (
        <Stop key={rail.thumbprint} rail={rail} layout={layout} />
      ))}
      <path className="lit" d={`M ${SPINE} ${first.dot} V ${turn}`} />
      {layout.placed.map(({ index, dot, flow: { state } }) => (
        <circle
          key={index}
          className={`dot ${state}`}
          cx={SPINE}
          cy={dot}
          r={state === 'decides' ? 7 : state === 'walked' ? 5 : 3.5}
        />
      ))}
    </g>
  );
}

/** Out of the way where the store is opened, down, and into the card where it falls. */
function wayOf({ thumbprint, from, falls }: Rail, place: number, { placed, left }: Layout): string {
  const x = SPINE + place * BETWEEN;
  const start = placed[from]?.dot ?? 0;
  const fallen = falls === null ? undefined : placed[falls];
  const out = `M ${SPINE} ${start} H ${x - 8} Q ${x} ${start}, ${x} ${start + 8}`;
  const mark = fallen?.marks.get(thumbprint);
  if (mark === undefined) return `${out} V ${placed.find(({ flow }) => flow.state === 'decides')?.dot ?? start + 8}`;
  return `${out} V ${Math.max(start + 8, mark - 8)} Q ${x} ${mark}, ${x + 8} ${mark} H ${left - 4}`;
}

function Stop({
  rail: { thumbprint, falls },
  layout: { placed, left },
}: {
  readonly rail: Rail;
  readonly layout: Layout;
}) {
  const mark = falls === null ? undefined : placed[falls]?.marks.get(thumbprint);
  return mark === undefined ? null : <circle className="stop" cx={left} cy={mark} r={4} />;
}
