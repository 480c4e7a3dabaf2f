/** The middle of some numbers and the two quarters around it. */
export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/**
 * Quartiles by linear interpolation between the two nearest numbers (R's type 7).
 *
 * @throws Error for no numbers at all.
 */
export function quartiles(numbers: readonly number[]): Quartiles {
  const sorted = [...numbers].sort((one, other) => one - other);
  if (sorted.length === 0) throw new Error('There is no median of nothing.');
  return { low: quantile(sorted, 0.25), median: quantile(sorted, 0.5), high: quantile(sorted, 0.75) };
}

/** The number below which such a part of sorted numbers lies. */
export function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** What one side did in one slice. */
export interface Slice {
  readonly items: number;
  readonly seconds: number;
  /** Of Node and PostgreSQL together; null where it cannot be told. */
  readonly processorSeconds: number | null;
}

/** By how much the first side is faster, and by how much cheaper, than the second one in the same rounds. */
export interface Ratio {
  readonly wall: Quartiles;
  readonly processor: Quartiles | null;
}

/** The quartiles of the ratios of each round: a machine that slows down slows down both sides of a round. */
export function ratioOf(of: readonly Slice[], to: readonly Slice[]): Ratio {
  const rounds = of.map((slice, round) => ({ slice, other: to[round] }));
  const wall = rounds.map(({ slice, other }) => rate(slice, slice.seconds) / rate(other, other?.seconds));
  const processor = rounds.map(
    ({ slice, other }) => rate(slice, slice.processorSeconds) / rate(other, other?.processorSeconds),
  );
  return { wall: quartiles(wall), processor: processor.every(Number.isFinite) ? quartiles(processor) : null };
}

function rate(slice: Slice | undefined, seconds: number | null | undefined): number {
  return (slice?.items ?? Number.NaN) / (seconds ?? Number.NaN);
}

/** Items a second, the middle of the rounds. */
export function rateOf(slices: readonly Slice[]): number {
  return quartiles(slices.map((slice) => rate(slice, slice.seconds))).median;
}

/** One measurement of something that was made larger. */
export interface Sized {
  readonly size: number;
  readonly value: number;
}

/**
 * How a value grows with a size, as the power of it: 0 not at all, 1 in proportion, 2 with the square. The line through the logarithms that is nearest
 * to all of them; null for fewer than two sizes, or where a value has no logarithm.
 */
export function slopeOf(measured: readonly Sized[]): number | null {
  const points = measured.map(({ size, value }) => ({ x: Math.log(size), y: Math.log(value) }));
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const spread = mean(points.map((point) => (point.x - x) ** 2));
  const slope = mean(points.map((point) => (point.x - x) * (point.y - y))) / spread;
  return Number.isFinite(slope) ? slope : null;
}

/** The slope with two digits behind the point; a dash where it is not told. */
export function slopeText(measured: readonly Sized[]): string {
  return slopeOf(measured)?.toFixed(2) ?? '–';
}
