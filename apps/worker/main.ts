import { pino } from 'pino';
import { startPatiently } from '../start-patiently.js';
import { workerSettings } from './config.js';
import { startWorker } from './worker.js';

const read = workerSettings(process.env);
if (!read.ok) {
  console.error(`The settings of the worker are not right:\n${read.wrong.join('\n')}`);
  process.exit(64);
}
const log = pino({ name: 'worker', level: read.settings.logLevel ?? 'info', base: null }, pino.destination(2));
const { application } = await startPatiently(() => startWorker(read.settings, log), log);
application.enableShutdownHooks();
