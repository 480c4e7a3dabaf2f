import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { inSnapshot, openDatabase } from '#libs/store/database.js';
import { progress } from '#libs/store/queries/progress.js';
import { planned, plannedFleet } from './plan-live.js';
import type { PlanRequest } from './plan-request.js';
import { Refused, type RefusalDetails, type RefusalKind } from './refused.js';

/** What the thread is to plan. */
export interface PlanTask {
  readonly databaseUrl: string;
  readonly organization: string;
  readonly request: PlanRequest;
  readonly ignored: readonly string[];
  /** RFC 3339 */
  readonly now: string;
}

/** The answer as JSON, or why there is none. */
export type PlanOutcome =
  { readonly json: string } | { readonly kind: RefusalKind; readonly detail: string; readonly details: RefusalDetails };

/** One plan over a large fleet, read and worked out where nobody else waits for it. */
async function outcomeOf({ databaseUrl, organization, request, ignored, now }: PlanTask): Promise<PlanOutcome> {
  const db = await openDatabase(databaseUrl, 1);
  try {
    const fleet = await inSnapshot(db, organization, async (inside) => {
      const { position } = await progress(inside, organization);
      return plannedFleet(inside, organization, request.asOf, { position, now: new Date(now) });
    });
    return { json: JSON.stringify(planned(fleet, request, ignored)) };
  } catch (error) {
    if (error instanceof Refused) return { kind: error.kind, detail: error.detail, details: error.details };
    throw error;
  } finally {
    await db.destroy();
  }
}

// What is in it was made by `planInThread`.
const task: PlanTask = workerData;
parentPort?.postMessage(await outcomeOf(task));
