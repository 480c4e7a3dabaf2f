import type { AlertFacts } from './alert-event.js';
import type { AlertRule } from './alert-rule.js';
import { causeOf, evidenceOf } from './change-alerts.js';
import { plainText, shortName } from './plain-text.js';
import type { ChangeCause } from './presented-change.js';
import { sideOf } from './side.js';

interface Placed {
  readonly server: string;
  readonly fqdn: string;
  readonly cause: ChangeCause;
}

function facts(rule: AlertRule, { server, fqdn, cause }: Placed) {
  return {
    rule: rule.id,
    server,
    fqdn,
    subject: '',
    severity: rule.severity ?? 'high',
    level: 0,
    before: null,
    after: null,
    evidence: evidenceOf(cause),
    cause: causeOf(cause),
    owner: rule.owner,
  };
}

/** What was seen on the wire, and is not what was foretold. */
export function mismatchAlert(
  rule: AlertRule,
  sight: Placed & { readonly endpoint: string; readonly seen: string | null; readonly foretold: string | null },
): AlertFacts {
  const { fqdn, endpoint, seen, foretold } = sight;
  const side = (thumbprint: string | null) =>
    sideOf({ outcome: thumbprint === null ? 'NOT_ADVERTISED' : 'PRESENTED', thumbprint });
  const [is, should] = [side(seen), side(foretold)];
  return {
    ...facts(rule, sight),
    endpoint,
    before: should,
    after: is,
    headline: 'seen otherwise than foretold',
    summary: `${shortName(fqdn)} was seen to present ${is.text} at ${plainText(endpoint)}; by its settings it presents ${should.text}. Either the settings are not in force yet, or not all of them are known.`,
    remedy: [
      'Restart what serves the endpoint (MSExchangeTransport, MSExchangeFrontEndTransport, IIS), if it has not been since the last change.',
      'Send a fresh inventory of the server.',
    ],
    together: seen ?? '',
    holding: { while: 'seen-otherwise', seen },
  };
}

/** A full inventory that lost more than its share of certificates; null: it did not. */
export function shrunkAlert(
  rule: AlertRule,
  shrunk: Placed & { readonly before: number; readonly after: number },
): AlertFacts | null {
  const { fqdn, before, after } = shrunk;
  if (rule.condition.kind !== 'inventory-shrank') return null;
  if (after >= before * rule.condition.share || before - after < LEAST_LOST) return null;
  return {
    ...facts(rule, shrunk),
    endpoint: null,
    headline: `inventory shrank from ${before} to ${after} certificates`,
    summary: `A full inventory of ${shortName(fqdn)} holds ${after} certificates, where ${before} were known. Somebody removed them, or the report is cut off.`,
    remedy: ['Compare the report with `Get-ExchangeCertificate` on the server, and send a whole inventory.'],
    together: '',
    holding: { while: 'fewer-certificates', than: before },
  };
}

const LEAST_LOST = 3;
