import { readConfig } from '../../apps/cli/config.js';
import { json } from '../../apps/cli/text/escape.js';
import { NO_PAINT } from '../../apps/cli/text/paint.js';
import type { Terminal } from '../../apps/cli/terminal.js';

export interface Recorded {
  readonly terminal: Terminal;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** A terminal that keeps what is written to it; `interactive`: as one that a person looks at. */
export function recordingTerminal(environment: Readonly<Record<string, string>> = {}, interactive = false): Recorded {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    config: readConfig({ CERTFLEET_DATA: '/nowhere/certfleet', ...environment }),
    page: { paint: NO_PAINT, width: 80 },
    interactive,
    print: (text) => void out.push(`${text}\n`),
    printRaw: (text) => void out.push(text),
    printJson: (value) => void out.push(`${json(value)}\n`),
    say: (text) => void err.push(`${text}\n`),
  };
  return { terminal, stdout: () => out.join(''), stderr: () => err.join('') };
}
