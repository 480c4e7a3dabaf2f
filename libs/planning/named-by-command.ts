import type { Command } from './command.js';

/**
 * The text by which a command names its server. Null: it is about no server. Set-ReceiveConnector may name it in its `identity` alone, as
 * `SERVER\name`.
 * @cite rulebook 9.7 (A)
 */
export function serverNamedBy(command: Command): string | null {
  if (command.cmdlet === 'Set-SendConnector') return null;
  if (command.cmdlet !== 'Set-ReceiveConnector' || command.server != null) return command.server ?? '';
  const backslash = command.identity.indexOf('\\');
  return backslash < 0 ? '' : command.identity.slice(0, backslash);
}
