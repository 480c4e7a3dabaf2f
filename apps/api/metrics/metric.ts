import { labelValue } from './label.js';

/** A family of series: what Prometheus calls a metric. */
export interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  /** A sentence without its full stop. */
  readonly help: string;
  readonly labels: readonly string[];
}

/** The values of a metric's labels, in their order, and the number. */
export type Sample = readonly [labels: readonly string[], value: number];

export function gauge(name: string, help: string, labels: readonly string[]): Metric {
  return { name, type: 'gauge', help, labels };
}

/** A number that only grows, for as long as the log does. */
export function counter(name: string, help: string, labels: readonly string[]): Metric {
  return { name, type: 'counter', help, labels };
}

/** A whole family in the text format of Prometheus, 0.0.4. */
export function family(metric: Metric, samples: Iterable<Sample>): string {
  return head(metric) + lines(metric, samples);
}

/** A family that is read page by page. Its samples stand together, as the format wants it. */
export async function* pagedFamily(
  metric: Metric,
  pages: AsyncIterable<readonly Sample[]>,
): AsyncGenerator<string, void> {
  yield head(metric);
  for await (const samples of pages) if (samples.length > 0) yield lines(metric, samples);
}

function head({ name, help, type }: Metric): string {
  return `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}\n# TYPE ${name} ${type}\n`;
}

function lines({ name, labels: names }: Metric, samples: Iterable<Sample>): string {
  let text = '';
  for (const [values, value] of samples) {
    const labels = names.map((label, index) => `${label}="${labelValue(values[index] ?? '')}"`);
    text += `${name}${labels.length === 0 ? '' : `{${labels.join(',')}}`} ${number(value)}\n`;
  }
  return text;
}

function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
