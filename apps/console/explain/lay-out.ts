import type { TraceStep } from '#libs/selection/selection.js';
import type { Flow, FlowStep } from './flow.js';
import { type Hand, type Measure, wrapped } from './wrapped.js';

/** A line of text where it stands. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly hand: Hand;
  readonly look: 'rule' | 'asks' | 'found' | 'fell' | 'kept' | 'reason' | 'dim';
  readonly text: string;
}

/** A step where it is drawn. */
export interface Placed {
  readonly index: number;
  readonly flow: FlowStep;
  readonly top: number;
  readonly height: number;
  /** Where the way goes through it. */
  readonly dot: number;
  readonly lines: readonly Line[];
  /** Where each certificate that fell here is written. */
  readonly marks: ReadonlyMap<string, number>;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where cards begin, right of the rails. */
  readonly left: number;
  readonly placed: readonly Placed[];
  /** The answer, below the step that decides. */
  readonly answer: { readonly top: number; readonly height: number; readonly lines: readonly Line[] };
}

export interface Words {
  readonly measure: Measure;
  readonly certificate: (thumbprint: string) => string;
  readonly reasons: (fallen: NonNullable<TraceStep['fell']>[number]) => string;
  readonly found: (step: TraceStep) => string;
  readonly answer: readonly string[];
}

export const SPINE = 16;
export const BETWEEN = 13;
const LINE = 19;
const PADDING = 10;
const GAP = 10;
const MOST_FALLEN = 6;

/** Where everything of a drawing stands: steps under each other, as wide as there is room. */
export function layOut(flow: Flow, width: number, words: Words): Layout {
  const left = SPINE + flow.rails.length * BETWEEN + 20;
  const placed: Placed[] = [];
  let y = 4;
  let answer: Layout['answer'] = { top: 0, height: 0, lines: [] };
  for (const [index, step] of flow.steps.entries()) {
    const card = cardOf(step, { left, width, top: y, words });
    placed.push({ index, flow: step, ...card });
    y += card.height + GAP;
    if (step.state !== 'decides') continue;
    answer = answerOf({ left, width, top: y, words });
    y += answer.height + GAP * 2;
  }
  return { width, height: y, left, placed, answer };
}

interface Room {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly words: Words;
}

function cardOf(flow: FlowStep, room: Room): Pick<Placed, 'top' | 'height' | 'dot' | 'lines' | 'marks'> {
  const { left, top, width, words } = room;
  const asked = flow.step !== null;
  const writer = writerFrom(room, asked ? PADDING : 3);
  const ruleWidth = words.measure('STLS-10', 'code') + 12;
  const asks = flow.rule.asks.charAt(0).toUpperCase() + flow.rule.asks.slice(1);
  const before = writer.y();
  // Where it is narrow the rule stands above what it asks.
  const beside = width - left > 480;
  writer.write(flow.rule.id, 'code', 'rule', 0);
  if (beside) writer.back();
  const indent = beside ? ruleWidth : 0;
  if (flow.step === null) writer.write(asks, 'small', 'dim', indent);
  else writer.write(asks, 'strong', 'asks', indent);
  const marks = new Map<string, number>();
  if (flow.step !== null) writeFound(flow.step, writer, { indent, words, marks });
  const height = writer.y() - top + (asked ? PADDING : 3);
  return { top, height, dot: before + LINE / 2, lines: writer.lines, marks };
}

function writeFound(
  step: TraceStep,
  writer: Writer,
  { indent, words, marks }: { readonly indent: number; readonly words: Words; readonly marks: Map<string, number> },
): void {
  writer.write(`→ ${words.found(step)}`, 'plain', 'found', indent);
  const fell = step.fell ?? [];
  for (const one of fell.slice(0, MOST_FALLEN)) {
    marks.set(one.thumbprint, writer.y() + LINE / 2);
    writer.write(`✗ ${words.certificate(one.thumbprint)}`, 'plain', 'fell', indent);
    writer.write(words.reasons(one), 'small', 'reason', indent + 16);
  }
  const others = fell.length - MOST_FALLEN;
  if (others > 0) {
    for (const one of fell.slice(MOST_FALLEN)) marks.set(one.thumbprint, writer.y() + LINE / 2);
    writer.write(`✗ and ${others} more fell here`, 'plain', 'fell', indent);
  }
  const kept = step.kept ?? [];
  if (fell.length > 0 && kept.length > 0)
    writer.write(
      kept.length === 1 ? '✓ 1 certificate is left' : `✓ ${kept.length} certificates are left`,
      'small',
      'kept',
      indent,
    );
}

function answerOf(room: Room): Layout['answer'] {
  const writer = writerFrom(room, PADDING);
  for (const [i, text] of room.words.answer.entries())
    writer.write(text, i === 0 ? 'strong' : 'plain', i === 0 ? 'asks' : 'found', 0);
  return { top: room.top, height: writer.y() - room.top + PADDING, lines: writer.lines };
}

interface Writer {
  readonly lines: Line[];
  readonly y: () => number;
  /** The next line stands beside the last one. */
  readonly back: () => void;
  readonly write: (text: string, hand: Hand, look: Line['look'], indent: number) => void;
}

/** Room that is kept free at the right of a card: for how firmly its step is known. */
const BADGE = 34;

function writerFrom({ left, width, top, words }: Room, padding: number): Writer {
  const lines: Line[] = [];
  let y = top + padding;
  return {
    lines,
    y: () => y,
    back: () => (y -= LINE),
    write: (text, hand, look, indent) => {
      const room = width - left - PADDING * 2 - indent - BADGE;
      for (const line of wrapped(text, hand, { width: room, measure: words.measure })) {
        lines.push({ x: left + PADDING + indent, y: y + LINE * 0.72, hand, look, text: line });
        y += LINE;
      }
    },
  };
}
