import type { Certificate } from '#libs/certificates/certificate.js';
import type { Presented } from '#libs/planning/plan-answer.js';
import { sideKey, type Shift } from '../plan/digest.js';
import { ITS_SERVER, serverPattern } from '#libs/fleet/server-pattern.js';

/** The same shift on one server or on many. */
export interface ShiftGroup {
  /** How it is on the first of them. */
  readonly shift: Shift;
  readonly shifts: readonly Shift[];
}

type Store = ReadonlyMap<string, Certificate>;

/** Shifts that are the same but for the server, its name in the names of connectors, and its own self-signed certificate. */
export function groupedShifts(shifts: readonly Shift[], store: Store): readonly ShiftGroup[] {
  const groups = new Map<string, Shift[]>();
  for (const shift of shifts) {
    const key = groupKey(shift, store);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [shift]);
    else known.push(shift);
  }
  return [...groups.values()].flatMap((same) => (same[0] === undefined ? [] : [{ shift: same[0], shifts: same }]));
}

function groupKey({ server, endpoints, before, after, risks }: Shift, store: Store): string {
  const side = (one: Presented | null): string =>
    isOwn(one?.thumbprint, server, store) ? `${one?.outcome} ${ITS_SERVER}` : sideKey(one);
  return JSON.stringify([
    side(before),
    side(after),
    endpoints.map((endpoint) => serverPattern(endpoint, server)),
    risks.map(({ id, severity }) => [id, severity]),
  ]);
}

/** Whether it is a self-signed certificate that carries the name of this very server. */
export function isOwn(thumbprint: string | null | undefined, server: string, store: Store): boolean {
  const certificate = thumbprint == null ? undefined : store.get(thumbprint);
  if (certificate?.isSelfSigned !== true || certificate.subject == null) return false;
  return serverPattern(certificate.subject, server).includes(ITS_SERVER);
}
