import { projectorSettings } from './config.js';
import { startProjector } from './projector.js';

const read = projectorSettings(process.env);
if (!read.ok) {
  console.error(`The settings of the projector are not right:\n${read.wrong.join('\n')}`);
  process.exit(64);
}
const { application } = await startProjector(read.settings);
application.enableShutdownHooks();
