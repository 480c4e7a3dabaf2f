import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startTime } from './process-table.js';

const FILE = 'steward';

/**
 * Makes this process the one that stops the server, unless another living process is. Several may share one server; only its steward ends
 * it, and whoever comes after a steward that died takes its place.
 */
export function becomeSteward(home: string): boolean {
  const other = stewardOf(home);
  if (other !== undefined && other !== process.pid) return false;
  writeFileSync(join(home, FILE), `${process.pid} ${startTime(process.pid) ?? ''}`, { mode: 0o600 });
  return true;
}

export function resignSteward(home: string): void {
  if (stewardOf(home) === process.pid) rmSync(join(home, FILE), { force: true });
}

function stewardOf(home: string): number | undefined {
  try {
    const [pid = '', started] = readFileSync(join(home, FILE), 'utf8').split(' ');
    const number = Number(pid);
    return isAlive(number) && (startTime(number) ?? '') === started ? number : undefined;
  } catch {
    return undefined;
  }
}
