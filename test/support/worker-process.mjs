/** A worker in a process of its own, with the settings of the first argument as JSON. Says "ready" on stdout. Runs what `npm run build` made. */
import { deliverySettings } from '../../dist/apps/delivery-settings.js';
import { startWorker } from '../../dist/apps/worker/worker.js';
import { startProjector } from '../../dist/apps/projector/projector.js';

const { projector, deliveryEnvironment, ...settings } = JSON.parse(process.argv[2]);
const delivery = deliverySettings(deliveryEnvironment ?? {});
if (!delivery.ok) throw new Error(delivery.wrong.join('\n'));
if (projector) await startProjector(settings);
else await startWorker({ ...settings, delivery: delivery.settings });
process.stdout.write('ready\n');
