import type { Logger } from 'pino';

/** Runs a task again and again, so many milliseconds after it has ended; one that fails is logged and tried again. */
export function every(
  milliseconds: number,
  task: () => Promise<unknown>,
  log: Logger,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await task().catch((error: unknown) => log.error({ err: error }, 'a round failed and will be tried again'));
      await pause(milliseconds, stopping.signal);
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}
