import { workerSettings } from './config.js';
import { startWorker } from './worker.js';

const read = workerSettings(process.env);
if (!read.ok) {
  console.error(`The settings of the worker are not right:\n${read.wrong.join('\n')}`);
  process.exit(64);
}
const { application } = await startWorker(read.settings);
application.enableShutdownHooks();
