import { knownText } from '#libs/certificates/known.js';
import type { ClientProtocolSettings } from '#libs/fleet/document.js';
import type { Path } from './answer.js';
import { candidatesOf } from './candidates.js';
import { isExpired, sift, type Sieve, type Standing } from './eligibility.js';
import { openFact } from './open-fact.js';
import {
  indeterminate,
  notAdvertised,
  presented,
  steps,
  stopIf,
  type Decision,
  type Sifted,
  type Taken,
  type Walk,
} from './path.js';
import { choose, type Choice } from './rank.js';
import type { Candidate } from './selection.js';
import { unevaluated, type ServerFacts } from './server-facts.js';
import { instantsOf, selectorFor } from './starttls.js';
import { allSifted, described, siftedByRank } from './starttls-trace.js';
import { winnerNotes } from './winner-notes.js';

/** `pop`, `imap` */
export interface ClientProtocolWalk extends Walk {
  readonly service: 'POP' | 'IMAP';
  /** `X509CertificateName`: a host name, not a thumbprint. */
  readonly name: string | null | undefined;
  sieve?: Sieve | undefined;
  choice?: Choice;
}

export interface ClientProtocolQuestion {
  readonly service: 'POP' | 'IMAP';
  /** Null: the protocol has no settings. */
  readonly settings: ClientProtocolSettings | null;
}

export function clientProtocolWalk(
  server: ServerFacts,
  { service, settings }: ClientProtocolQuestion,
  at: number,
): ClientProtocolWalk {
  return { server, at, notes: [], service, name: settings === null ? null : knownText(settings.x509CertificateName) };
}

/** POP and IMAP: by name, with the tests and the rank of STARTTLS; no version differs and no event is logged. @cite PS-POP, PS-IMAP (A) */
export const clientProtocol: Path<ClientProtocolWalk> = {
  opening: steps([
    stopIf('PI-1', {
      whether: ({ name }) => (name === undefined ? undefined : name === null),
      needs: 'x509CertificateName',
      verdict: notAdvertised(),
      found: ({ name }) => name ?? 'no X509CertificateName is set',
    }),
  ]),
  choice: steps([
    { rule: 'PI-2', take: look, found: lookFound, sifted: allSifted },
    {
      rule: 'PI-4',
      when: (walk) => winnerOf(walk) === null,
      take: () => ({ ...notAdvertised(), cap: 'medium' }),
      found: winnerFound,
    },
    { rule: 'PI-3', when: (walk) => !isEnabled(walk), take: presentWinner, found: winnerFound, sifted: rankSifted },
    { rule: 'PI-2', take: presentWinner, found: winnerFound, sifted: rankSifted },
  ]),
  instants: instantsOf,
  candidates,
};

function look(walk: ClientProtocolWalk): Taken {
  walk.sieve ??= sift(walk.server, selectorFor(walk.name ?? ''), walk.service);
  if (walk.sieve === undefined) return indeterminate('certificates');
  walk.choice = choose(walk.sieve, walk.at, walk.server.knobs);
  const { rival } = walk.choice;
  return rival === null ? 'goes-on' : indeterminate(openFact(rival, walk.sieve));
}

function winnerOf({ choice }: ClientProtocolWalk): Standing | null {
  return choice?.winner ?? null;
}

/** A winner that is not known to be enabled has won as a wildcard certificate. */
function isEnabled(walk: ClientProtocolWalk): boolean {
  return winnerOf(walk)?.facts.services?.includes(walk.service) === true;
}

function presentWinner(walk: ClientProtocolWalk): Taken {
  const winner = winnerOf(walk);
  if (winner === null || walk.sieve === undefined) return 'has-no-say';
  const { at, server, notes } = walk;
  if (notes !== null) {
    notes.push(...winnerNotes(walk.sieve, winner, { at, knobs: server.knobs, pinned: false }));
    if (isExpired(winner.facts, at)) notes.push('EXPIRED_PRESENTED');
  }
  return { ...presented(winner.facts.thumbprint), cap: 'medium' };
}

function candidates({ sieve, choice, server }: ClientProtocolWalk, { verdict }: Decision): readonly Candidate[] {
  if (sieve === undefined || choice === undefined) return unevaluated(server);
  const winner = choice.rival === null ? choice.winner : null;
  return candidatesOf({
    sieve,
    choice,
    knobs: server.knobs,
    winner,
    selected: verdict.thumbprint !== null,
    winnerOpen: false,
  });
}

function rankSifted(walk: ClientProtocolWalk): Sifted {
  return siftedByRank(walk, winnerOf(walk));
}

function lookFound({ sieve, name, service }: ClientProtocolWalk): string {
  return `${sieve?.live.length ?? 0} of ${sieve?.standings.length ?? 0} in the store can serve ${name ?? ''} for ${service}`;
}

function winnerFound(walk: ClientProtocolWalk): string {
  const winner = winnerOf(walk);
  if (winner === null) return 'no certificate is left';
  return `${described(winner)} is ${isEnabled(walk) ? '' : 'a wildcard certificate and not '}enabled for ${walk.service}`;
}
