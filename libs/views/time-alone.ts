import { shortThumbprint } from '#libs/fleet/describe.js';
import type { Selection } from '#libs/selection/selection.js';

/** What matters of an answer when one is compared with the next. */
export type Answer = Pick<Selection, 'outcome' | 'thumbprint' | 'events'>;

/** Windows events of certificates that are presented though expired. */
const EXPIRED = [12015, 12016];

/**
 * What an endpoint does from an instant on at which time alone changes its answer, to be read after its name: `stops offering a
 * certificate`, `presents E2C9…71 instead of 89CE…1E`, `goes on presenting 89CE…1E, which is expired then`.
 */
export function whatTimeDoes(before: Answer, after: Answer): string {
  const [one, other] = [short(before), short(after)];
  switch (after.outcome) {
    case 'PRESENTED':
      return before.outcome === 'PRESENTED' && before.thumbprint === after.thumbprint
        ? `goes on presenting ${other}${expiresIn(before, after) ? ', which is expired then' : ''}`
        : `presents ${other}${before.outcome === 'PRESENTED' ? ` instead of ${one}` : ''}${isExpired(after) ? ', which is expired then' : ''}`;
    case 'NOT_ADVERTISED':
      return before.outcome === 'PRESENTED'
        ? `stops offering a certificate (${one} until then)`
        : 'offers no certificate';
    case 'HANDSHAKE_FAILS':
      return after.thumbprint === null ? 'fails every handshake' : `fails every handshake with ${other}`;
    case 'INDETERMINATE':
      return 'cannot be told any more';
  }
}

/** How bad it is: mail or clients lose TLS, another certificate is shown, or only its being in date changes. */
export function weightOf(before: Answer, after: Answer): 'stops' | 'expires' | 'switches' | 'starts' | 'unknown' {
  if (after.outcome === 'INDETERMINATE') return 'unknown';
  if (after.outcome !== 'PRESENTED') return before.outcome === 'PRESENTED' ? 'stops' : 'unknown';
  if (isExpired(after) && !isExpired(before)) return 'expires';
  return before.outcome === 'PRESENTED' ? 'switches' : 'starts';
}

function expiresIn(before: Answer, after: Answer): boolean {
  return isExpired(after) && !isExpired(before);
}

function isExpired({ events }: Answer): boolean {
  return events.some((event) => EXPIRED.includes(event));
}

function short({ thumbprint }: Answer): string {
  return thumbprint === null ? 'a certificate' : shortThumbprint(thumbprint);
}
