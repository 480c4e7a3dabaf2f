/** SQLSTATE classes that say that the server or the connection is away, not that the statement was wrong. */
const AWAY_STATES = /^(08...|57P0[1-5]|53[0-9A-Z]{3})$/;
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND']);
const AWAY_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether a fault means that the database cannot be reached just now: asking again later makes sense then. */
export function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code, syscall, driverError }: Faulty = thrown;
  // What TypeORM says when the server goes away while it opens its first connection.
  if (thrown.name === 'QueryRunnerAlreadyReleasedError') return true;
  if (AWAY_MESSAGES.test(thrown.message)) return true;
  if (typeof code === 'string' && (AWAY_STATES.test(code) || (AWAY_CODES.has(code) && syscall !== undefined)))
    return true;
  return driverError !== thrown && isDatabaseAway(driverError);
}

/** What the driver, the system and TypeORM hang on their errors. */
interface Faulty extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly driverError?: unknown;
}
