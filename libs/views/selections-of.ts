import { decidableServer } from '#libs/fleet/decidable-server.js';
import type { Organization } from '#libs/fleet/document.js';
import type { ServerState } from '#libs/fleet/state.js';
import { selectServer } from '#libs/selection/select-server.js';
import type { Selection } from '#libs/selection/selection.js';

/** What is known of a server, and of which of its lists only parts are. */
export type KnownServer = Pick<ServerState, 'server' | 'partial'>;

interface Looking {
  readonly at: string;
  readonly trace?: boolean | undefined;
}

/**
 * What each endpoint of a server presents, as far as its events tell.
 *
 * Where only parts of the certificate store are known (a few changes were reported, but never an inventory) three answers are possible:
 * one that needs no more than is known stands as it is; a certificate that is there and would be presented is named, with certainty low and
 * the note FACT_UNKNOWN where another one may go before it; and what seems to be missing is INDETERMINATE, for it may just be unreported.
 */
export function selectionsOf(known: KnownServer, organization: Organization, looking: Looking): readonly Selection[] {
  const certain = selectServer(decidableServer(known), organization, looking);
  if (!known.partial.some((path) => path.startsWith('certificates'))) return certain;
  const likely = new Map(selectServer(known.server, organization, looking).map((one) => [one.endpoint, one]));
  return certain.map((answer) => {
    const guess = likely.get(answer.endpoint);
    return answer.outcome === 'INDETERMINATE' && guess?.outcome === 'PRESENTED' ? qualified(guess) : answer;
  });
}

/** Rules by which a thumbprint decides: no other certificate of the store matters. @cite L-INANON, L-OUT, L-CERTS (A) */
const BY_THUMBPRINT = /^(ANON|OANON|IIS|HTTP)-/;

function qualified(selection: Selection): Selection {
  if (BY_THUMBPRINT.test(selection.rule)) return selection;
  return { ...selection, certainty: 'low', notes: [...selection.notes, 'FACT_UNKNOWN'] };
}
