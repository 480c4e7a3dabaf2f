import type { Confidence } from '#libs/selection/rulebook.js';

/**
 * How bad it is. `critical`: mail or client access stops. `high`: it stops for a class of traffic or on a known date. `medium`: degraded,
 * confusing or deferred. `low`: hygiene.
 */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** From the worst on. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];

/** A source that a rule rests on: its key in the rulebook's list of sources, and how firmly it says it. */
export interface Citation {
  readonly key: string;
  readonly confidence: Confidence;
}

/** What a rule saw: values of the fleet document, thumbprints, names, dates. JSON. */
export type Evidence = Readonly<Record<string, unknown>>;

/** A risk rule that holds: where, what it means here, by which evidence, and what to type against it. The shape is the public contract. */
export interface Finding {
  /** `RO-12` */
  readonly id: string;
  readonly severity: Severity;
  /** The server's `fqdn` as the document writes it. */
  readonly server: string;
  /** Endpoint address; null: the finding is about the server as a whole. */
  readonly endpoint: string | null;
  /** One sentence for the person on call. */
  readonly summary: string;
  readonly evidence: Evidence;
  /** What to do, in the order to do it: commands as they are typed in the Exchange Management Shell, or a sentence where none exists. */
  readonly remediation: readonly string[];
  /** Keys of the rulebook's list of sources. */
  readonly sources: readonly string[];
}

/** A finding of a plan. `introduced`: the state before the commands did not have it. */
export interface Risk extends Finding {
  readonly introduced: boolean;
}

/**
 * What makes two findings the same one: rule, server and endpoint, and the certificate for the rules that may find several on one server.
 * @cite rulebook 11.1 (D)
 */
export function findingIdentity({ id, server, endpoint, evidence }: Finding): string {
  const subject = findingSubject({ id, evidence });
  return [id, server.toLowerCase(), endpoint ?? '', subject].join('\n');
}

/** The certificate that is part of a finding's identity; empty for the rules that find at most one per endpoint. */
export function findingSubject({ id, evidence }: Pick<Finding, 'id' | 'evidence'>): string {
  const { thumbprint } = evidence;
  return (id === 'RO-28' || id === 'RO-34') && typeof thumbprint === 'string' ? thumbprint : '';
}

/** Of the findings that were found those that are not among the known ones: what came, or, the other way round, what went. */
export function findingsNotIn(known: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const identities = new Set(known.map(findingIdentity));
  return found.filter((finding) => !identities.has(findingIdentity(finding)));
}
