import type { Client, Connection, Submittable } from 'pg';

/** COPY FROM STDIN in the text format: what PostgreSQL can do at best, with none of our promises. */
export function copyText(client: Client, target: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(`copy ${target} from stdin`, Buffer.from(text), resolve, reject));
  });
}

/** The part of pg's protocol that its own queries leave out. */
class CopyIn implements Submittable {
  readonly #statement: string;
  readonly #bytes: Buffer;
  readonly #done: () => void;
  readonly #failed: (error: Error) => void;
  #error: Error | null = null;

  constructor(statement: string, bytes: Buffer, done: () => void, failed: (error: Error) => void) {
    this.#statement = statement;
    this.#bytes = bytes;
    this.#done = done;
    this.#failed = failed;
  }

  submit(connection: Connection): void {
    connection.query(this.#statement);
  }

  handleCopyInResponse(connection: Connection & CopyProtocol): void {
    connection.sendCopyFromChunk(this.#bytes);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    return undefined;
  }

  handleError(error: Error): void {
    this.#error = error;
    this.#failed(error);
  }

  handleReadyForQuery(): void {
    if (this.#error === null) this.#done();
  }
}

interface CopyProtocol {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A line of the text format. */
export function copyLine(values: readonly string[]): string {
  return `${values.map((value) => value.replace(/[\\\t\n\r]/g, (found) => ESCAPED[found] ?? found)).join('\t')}\n`;
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
