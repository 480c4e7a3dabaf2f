import type { Certificate } from '#libs/certificates/certificate.js';
import type { Presented } from '#libs/planning/plan-answer.js';

/** Windows events by the rule that decided and how the answer came out. @cite rulebook 5.1, 5.3, 6.1, 6.2, 7.1 */
const EVENTS: readonly (readonly [rule: RegExp, outcome: Presented['outcome'], event: number])[] = [
  [/^(STLS-[57]|STLS-11|OUT-[56])$/, 'NOT_ADVERTISED', 12014],
  [/^STLS-11$/, 'PRESENTED', 12016],
  [/^(ANON-3|OANON-4)$/, 'NOT_ADVERTISED', 12012],
  [/^(ANON-4|OANON-5)$/, 'NOT_ADVERTISED', 12013],
  [/^(ANON-5|OANON-6)$/, 'PRESENTED', 12015],
];

/** Which Windows event an answer makes the server log; null: none. */
export function eventAfter(
  after: Presented | null,
  rule: string | null,
  { certificate, at }: { readonly certificate: Certificate | undefined; readonly at: string },
): number | null {
  if (after === null || rule === null) return null;
  if (rule === 'OUT-4') return isExpired(certificate, at) ? 12016 : null;
  if (/^IIS-[12]$/.test(rule))
    return after.outcome === 'HANDSHAKE_FAILS' && certificate?.hasPrivateKey !== false ? 15021 : null;
  return EVENTS.find(([of, outcome]) => of.test(rule) && outcome === after.outcome)?.[2] ?? null;
}

function isExpired(certificate: Certificate | undefined, at: string): boolean {
  return certificate?.notAfter != null && Date.parse(certificate.notAfter) <= Date.parse(at);
}
