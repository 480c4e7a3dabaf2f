import type { Seen } from './seen.js';

/** As much as the server takes at once. */
export const MOST_BYTES = 32 * 1024 * 1024;
const PATIENCE = 30_000;

let worker: Worker | null = null;
let turn: Promise<unknown> = Promise.resolve();

/** What a file is, looked at one after the other in a worker. Nothing of it leaves the browser. */
export function lookAt(file: File, name: string): Promise<Seen> {
  const looked = turn.then(() => look(file, name)).catch(unreadable);
  turn = looked;
  return looked;
}

async function look(file: File, name: string): Promise<Seen> {
  if (file.size > MOST_BYTES)
    return refusal(
      'too-large',
      `It has ${Math.ceil(file.size / 1024 / 1024)} MB; at most 32 MB are taken at once.`,
      SMALLER,
    );
  const bytes = await file.arrayBuffer();
  worker ??= new Worker(new URL('./look.worker.ts', import.meta.url), { type: 'module' });
  return answerOf(worker, name, bytes);
}

const SMALLER = 'Export fewer servers into one file, or make several smaller zips.';

function answerOf(asked: Worker, name: string, bytes: ArrayBuffer): Promise<Seen> {
  return new Promise((resolve) => {
    const end = (seen: Seen, isOver: boolean) => {
      clearTimeout(timer);
      asked.onmessage = asked.onerror = null;
      if (isOver) {
        asked.terminate();
        worker = null;
      }
      resolve(seen);
    };
    const timer = setTimeout(
      () => end(refusal('malformed', LONG, 'Send it by the command line: certfleet import FILE.'), true),
      PATIENCE,
    );
    asked.onmessage = ({ data }: MessageEvent<Seen>) => end(data, false);
    asked.onerror = (event) => {
      event.preventDefault();
      end(
        refusal('malformed', 'It could not be read here.', 'Send it by the command line: certfleet import FILE.'),
        true,
      );
    };
    asked.postMessage({ name, bytes }, [bytes]);
  });
}

const LONG = 'It could not be searched for private keys within 30 seconds, so it is not sent.';

function refusal(kind: 'too-large' | 'malformed', message: string, remedy: string): Seen {
  return { ok: false, refusal: { kind, place: '', message, remedy } };
}

function unreadable(): Seen {
  return refusal('malformed', 'The browser cannot read the file.', 'Look whether it is still there and may be read.');
}
