import { readConfig } from './config.js';
import { runProgram } from './program.js';
import { openTerminal } from './terminal.js';

/** The command line: reads the environment once, runs one command, comes back with its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = openTerminal(readConfig(process.env));
  try {
    return await runProgram(argv, terminal);
  } catch (error) {
    // A fault of ours. The stack is for whoever asks for it.
    terminal.say(`certfleet: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['CERTFLEET_DEBUG']) terminal.say(error instanceof Error ? (error.stack ?? '') : '');
    else terminal.say('  Set CERTFLEET_DEBUG=1 to see where this happened.');
    return 1;
  }
}
