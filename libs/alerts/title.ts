import type { Alert } from './alert.js';
import { plainText, shortName } from './plain-text.js';

/** What one alert is, on one line: `EX01: default SMTP certificate overwritten`. */
export function titleOf({ facts }: Pick<Alert, 'facts'>): string {
  const where = facts.fqdn === null ? '' : `${shortName(facts.fqdn)}: `;
  const place =
    facts.endpoint === null || facts.endpoint === 'internal-transport' ? '' : `${plainText(facts.endpoint, 100)}: `;
  return `${where}${place}${facts.headline}`;
}

/** The same of several that have one cause: `default SMTP certificate overwritten on 400 servers`. */
export function groupTitleOf(alerts: readonly Alert[], count: number): string {
  const [only] = alerts;
  if (only === undefined) return 'nothing';
  if (count === 1) return titleOf(only);
  const servers = new Set(alerts.flatMap(({ facts }) => facts.fqdn ?? []));
  // Not all of a large group are at hand: then it is counted, not named.
  if (servers.size === 1 && count === alerts.length)
    return `${shortName([...servers][0] ?? '')}: ${only.facts.headline} (${count} times)`;
  return `${only.facts.headline} (${count} times${servers.size > 1 ? `, ${servers.size}${count > alerts.length ? ' or more' : ''} servers` : ''})`;
}
