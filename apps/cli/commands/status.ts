import { ask } from '../client.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import type { Failures } from '../failure.js';
import { statusLines } from '../render/status.js';
import { isStatus } from '../status-answer.js';
import type { Terminal } from '../terminal.js';

/** How far everything has come, from what was sent to who was told. Exit 1 when something stands still. */
export async function status(options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const answer = await ask(connection.value, { path: 'status' }, isStatus);
  if (!answer.ok) return [answer.failure];
  if (options.json === true) terminal.printJson(answer.value);
  else terminal.print(statusLines(answer.value, terminal.page).join('\n'));
  return answer.value.state === 'stuck' ? [{ exit: 1, what: 'something stands still' }] : [];
}
