import type { Sighted } from '#libs/probe/round.js';
import type { Selection } from '#libs/selection/selection.js';
import { type Check, checkPresentation } from '#libs/views/presentation-check.js';
import { type PresentationHint, presentationHints, type Whereabouts } from '#libs/views/presentation-hints.js';
import { isCertificateList, isSelections } from '../answers.js';
import { ask } from '../client.js';
import type { Connection } from '../connection.js';
import { done, type Result } from '../failure.js';
import type { AskedServer } from './subjects.js';

/** One connection, with what was foretold for the endpoint that took it. */
export interface Compared {
  readonly sighted: Sighted;
  /** The endpoint that answered; null: it is unknown, or nobody did. */
  readonly endpoint: string | null;
  readonly predicted: Selection | null;
  /** Null: nothing was seen of an endpoint. */
  readonly check: Check | null;
  readonly hints: readonly PresentationHint[];
}

/** Compares what was seen of a server with what Certfleet foretells for it. */
export async function comparedWith(
  connection: Connection,
  { answer }: AskedServer,
  sights: readonly Sighted[],
): Promise<Result<readonly Compared[]>> {
  const path = `servers/${encodeURIComponent(answer.fqdn)}/selections`;
  const foretold = await ask(connection, { path, query: { trace: 'true' } }, isSelections);
  if (!foretold.ok) return foretold;
  const byEndpoint = new Map(foretold.value.selections.map((one) => [one.endpoint, one]));
  const compared: Compared[] = [];
  for (const sighted of sights) {
    const { taker, presentation } = sighted;
    const endpoint = taker !== null && 'endpoint' in taker ? taker.endpoint : null;
    const predicted = endpoint === null ? null : (byEndpoint.get(endpoint) ?? null);
    const check = presentation === null ? null : checkPresentation(presentation, predicted);
    const hints = check?.agreement === 'disagrees' ? await hintsFor(connection, answer, sighted) : done([]);
    if (!hints.ok) return hints;
    compared.push({ sighted, endpoint, predicted, check, hints: hints.value });
  }
  return done(compared);
}

async function hintsFor(
  connection: Connection,
  server: AskedServer['answer'],
  { presentation, at }: Sighted,
): Promise<Result<readonly PresentationHint[]>> {
  if (presentation === null) return done([]);
  const thumbprint = presentation.chain[0] ?? null;
  const whereabouts = thumbprint === null ? done(NOWHERE) : await whereIs(connection, thumbprint);
  if (!whereabouts.ok) return whereabouts;
  const lastSeenAt: unknown = Reflect.get(server, 'lastSeenAt');
  const surprise = {
    server: server.fqdn,
    endpoint: presentation.endpoint,
    thumbprint,
    seenAt: at,
    lastSeenAt: typeof lastSeenAt === 'string' ? lastSeenAt : null,
  };
  return done(presentationHints(surprise, whereabouts.value));
}

const NOWHERE: Whereabouts = { installedOn: [], presentedAt: [] };

async function whereIs(connection: Connection, thumbprint: string): Promise<Result<Whereabouts>> {
  const list = await ask(connection, { path: 'certificates', query: { thumbprint } }, isCertificateList);
  if (!list.ok) return list;
  const [certificate] = list.value.items;
  if (certificate === undefined) return done(NOWHERE);
  const installedOn = certificate.installedOn.map(({ server }) => server);
  return done({ installedOn, presentedAt: certificate.presentedAt });
}
