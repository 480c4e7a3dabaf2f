/** Where else a certificate is that was seen and not foretold. */
export interface Whereabouts {
  /** Names of the servers that have it in their store. */
  readonly installedOn: readonly string[];
  /** Endpoints that are foretold to present it. */
  readonly presentedAt: readonly { readonly server: string; readonly endpoint: string }[];
}

export const PRESENTATION_HINTS = [
  'ANOTHER_ENDPOINT_HERE',
  'IN_THIS_STORE',
  'ON_ANOTHER_SERVER',
  'NOT_IN_THE_INVENTORY',
  'INVENTORY_IS_OLD',
] as const;

/**
 * What may be behind a presentation that was not foretold. `ANOTHER_ENDPOINT_HERE`: another connector or binding of the server answered, or this
 * one is configured otherwise than is known. `IN_THIS_STORE`: the server has it and is foretold to present it nowhere. `ON_ANOTHER_SERVER`: a
 * load balancer, or a name that leads elsewhere. `NOT_IN_THE_INVENTORY`: a device in front of the server, or a certificate newer than
 * the last word on it. `INVENTORY_IS_OLD`: nothing has been heard of the server for a week.
 */
export type PresentationHint = (typeof PRESENTATION_HINTS)[number];

const WEEK_MS = 7 * 86_400_000;

export interface Surprise {
  readonly server: string;
  readonly endpoint: string;
  /** The certificate that was seen; null: none was. */
  readonly thumbprint: string | null;
  readonly seenAt: string;
  /** The last word on the server before; null: unknown. */
  readonly lastSeenAt: string | null;
}

/** Hints for somebody who looks into it, the likeliest first. */
export function presentationHints(
  surprise: Surprise,
  { installedOn, presentedAt }: Whereabouts,
): readonly PresentationHint[] {
  const { thumbprint, lastSeenAt, seenAt } = surprise;
  const here = surprise.server.toLowerCase();
  const isHere = (name: string): boolean => name.toLowerCase() === here;
  const hints: PresentationHint[] = [];
  if (thumbprint !== null) {
    const elsewhere = presentedAt.some(({ server, endpoint }) => isHere(server) && endpoint !== surprise.endpoint);
    if (elsewhere) hints.push('ANOTHER_ENDPOINT_HERE');
    else if (installedOn.some(isHere)) hints.push('IN_THIS_STORE');
    if (installedOn.some((name) => !isHere(name))) hints.push('ON_ANOTHER_SERVER');
    if (installedOn.length === 0) hints.push('NOT_IN_THE_INVENTORY');
  }
  if (lastSeenAt === null || Date.parse(seenAt) - Date.parse(lastSeenAt) > WEEK_MS) hints.push('INVENTORY_IS_OLD');
  return hints;
}
