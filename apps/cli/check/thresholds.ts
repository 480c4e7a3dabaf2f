import { SEVERITIES, type Severity } from '#libs/rules/finding.js';
import { done, failed, type Result } from '../failure.js';

/** A length of time as it was written: `30d`. */
export interface Span {
  readonly text: string;
  readonly milliseconds: number;
}

export interface Thresholds {
  /** Ends so soon: a warning. */
  readonly warning: Span;
  /** Ends so soon: critical. */
  readonly critical: Span;
  /** The thresholds are the defaults: a certificate of a short life is judged by a third of it, where that is less. */
  readonly byLifetime: boolean;
  /** Time alone changes the answer so soon: a warning. */
  readonly switching: Span;
  /** Nothing heard of a server for so long. */
  readonly silentAfter: Span;
  /** Findings of this severity and worse count. */
  readonly severity: Severity;
}

export interface ThresholdOptions {
  readonly expiring?: string;
  readonly critical?: string;
  readonly switching?: string;
  readonly silentAfter?: string;
  readonly severity?: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export function thresholdsOf(options: ThresholdOptions): Result<Thresholds> {
  const spans = spansOf(options);
  if (!spans.ok) return spans;
  const { warning, critical } = spans.value;
  const asked = options.severity ?? 'high';
  const severity = SEVERITIES.find((one) => one === asked.toLowerCase());
  if (severity === undefined)
    return failed({ exit: 64, what: `a severity is one of ${SEVERITIES.join(', ')}`, where: `--severity ${asked}` });
  if (critical.milliseconds > warning.milliseconds)
    return failed({
      exit: 64,
      what: 'what is critical is to be nearer than what is a warning',
      where: `--critical ${critical.text} --expiring ${warning.text}`,
    });
  const byLifetime = options.expiring === undefined && options.critical === undefined;
  return done({ ...spans.value, byLifetime, severity });
}

type Spans = Pick<Thresholds, 'warning' | 'critical' | 'switching' | 'silentAfter'>;

function spansOf(options: ThresholdOptions): Result<Spans> {
  const warning = spanOf('--expiring', options.expiring ?? '30d');
  if (!warning.ok) return warning;
  const critical = spanOf('--critical', options.critical ?? usualCritical(warning.value));
  if (!critical.ok) return critical;
  const switching = spanOf('--switching', options.switching ?? '7d');
  if (!switching.ok) return switching;
  const silentAfter = spanOf('--silent-after', options.silentAfter ?? '3d');
  if (!silentAfter.ok) return silentAfter;
  return done({
    warning: warning.value,
    critical: critical.value,
    switching: switching.value,
    silentAfter: silentAfter.value,
  });
}

const WEEK = 7 * 86_400_000;

/** Who asks for a shorter warning than that has the two fall together. */
function usualCritical(warning: Span): string {
  return warning.milliseconds < WEEK ? warning.text : '7d';
}

function spanOf(option: string, text: string): Result<Span> {
  const [, amount, unit = ''] = /^(\d{1,5})([mhdw])$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (amount !== undefined && factor !== undefined)
    return done({ text: text.trim().toLowerCase(), milliseconds: Number(amount) * factor });
  return failed({
    exit: 64,
    what: 'this is not an amount of time',
    where: `${option} ${text}`,
    remedy: 'Write it like 30d, 12h or 2w.',
  });
}
