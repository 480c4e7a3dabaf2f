import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processor time that PostgreSQL has used so far, in seconds: of all its processes that this has ever seen, so that one which ends takes nothing
 * away again. Null where /proc does not tell.
 */
export type PostgresTime = () => number | null;

export function postgresTime(postmaster: number): PostgresTime {
  const used = new Map<number, number>();
  return () => {
    try {
      for (const pid of [postmaster, ...childrenOf(postmaster)])
        used.set(pid, Math.max(runningSeconds(pid), used.get(pid) ?? 0));
      return [...used.values()].reduce((sum, seconds) => sum + seconds, 0);
    } catch {
      return null;
    }
  };
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync(`/proc/${parent}/task/${parent}`).includes('children')
    ? readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
    : readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
        .map(Number);
}

function parentOf(pid: string): number | null {
  try {
    // The name of the program stands in brackets and may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) . (\d+) .*$/s, '$1'));
  } catch {
    return null;
  }
}

/** Time on a processor, which the scheduler counts in nanoseconds; a process that has ended meanwhile counts nothing. */
function runningSeconds(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return 0;
  }
}

/** Processor time of this process so far, its threads included, in seconds. */
export function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
