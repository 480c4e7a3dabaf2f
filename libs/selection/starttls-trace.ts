import { formatInstant } from '#libs/certificates/instant.js';
import { lossTo } from './candidates.js';
import type { CertificateFacts } from './certificate-facts.js';
import { isNotYetValid, type Sieve, type Standing } from './eligibility.js';
import type { Sifted, Walk } from './path.js';
import type { CandidateReason, TraceStep } from './selection.js';
import { winnerOf, type StarttlsWalk } from './starttls.js';

// The sentences and siftings of the steps that look at certificates. Only an explained walk asks for them.

/** What a sifting looks at. */
interface Sifting extends Pick<Walk, 'server' | 'at'> {
  readonly sieve?: Sieve | undefined;
}

export function enabledFound(enabled: boolean | undefined): string {
  return enabled ? 'the connector is enabled' : 'the connector is disabled';
}

export function pinFound({ pin, selector }: StarttlsWalk): string {
  if ('missing' in pin) return `${pin.missing} is unknown`;
  if (pin.note === 'PIN_IGNORED_VERSION') return 'a TlsCertificateName is set, but this version does not know it';
  if (pin.note === 'PIN_TOO_LONG_FOR_EDGE') return 'the TlsCertificateName is too long to reach an Edge';
  if (pin.text === null) return 'no TlsCertificateName is set';
  return selector === undefined ? `nothing matches ${pin.text}, so the FQDN counts (policy)` : pin.text;
}

export function connectorNameFound({ fqdn }: StarttlsWalk): string {
  return fqdn == null ? 'the connector has no FQDN' : `${fqdn} (connector FQDN)`;
}

export function serverNameFound({ server }: StarttlsWalk): string {
  return `${server.server.fqdn} (server FQDN)`;
}

export function matchesFound({ selector }: StarttlsWalk, { kept, fell }: Sifted): string {
  return `${counted(kept.length)} of ${kept.length + fell.length} in the store can match ${selector?.text ?? ''}`;
}

export function matchesSifted({ sieve }: StarttlsWalk): Sifted {
  return sifted(sieve?.standings ?? [], (standing) => (standing.match === 'none' ? standing.failed : null));
}

export function eligibleFound({ sieve }: StarttlsWalk, { kept }: Sifted): string {
  const matching = sieve?.matching.length ?? 0;
  return `${counted(kept.length)} may be used, ${matching - kept.length} may not`;
}

export function eligibleSifted({ sieve, at }: StarttlsWalk): Sifted {
  return eligibleAmong(sieve?.matching ?? [], at);
}

/** Match and eligibility in one step, as the outbound path and the client protocols have it. */
export function allSifted({ sieve, at }: Sifting): Sifted {
  return eligibleAmong(sieve?.standings ?? [], at);
}

function eligibleAmong(standings: readonly Standing[], at: number): Sifted {
  return sifted(standings, (standing) => {
    if (standing.match === 'none') return standing.failed;
    const failed: readonly CandidateReason[] = isNotYetValid(standing.facts, at)
      ? [...standing.failed, 'NOT_YET_VALID']
      : standing.failed;
    return failed.length > 0 ? failed : null;
  });
}

export function rankFound(walk: StarttlsWalk): string {
  const winner = winnerOf(walk);
  return winner === null ? 'no certificate with the service is left' : `${described(winner)} ranks first`;
}

export function rankSifted(walk: StarttlsWalk): Sifted {
  return siftedByRank(walk, winnerOf(walk));
}

/** Who lost to the winner, and why. */
export function siftedByRank({ sieve, at, server }: Sifting, winner: Standing | null): Sifted {
  const live = sieve?.live.filter(({ facts }) => !isNotYetValid(facts, at)) ?? [];
  if (winner === null) return sifted(live, (standing) => (standing.unserviced ? ['NOT_SMTP_ENABLED'] : null));
  return sifted(live, (standing) => {
    if (standing === winner) return null;
    if (standing.open) return ['FACT_UNKNOWN'];
    if (standing.unserviced && !winner.unserviced) return ['NOT_SMTP_ENABLED'];
    return [lossTo(winner, standing, { at, knobs: server.knobs })];
  });
}

export function winnerFound(walk: StarttlsWalk): string {
  const winner = winnerOf(walk);
  return winner === null ? 'no certificate is left' : described(winner);
}

export function credentialsFound(walk: StarttlsWalk): string {
  const winner = winnerOf(walk);
  if (winner === null) return 'no certificate is left';
  const { hasPrivateKey, smtp, thumbprint } = winner.facts;
  if (hasPrivateKey === false) return `${thumbprint} has no private key`;
  return smtp === false ? `${thumbprint} is not enabled for SMTP` : `${thumbprint} has its private key and SMTP`;
}

export function described({ facts }: Standing): string {
  let words = DESCRIBED.get(facts);
  if (words === undefined) {
    words = describe(facts);
    DESCRIBED.set(facts, words);
  }
  return words;
}

/** The same certificate wins many endpoints, and each answer describes it twice. */
const DESCRIBED = new WeakMap<CertificateFacts, string>();

function describe(facts: CertificateFacts): string {
  const kind = facts.isSelfSigned === true ? 'self-signed' : 'PKI';
  const from = facts.notBefore === undefined ? 'an unknown instant' : formatInstant(facts.notBefore);
  const until = facts.notAfter === undefined ? 'an unknown instant' : formatInstant(facts.notAfter);
  return `${facts.thumbprint} (${kind}, ${from} to ${until})`;
}

function sifted(
  standings: readonly Standing[],
  reasons: (standing: Standing) => readonly CandidateReason[] | null,
): Sifted {
  const kept: string[] = [];
  const fell: NonNullable<TraceStep['fell']>[number][] = [];
  for (const standing of standings) {
    const why = reasons(standing);
    const { thumbprint } = standing.facts;
    if (why === null) kept.push(thumbprint);
    else fell.push({ thumbprint, reasons: why });
  }
  return { kept, fell };
}

function counted(certificates: number): string {
  return certificates === 1 ? '1 certificate' : `${certificates} certificates`;
}
