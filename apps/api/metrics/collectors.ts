import { certificates } from './certificates.js';
import { type Collector, COLLECTORS, type CollectorName } from './collector.js';
import { findings } from './findings.js';
import { ingest } from './ingest.js';
import { notifications } from './notifications.js';
import { presented } from './presented.js';
import { projection } from './projection.js';
import { reliance } from './reliance.js';
import { sources } from './sources.js';
import { summary } from './summary.js';

/** Every group of metrics. A new one is a file, its name in `collector.ts` and a line here. */
const BY_NAME: Readonly<Record<CollectorName, Collector>> = {
  summary,
  projection,
  ingest,
  findings,
  reliance,
  notifications,
  sources,
  presented,
  certificates,
};

/** In the order in which they are told. */
export const ALL_COLLECTORS: readonly Collector[] = COLLECTORS.map((name) => BY_NAME[name]);
