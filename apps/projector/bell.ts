/** What is due now, and then again whenever so much time has passed since it was done last, or somebody wants it. */
export function dueEvery(milliseconds: number) {
  let next = 0;
  return {
    isDue: () => {
      const now = performance.now();
      if (now < next) return false;
      next = now + milliseconds;
      return true;
    },
    left: () => Math.max(0, next - performance.now()),
    now: () => {
      next = 0;
    },
  };
}

/** Something to wait at until it rings or the time is over. A ring while nobody waits is not lost. */
export function doorbell() {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (milliseconds: number) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = null;
    },
  };
}
