import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells whether a process of this number lives (a zombie does not). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return stat(pid)?.state !== 'Z';
}

/** What tells a process from a later one with the same number; null where the system does not say. */
export function startTime(pid: number): string | null {
  return stat(pid)?.started ?? null;
}

/** The command line of a process, or undefined when it cannot be seen. */
export function commandLine(pid: number): string | undefined {
  const line = textOf(`/proc/${pid}/cmdline`);
  if (line !== undefined) return line.replaceAll('\0', ' ');
  if (process.platform === 'linux') return undefined;
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout || undefined;
}

function stat(pid: number): { state: string | undefined; started: string | undefined } | undefined {
  // The second field is the name, in brackets, and may itself hold brackets and blanks.
  const fields = textOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields && { state: fields[0], started: fields[19] };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
