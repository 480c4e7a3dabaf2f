import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';

const LARGE = 20 * 1024 * 1024;

/** The log of a process that shows a person other things: a file in the data folder, begun anew when the last one has grown large. */
export function openFileLog(folder: string, level: string | undefined): Logger {
  const path = join(folder, 'certfleet.log');
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE) renameSync(path, `${path}.1`);
  const redact = {
    paths: ['req.headers', 'headers', '*.authorization', '*.token', '*.password'],
    censor: '[redacted]',
  };
  return pino(
    { level: level ?? 'warn', base: null, redact },
    pino.destination({ dest: path, sync: true, mode: 0o600 }),
  );
}
