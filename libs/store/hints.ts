import { Client } from 'pg';

/** The log of an organization has grown to this position. */
export interface Hint {
  readonly organization: string;
  readonly position: number;
}

const AGAIN_AFTER_MS = 1000;

/**
 * Tells when a log has grown, a few milliseconds after it did. A hint and no more: hints are lost while the connection is, so whoever follows
 * a log also asks for its head now and then.
 *
 * `onListening` is called whenever it begins to listen: what grew before was told to nobody.
 *
 * It holds one connection of its own, and makes a new one whenever that breaks.
 *
 * @returns how to end it.
 */
export function followHints(
  url: string,
  onHint: (hint: Hint) => void,
  onListening: () => void = () => undefined,
): { close(): Promise<void> } {
  let closed = false;
  let client: Client | undefined;
  let later: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const mine = new Client({ connectionString: url, application_name: 'certfleet hints', keepAlive: true });
    client = mine;
    let broken = false;
    const again = () => {
      if (broken || closed) return;
      broken = true;
      mine.end().catch(() => undefined);
      later = setTimeout(() => void connect(), AGAIN_AFTER_MS);
    };
    mine.on('error', again);
    mine.on('end', again);
    mine.on('notification', ({ payload = '' }) => {
      const [, position, organization] = /^(\d+) (.*)$/s.exec(payload) ?? [];
      if (organization !== undefined) onHint({ organization, position: Number(position) });
    });
    await mine
      .connect()
      .then(() => mine.query('listen certfleet'))
      .then(onListening)
      .catch(again);
  };

  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(later);
      await client?.end().catch(() => undefined);
    },
  };
}
