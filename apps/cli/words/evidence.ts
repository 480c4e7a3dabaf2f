import type { Evidence } from '#libs/rules/finding.js';
import { shown } from '../text/escape.js';

/** What a rule saw, a line each: what it is called, and its value. Everything that it saw is told. */
export function evidenceWords(evidence: Evidence): readonly (readonly [what: string, value: string])[] {
  return Object.entries(evidence).map(([key, value]) => [spaced(key), valueWords(value)] as const);
}

/** `lifetimeDays` is `lifetime days`. */
function spaced(key: string): string {
  return shown(key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
}

function valueWords(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return /^[a-z]+([A-Z][a-z]+)+$/.test(value) ? spaced(value) : shown(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueWords).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, held]) => `${spaced(key)} ${valueWords(held)}`)
      .join(', ');
  return shown(String(value));
}
