import { pino } from 'pino';
import { startPatiently } from '../start-patiently.js';
import { projectorSettings } from './config.js';
import { startProjector } from './projector.js';

const read = projectorSettings(process.env);
if (!read.ok) {
  console.error(`The settings of the projector are not right:\n${read.wrong.join('\n')}`);
  process.exit(64);
}
const log = pino({ name: 'projector', level: read.settings.logLevel ?? 'info', base: null }, pino.destination(2));
const { application } = await startPatiently(() => startProjector(read.settings, log), log);
application.enableShutdownHooks();
