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
  const warning = spanOf('--expiring', options.expiring ?? '30d');
  if (!warning.ok) return warning;
  // Who asks for a shorter warning than the usual critical threshold has the two fall together.
  const usual = warning.value.milliseconds < (UNITS['d'] ?? 0) * 7 ? warning.value.text : '7d';
  const critical = spanOf('--critical', options.critical ?? usual);
  if (!critical.ok) return critical;
  const switching = spanOf('--switching', options.switching ?? '7d');
  if (!switching.ok) return switching;
  const silentAfter = spanOf('--silent-after', options.silentAfter ?? '3d');
  if (!silentAfter.ok) return silentAfter;
  const severity = SEVERITIES.find((one) => one === (options.severity ?? 'high').toLowerCase());
  if (severity === undefined)
    return failed({
      exit: 64,
      what: `a severity is one of ${SEVERITIES.join(', ')}`,
      where: `--severity ${options.severity}`,
    });
  if (critical.value.milliseconds > warning.value.milliseconds)
    return failed({
      exit: 64,
      what: 'what is critical is to be nearer than what is a warning',
      where: `--critical ${critical.value.text} --expiring ${warning.value.text}`,
    });
  return done({
    warning: warning.value,
    critical: critical.value,
    byLifetime: options.expiring === undefined && options.critical === undefined,
    switching: switching.value,
    silentAfter: silentAfter.value,
    severity,
  });
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
