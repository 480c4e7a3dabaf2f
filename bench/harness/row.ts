import { ratioOf, rateOf, type Quartiles, type Slice } from './statistics.js';

/** A line of the report: what was compared, and how it came out. */
export interface Row {
  /** As the list of targets counts: `1`, `7 save`. */
  readonly number: string;
  readonly title: string;
  readonly target: number;
  /** Whether more than the target is good, or less. */
  readonly better: 'more' | 'less';
  readonly unit: 'ratio' | 's';
  readonly value: Quartiles;
  /** The same of processor time instead of time; null: not measured. */
  readonly processor: Quartiles | null;
  /** What the two sides did, in absolute numbers. */
  readonly absolute: string;
}

/** Past this the machine is so busy with other work that processor time tells more than time. */
const BUSY = 2;

/** Whether a row reaches its target; on a busy machine processor time may show it instead. */
export function isMet(row: Pick<Row, 'target' | 'better' | 'value' | 'processor'>, load: number): boolean {
  const reaches = ({ median }: Quartiles) => (row.better === 'more' ? median >= row.target : median <= row.target);
  return reaches(row.value) || (load > BUSY && row.processor !== null && reaches(row.processor));
}

/** What a row compares: the sides by their names. */
export interface Comparison {
  readonly number: string;
  readonly title: string;
  readonly of: string;
  readonly to: string;
  readonly target: number;
}

export function rowOf({ of, to, ...said }: Comparison, measured: ReadonlyMap<string, readonly Slice[]>): Row {
  const [first, second] = [slicesOf(of, measured), slicesOf(to, measured)];
  const { wall, processor } = ratioOf(first, second);
  const absolute = `${perSecond(rateOf(first))} against ${perSecond(rateOf(second))}`;
  return { ...said, better: 'more', unit: 'ratio', value: wall, processor, absolute };
}

function slicesOf(name: string, measured: ReadonlyMap<string, readonly Slice[]>): readonly Slice[] {
  const slices = measured.get(name);
  if (slices === undefined) throw new Error(`There is no side "${name}".`);
  return slices;
}

export function perSecond(rate: number): string {
  return `${rounded(rate)}/s`;
}

/** Three digits that count. */
export function rounded(number: number): string {
  return Math.abs(number) >= 100 ? Math.round(number).toLocaleString('en-US') : String(Number(number.toPrecision(3)));
}
