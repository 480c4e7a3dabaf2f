import Sequencer from '@jest/test-sequencer';
import { relative } from 'node:path';

/** Seconds that the longest suites take, where this machine has not yet measured them. */
const LONG = {
  'apps/worker/alerts-killed.pg.spec.ts': 99,
  'apps/worker/corpus.pg.spec.ts': 80,
  'apps/worker/demo.pg.spec.ts': 70,
  'test/console/console.e2e.spec.ts': 70,
  'test/e2e/cli.e2e.spec.ts': 65,
  'test/e2e/faults.e2e.spec.ts': 60,
  'apps/worker/alerts-demo.pg.spec.ts': 40,
  'apps/projector/projector.pg.spec.ts': 40,
  'libs/views/binding-history.spec.ts': 30,
  'libs/views/projection.spec.ts': 30,
  'libs/planning/laws.spec.ts': 30,
  'libs/store/refresh.pg.spec.ts': 30,
  'libs/store/findings.pg.spec.ts': 30,
};
/** Seconds of any other suite, by its kind. */
const USUAL = { e2e: 20, pg: 8, pure: 1 };

/** The longest suites first, so that no worker is left alone with one of them at the end. */
export default class LongestFirst extends Sequencer {
  time(test) {
    const { rootDir, displayName } = test.context.config;
    const seconds = LONG[relative(rootDir, test.path)] ?? USUAL[displayName.name];
    return super.time(test) ?? seconds * 1000;
  }
}
