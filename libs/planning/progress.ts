import type { Server } from '#libs/fleet/document.js';
import type { PlanNoteCode, Prompt } from './plan-answer.js';
import type { Overwritten } from './ran.js';

/** A server in the midst of a command: what it is so far, and what there is to say. */
export interface Progress {
  readonly server: Server;
  readonly prompts: readonly Omit<Prompt, 'command'>[];
  /** Each code once. */
  readonly notes: readonly PlanNoteCode[];
  readonly undecided: boolean;
  readonly overwritten: Overwritten | null;
}

export function begun(server: Server): Progress {
  return { server, prompts: [], notes: [], undecided: false, overwritten: null };
}

export function noting(progress: Progress, code: PlanNoteCode): Progress {
  return progress.notes.includes(code) ? progress : { ...progress, notes: [...progress.notes, code] };
}

/** An unknown fact keeps the command undecided; the note says which kind of fact. */
export function leftOpen(progress: Progress, code: PlanNoteCode): Progress {
  return { ...noting(progress, code), undecided: true };
}
