/** A worker in a process of its own, with the settings of the first argument as JSON. Says "ready" on stdout. Runs what `npm run build` made. */
import { startWorker } from '../../dist/apps/worker/worker.js';
import { startProjector } from '../../dist/apps/projector/projector.js';

const { projector, ...settings } = JSON.parse(process.argv[2]);
if (projector) await startProjector(settings);
else await startWorker(settings);
process.stdout.write('ready\n');
