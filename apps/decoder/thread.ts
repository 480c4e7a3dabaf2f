import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import { decode } from '#libs/formats/formats.js';
import type { Decoded } from '#libs/formats/report.js';

/** What a thread is asked and what it answers. A fault is a defect of ours, not of the file. */
export interface Task {
  readonly id: number;
  readonly bytes: Uint8Array;
}
export type Outcome = { readonly id: number } & ({ readonly decoded: Decoded } | { readonly fault: string });
/** A sign of life: the next file of an archive is begun. */
export interface Begun {
  readonly id: number;
  readonly begun: true;
}

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(outcomeOf(task));
});

function outcomeOf({ id, bytes }: Task): Outcome {
  try {
    return { id, decoded: decode(bytes, () => parentPort?.postMessage({ id, begun: true } satisfies Begun)) };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.message : String(error) };
  }
}
