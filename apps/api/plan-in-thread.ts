import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { PlanOutcome, PlanTask } from './plan-thread.js';
import { Refused } from './refused.js';

/** Up to so many servers are planned for at once, on the thread that answers everybody. */
export const FEW_SERVERS = 200;

const MOST_AT_ONCE = 2;
const DEADLINE_MS = 60_000;
const MEMORY_MB = 2_048;

let running = 0;

/**
 * The JSON of a plan over a large fleet, worked out in a thread of its own with its own connection: seconds of work that no other request
 * waits for. @throws Refused as the plan itself does, and `busy` when two are at work already.
 */
export async function planInThread(task: PlanTask): Promise<string> {
  if (running >= MOST_AT_ONCE)
    throw new Refused('busy', 'Too many plans are being worked out.', {
      remedy: 'Send it again in a moment.',
      retryAfter: 5,
    });
  running += 1;
  try {
    const outcome = await outcomeOf(task);
    if ('json' in outcome) return outcome.json;
    throw new Refused(outcome.kind, outcome.detail, outcome.details);
  } finally {
    running -= 1;
  }
}

function outcomeOf(task: PlanTask): Promise<PlanOutcome> {
  const thread = new Worker(threadFile(), {
    workerData: task,
    // Flags meant for the main thread (test runners', debuggers') do not concern this one.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise<PlanOutcome>((resolve, reject) => {
    const late = setTimeout(() => reject(tooLong()), DEADLINE_MS);
    late.unref();
    thread.once('message', (outcome: PlanOutcome) => resolve(outcome));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread of a plan ended without an answer')));
    thread.once('exit', () => clearTimeout(late));
  }).finally(() => void thread.terminate());
}

/** Beside this file when built; tests run this file from its source and the thread from the build. */
function threadFile(): URL {
  const beside = new URL('./plan-thread.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../dist/apps/api/plan-thread.js', import.meta.url);
}

function tooLong(): Refused {
  return new Refused('unprocessable', `The plan took longer than ${DEADLINE_MS / 1000} seconds.`, {
    remedy: 'Plan for fewer servers at once, or offline with --state over a document of those concerned.',
  });
}
