import 'reflect-metadata';
import { startApi } from './api.js';
import { startPatiently } from '../start-patiently.js';
import { apiSettings } from './config.js';
import { openLog } from './log.js';

const read = apiSettings(process.env);
if (!read.ok) {
  for (const line of read.wrong) process.stderr.write(`${line}\n`);
  process.exit(64);
}
const log = openLog(read.settings.logLevel ?? 'info');
const running = await startPatiently(() => startApi(read.settings, log), log);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'stopping');
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  });
}
