/** An archive may take so many times what one file may, however many it holds. */
const DEADLINES_OF_AN_ARCHIVE = 3;

/** The time that a file has, or each file of an archive and all together. */
export interface Clock {
  /** The next file of an archive is begun: it has its own time. */
  readonly begun: () => void;
  readonly stop: () => void;
}

/** Calls `runOut` once, with the milliseconds that were too few. */
export function startClock(deadlineMs: number, runOut: (ms: number) => void): Clock {
  const most = deadlineMs * DEADLINES_OF_AN_ARCHIVE;
  const stop = () => {
    clearTimeout(timer);
    clearTimeout(whole);
  };
  const end = (ms: number) => () => {
    stop();
    runOut(ms);
  };
  let timer = setTimeout(end(deadlineMs), deadlineMs);
  const whole = setTimeout(end(most), most);
  return {
    begun: () => {
      clearTimeout(timer);
      timer = setTimeout(end(deadlineMs), deadlineMs);
    },
    stop,
  };
}
