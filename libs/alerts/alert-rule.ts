import type { ListName } from '#libs/query/lists.js';
import type { Severity } from '#libs/rules/finding.js';

/** When an alert rule has something to tell. */
export type RuleCondition =
  /** A risk rule holds. `introduced`: only on a server that was known without it. `rules` null: every risk rule. */
  | {
      readonly kind: 'risk';
      readonly severities: readonly Severity[];
      readonly introduced: boolean;
      readonly rules: readonly string[] | null;
    }
  /** A row of a list meets a query (docs/query.md). */
  | { readonly kind: 'query'; readonly list: ListName; readonly where: string }
  /** The default SMTP certificate is another one. `edge`: only where an Edge subscription depends on it. */
  | { readonly kind: 'default-smtp-overwritten'; readonly edge: boolean; readonly where: string | null }
  /** An endpoint that presented a certificate presents none any more. */
  | { readonly kind: 'went-dark'; readonly where: string | null }
  /** An endpoint presents another certificate. */
  | { readonly kind: 'presented-changed'; readonly where: string | null }
  /** A certificate is about to expire where it is presented, and nothing takes its place by itself. Days before, falling. */
  | { readonly kind: 'presented-expires'; readonly days: readonly number[]; readonly where: string | null }
  /** Time alone will make an endpoint present another certificate, within so many days. */
  | { readonly kind: 'forecast-switch'; readonly days: number; readonly where: string | null }
  /** Nothing was heard of a server for so many hours. */
  | { readonly kind: 'collector-silent'; readonly hours: number }
  /** A full inventory holds less than this share of the certificates that were known. */
  | { readonly kind: 'inventory-shrank'; readonly share: number }
  /** What is presented changed, and nobody reported a change. */
  | { readonly kind: 'drift' }
  /** What was seen on the wire is not what is foretold. */
  | { readonly kind: 'probe-mismatch' }
  /** Events that a source counted never came. */
  | { readonly kind: 'source-gap' }
  /** The same report came twice with another content. */
  | { readonly kind: 'conflict' };

export type ConditionKind = RuleCondition['kind'];

export interface AlertRule {
  /** `default-smtp-overwritten`; of letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  /** Why one wants to know. */
  readonly about: string;
  /** Null: that of the risk, or of the threshold. */
  readonly severity: Severity | null;
  readonly enabled: boolean;
  readonly condition: RuleCondition;
  /** Who is asked to act; null: nobody in particular. */
  readonly owner: string | null;
  /** Names of the channels that carry it; null: every one. */
  readonly channels: readonly string[] | null;
  /** What known robots do: told like anything else, or expected and only counted in the digest. */
  readonly robots: 'told' | 'expected';
}

/** A rule that somebody wrote or changed, as it is kept. */
export interface KeptRule {
  readonly rule: AlertRule;
  readonly builtIn: boolean;
  /** Null: as Certfleet brings it. */
  readonly savedAt: string | null;
  readonly savedBy: string | null;
}

/** The ids of the rules of a kind. */
export function idsOf(rules: readonly AlertRule[], kind: ConditionKind): readonly string[] {
  return rules.filter(({ condition }) => condition.kind === kind).map(({ id }) => id);
}

/** Whether a rule is decided by what an event changed, and not by what stands. */
export function isOfChanges({ kind }: RuleCondition): boolean {
  return OF_CHANGES.has(kind);
}

const OF_CHANGES: ReadonlySet<ConditionKind> = new Set([
  'default-smtp-overwritten',
  'went-dark',
  'presented-changed',
  'inventory-shrank',
  'drift',
  'probe-mismatch',
]);
