import { collectDefaultMetrics, Registry } from 'prom-client';

/** One registry for all servers that a process may run. */
const registry = new Registry();
let collecting = false;

/** Of this process: memory, processor, event loop. */
export async function processMetrics(): Promise<string> {
  if (!collecting) collectDefaultMetrics({ register: registry, prefix: 'certfleet_' });
  collecting = true;
  return `${await registry.metrics()}\n`;
}
