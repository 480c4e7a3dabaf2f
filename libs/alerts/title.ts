import type { Alert } from './alert.js';
import { plainText, shortName } from './plain-text.js';

/** What one alert is, on one line: `EX01: default SMTP certificate overwritten`. What is the matter stands before the place: a line may be cut. */
export function titleOf({ facts }: Pick<Alert, 'facts'>): string {
  const where = facts.fqdn === null ? '' : `${shortName(facts.fqdn)}: `;
  const place =
    facts.endpoint === null || facts.endpoint === 'internal-transport' ? '' : `, at ${plainText(facts.endpoint, 100)}`;
  return `${where}${facts.headline}${place}`;
}

/**
 * The same of several that have one cause: `default SMTP certificate overwritten on 400 servers`.
 *
 * @param servers on how many servers all of them are, of which not all may be at hand.
 */
export function groupTitleOf(alerts: readonly Alert[], count: number, servers: number): string {
  const [only] = alerts;
  if (only === undefined) return 'nothing';
  if (count === 1) return titleOf(only);
  const { headline, fqdn } = only.facts;
  if (servers === count) return `${headline} on ${count} servers`;
  if (servers !== 1 || fqdn === null)
    return `${headline} (${count} times${servers > 1 ? `, on ${servers} servers` : ''})`;
  const atEndpoints = alerts.every(({ facts }) => facts.endpoint !== null);
  return `${shortName(fqdn)}: ${headline}${atEndpoints ? ` at ${count} endpoints` : ` (${count} times)`}`;
}
