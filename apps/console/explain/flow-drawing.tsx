import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Certificate } from '#libs/certificates/certificate.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { CONFIDENCE_WORDS } from '#libs/selection/page.js';
import type { Selection } from '#libs/selection/selection.js';
import { shown } from '../../cli/text/escape.js';
import { certificateWords } from '../../cli/text/certificate-label.js';
import { OUTCOME_WORDS } from '../../cli/words/outcome.js';
import { REASON_WORDS } from '../../cli/words/reasons.js';
import { shortThumbprint } from '../parts/short-thumbprint.js';
import { type Flow, flowOf } from './flow.js';
import { type Layout, layOut, type Line, type Placed, SPINE, type Words } from './lay-out.js';
import { pageMeasure } from './measure.js';
import { plainer } from './plainer.js';
import { Rails } from './rails.js';

interface Props {
  readonly selection: Selection;
  readonly store: readonly Certificate[];
}

const WIDEST = 920;
const NARROWEST = 280;

/** The path of the rulebook as a drawing: the way of this answer lit, each certificate a line that ends where it fell. Told in words beside it. */
export function FlowDrawing({ selection, store }: Props) {
  const { ref, width: room } = useElementSize();
  const measure = useMemo(pageMeasure, []);
  const flow = useMemo(() => flowOf(selection), [selection]);
  const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, room)));
  const layout = useMemo(
    () => layOut(flow, width, { measure, ...wordsFor(selection, store) }),
    [flow, width, measure, selection, store],
  );
  return (
    <div className="flow" ref={ref}>
      {room === 0 ? null : (
        <svg
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          role="img"
          aria-label={`Drawing of how ${shown(endpointWords(selection.endpoint)).slice(0, 200)} comes to its certificate. The same stands in words below.`}
        >
          <Rails flow={flow} layout={layout} outcome={selection.outcome} />
          {layout.placed.map((placed) => (
            <Card key={placed.index} placed={placed} layout={layout} />
          ))}
          <Answer layout={layout} outcome={selection.outcome} flow={flow} />
        </svg>
      )}
    </div>
  );
}

function wordsFor(selection: Selection, store: readonly Certificate[]): Omit<Words, 'measure'> {
  const certificate = (thumbprint: string) => {
    const found = store.find((one) => one.thumbprint === thumbprint);
    return shown(`${shortThumbprint(thumbprint)} ${certificateWords(found)}`.slice(0, 300));
  };
  const { outcome, thumbprint, certainty, rule } = selection;
  return {
    certificate,
    found: (step) => shown(plainer(step.found).slice(0, 400)),
    reasons: ({ reasons }) => reasons.map((reason) => REASON_WORDS[reason]).join('; '),
    answer: [
      thumbprint === null ? OUTCOME_WORDS[outcome] : `${OUTCOME_WORDS[outcome]}: ${certificate(thumbprint)}`,
      `Certainty ${certainty}, decided by ${rule}`,
    ],
  };
}

function Card({
  placed: { flow, top, height, lines },
  layout: { left, width },
}: {
  readonly placed: Placed;
  readonly layout: Layout;
}) {
  const means = CONFIDENCE_WORDS.find(([letter]) => letter === flow.rule.confidence)?.[1] ?? '';
  return (
    <g className={`step ${flow.state}`}>
      <title>{`${flow.rule.id}, confidence ${flow.rule.confidence}: ${means}`}</title>
      {flow.step === null ? null : (
        <rect className="card" x={left} y={top} width={width - left - 1} height={height} rx={8} />
      )}
      <Lines lines={lines} />
      <text className="badge" x={width - 20} y={top + (flow.step === null ? 16 : 24)} textAnchor="middle">
        {flow.rule.confidence}
      </text>
    </g>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return lines.map(({ x, y, hand, look, text }) => (
    <text key={`${x} ${y} ${look}`} x={x} y={y} className={`${hand} ${look}`}>
      {text}
    </text>
  ));
}

const COLOURS = {
  PRESENTED: 'good',
  NOT_ADVERTISED: 'quiet',
  HANDSHAKE_FAILS: 'bad',
  INDETERMINATE: 'doubt',
} as const;

function Answer({
  layout,
  outcome,
  flow,
}: {
  readonly layout: Layout;
  readonly outcome: Selection['outcome'];
  readonly flow: Flow;
}) {
  const { answer, left, width } = layout;
  if (!flow.steps.some(({ state }) => state === 'decides')) return null;
  const middle = answer.top + answer.height / 2;
  return (
    <g className={`answer-card ${COLOURS[outcome]}`}>
      <path className="arrow" d={`M ${SPINE} ${middle} H ${left - 8}`} />
      <path className="head" d={`M ${left - 9} ${middle - 5} l 8 5 l -8 5 z`} />
      <rect className="card" x={left} y={answer.top} width={width - left - 1} height={answer.height} rx={8} />
      <Lines lines={answer.lines} />
    </g>
  );
}
