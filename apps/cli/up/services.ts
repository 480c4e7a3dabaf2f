import type { Logger } from 'pino';
import type { DeliverySettings } from '../../delivery-settings.js';
import type { ProbeSettings } from '../../worker/probe-settings.js';

export interface ServiceSettings {
  readonly databaseUrl: string;
  readonly queueUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly administratorToken: string;
  /** Null: no server is looked at. */
  readonly probe: ProbeSettings | null;
  readonly delivery: DeliverySettings;
}

export interface Services {
  readonly url: string;
  /** Stops taking requests first, then the work, then the reading of the log. */
  readonly stop: () => Promise<void>;
}

/** Starts API, worker and projector in this process. What was started is stopped again when one of them does not come up. */
export async function startServices(settings: ServiceSettings, log: Logger): Promise<Services> {
  const { startApi } = await import('../../api/api.js');
  const { startWorker } = await import('../../worker/worker.js');
  const { startProjector } = await import('../../projector/projector.js');
  const started: { readonly close: () => Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const service of started.reverse()) await service.close();
  };
  try {
    started.push(await startProjector({ ...settings, publicUrl: settings.delivery.publicUrl }, log));
    started.push(await startWorker(settings, log));
    const api = await startApi(settings, log);
    started.push(api);
    return { url: api.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
