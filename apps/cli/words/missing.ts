import type { Selection } from '#libs/selection/selection.js';

/** Which cmdlet tells a fact that an answer lacks, by its key in the fleet document. */
const TOLD_BY: readonly (readonly [keys: RegExp, cmdlet: string])[] = [
  // A fact of one certificate is named with its thumbprint; the version of a certificate is not that of the server.
  [/^.+ of [0-9A-F]{40}\b/, 'Get-ExchangeCertificate'],
  [/^certificates\b/, 'Get-ExchangeCertificate'],
  [/^(version|roles|adSite|netbiosName)\b/, 'Get-ExchangeServer'],
  [/^internalTransportCertificate\b/, 'Get-TransportService'],
  [/^edgeSubscriptions\b/, 'Get-EdgeSubscription'],
];
const TOLD_BY_ENDPOINT: readonly (readonly [endpoint: RegExp, cmdlet: string])[] = [
  [/^receive:/, 'Get-ReceiveConnector'],
  [/^send:/, 'Get-SendConnector'],
  [/^iis:/, 'Get-WebBinding'],
  [/^pop$/, 'Get-PopSettings'],
  [/^imap$/, 'Get-ImapSettings'],
];

/**
 * The cmdlet whose export would tell the fact that an INDETERMINATE answer lacks; null when it cannot be told from the answer.
 *
 * @param selection with its trace: the deciding step names the fact.
 */
export function cmdletThatTells({ trace, via, endpoint }: Selection): string | null {
  const found = trace?.findLast((step) => step.decides)?.found;
  if (found === undefined || !found.includes('is unknown')) return null;
  const told =
    TOLD_BY.find(([keys]) => keys.test(found)) ?? TOLD_BY_ENDPOINT.find(([kind]) => kind.test(via ?? endpoint));
  return told?.[1] ?? null;
}
