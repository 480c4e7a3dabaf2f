import { shortThumbprint } from '../parts/short-thumbprint.js';

/** Thumbprints in short and midnights as days: the words of a step are read, not copied. */
export function plainer(found: string): string {
  return found.replace(/\b[0-9A-F]{40}\b/g, shortThumbprint).replace(/(\d{4}-\d\d-\d\d)T00:00:00(?:\.000)?Z/g, '$1');
}
