import { forgetChanges } from './forget-changes.js';
import { leftOpen, type Progress } from './progress.js';
import { nothingRan, type Ran, type ServerScene } from './ran.js';

/**
 * What a command did. If not all preconditions are known to hold, it is carried out as if it succeeded, then whatever it changed is
 * unknown.
 * @cite rulebook 9.2 (D)
 */
export function concluded(scene: ServerScene, progress: Progress, allowed: boolean): Ran {
  const { server, prompts, notes, undecided, overwritten } = allowed ? progress : leftOpen(progress, 'FACT_UNKNOWN');
  return {
    ...nothingRan(scene),
    prompts,
    notes,
    undecided,
    server: allowed ? server : forgetChanges(scene.server, server),
    carriedOut: { overwritten, removed: null },
  };
}
