import { excerptOf } from '#libs/planning/excerpt.js';
import type { Transaction } from '#libs/store/database.js';
import { type FleetDocumentQuery, MOST_SERVERS } from './fleet-document-answer.js';
import { FEW_SERVERS } from './plan-in-thread.js';
import { plannedFleet } from './plan-live.js';

interface Moment {
  readonly position: number;
  readonly now: Date;
  /** How many servers the organization has. */
  readonly known: number;
}

/** What plans about these servers are made over, by who asks as well as by the server: few servers, or none where many would be needed. */
export async function excerpt(
  db: Transaction,
  organization: string,
  { server = [], asOf }: FleetDocumentQuery,
  { position, now, known }: Moment,
) {
  const none = { document: null, whole: false, servers: known, partlyKnown: [] };
  const unread = { ...none, position, asOf: asOf ?? now.toISOString() };
  if (known > FEW_SERVERS || (known > MOST_SERVERS && server.length === 0)) return unread;
  const fleet = await plannedFleet(db, organization, asOf, { position, now });
  const about = { position: fleet.position, asOf: fleet.at };
  const document = excerptOf(fleet.document, server, MOST_SERVERS);
  if (document === null) return { ...none, ...about };
  const kept = new Set(document.servers?.map(({ fqdn }) => fqdn));
  return {
    document,
    whole: document === fleet.document,
    servers: known,
    partlyKnown: fleet.partly.filter((one) => one.server === null || kept.has(one.server)),
    ...about,
  };
}
