import type { Transaction } from '#libs/store/database.js';
import type { Counting } from './log-counts.js';
import type { Metric } from './metric.js';

export const COLLECTORS = [
  'summary',
  'projection',
  'ingest',
  'findings',
  'reliance',
  'notifications',
  'sources',
  'presented',
  'certificates',
] as const;
export type CollectorName = (typeof COLLECTORS)[number];

/** What is scraped: one organization, or, with null, all of them. */
export interface Scope {
  readonly organization: string | null;
  readonly now: Date;
  /** One short transaction: no scraper that reads slowly holds one open. */
  readonly ask: <T>(question: (db: Transaction) => Promise<T>) => Promise<T>;
  /** What the log holds, counted. */
  readonly counts: Counting;
}

/** One group of metrics, which `?collect[]=` names. */
export interface Collector {
  readonly name: CollectorName;
  /** How many series it has hangs on organizations and rules; false: on servers and their endpoints. */
  readonly bounded: boolean;
  readonly metrics: readonly Metric[];
  /** The text of its families, piece by piece. */
  readonly collect: (scope: Scope) => AsyncIterable<string>;
}
