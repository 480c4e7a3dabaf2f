import { Alerts1795478400040 } from './alerts-1795478400040.js';
import { BindingHistory1795478400023 } from './binding-history-1795478400023.js';
import { ClocksAndCounts1795478400030 } from './clocks-and-counts-1795478400030.js';
import { EventLog1795478400001 } from './event-log-1795478400001.js';
import { Files1795478400010 } from './files-1795478400010.js';
import { Findings1795478400006 } from './findings-1795478400006.js';
import { CountedAlerts1795478400060 } from './counted-alerts-1795478400060.js';
import { DeliveryCounts1795478400061 } from './delivery-counts-1795478400061.js';
import { Metrics1795478400050 } from './metrics-1795478400050.js';
import { Intake1795478400002 } from './intake-1795478400002.js';
import { Presentations1795478400012 } from './presentations-1795478400012.js';
import { Projection1795478400003 } from './projection-1795478400003.js';
import { ProjectionWork1795478400004 } from './projection-work-1795478400004.js';
import { Query1795478400007 } from './query-1795478400007.js';
import { Reading1795478400005 } from './reading-1795478400005.js';
import { ShadowTables1795478400020 } from './shadow-tables-1795478400020.js';
import { WrittenAs1795478400021 } from './written-as-1795478400021.js';
import { AppendPlan1795478400070 } from './append-plan-1795478400070.js';
import { AppendBatch1795478400080 } from './append-batch-1795478400080.js';
import { SqlViews1795478400022 } from './sql-views-1795478400022.js';

/** Every migration, oldest first. A released one is never edited; each must be safe to run while the former version still serves. */
export const MIGRATIONS = [
  EventLog1795478400001,
  Intake1795478400002,
  Projection1795478400003,
  ProjectionWork1795478400004,
  Reading1795478400005,
  Findings1795478400006,
  Query1795478400007,
  Files1795478400010,
  Presentations1795478400012,
  ShadowTables1795478400020,
  WrittenAs1795478400021,
  SqlViews1795478400022,
  BindingHistory1795478400023,
  ClocksAndCounts1795478400030,
  Alerts1795478400040,
  Metrics1795478400050,
  CountedAlerts1795478400060,
  DeliveryCounts1795478400061,
  AppendPlan1795478400070,
  AppendBatch1795478400080,
];
