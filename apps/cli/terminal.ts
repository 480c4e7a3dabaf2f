import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Config } from './config.js';
import type { Failure, Result } from './failure.js';
import { done, failed } from './failure.js';
import { columns, json, shown } from './text/escape.js';
import type { Page } from './text/page.js';
import { ANSI_PAINT, NO_PAINT } from './text/paint.js';

/** Where a command's words go. Data to stdout, everything about the way there to stderr. */
export interface Terminal {
  readonly config: Config;
  readonly page: Page;
  /** Somebody reads what goes to stdout; false: it goes into a file or to another program. */
  readonly interactive: boolean;
  /** A text for people, already escaped. */
  readonly print: (text: string) => void;
  /** What another program reads, as it is. */
  readonly printRaw: (text: string) => void;
  /** One JSON document. */
  readonly printJson: (value: unknown) => void;
  /** A line of progress or a warning, already escaped. */
  readonly say: (text: string) => void;
}

const WIDEST_PAGE = 100;

export function openTerminal(config: Config): Terminal {
  stayQuietWhenNobodyReads();
  const coloured = process.stdout.isTTY && !config.noColor && config.environment['TERM'] !== 'dumb';
  const width = process.stdout.isTTY ? Math.min(Math.max(process.stdout.columns || 80, 60), WIDEST_PAGE) : 80;
  return {
    config,
    page: { paint: coloured ? ANSI_PAINT : NO_PAINT, width },
    interactive: process.stdout.isTTY === true,
    print: (text) => void process.stdout.write(`${text}\n`),
    printRaw: (text) => void process.stdout.write(text),
    printJson: (value) => void process.stdout.write(`${json(value)}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** `certfleet … | head` closes the pipe early: that is the reader's right, not an error. */
function stayQuietWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
}

/** What went wrong, where, and what to do about it: a line each; where it stands in a line, that with a caret below the place. */
export function complain(terminal: Terminal, failure: Failure): void {
  terminal.say(`certfleet: ${shown(failure.what)}`);
  if (failure.where !== undefined && failure.where !== '') terminal.say(`  at ${shown(failure.where)}`);
  if (failure.excerpt !== undefined) {
    const { line, column } = failure.excerpt;
    terminal.say(`    ${shown(line)}`);
    terminal.say(`    ${' '.repeat(columns(shown(line.slice(0, column - 1))))}^`);
  }
  if (failure.remedy !== undefined && failure.remedy !== '') terminal.say(`  ${shown(failure.remedy)}`);
}

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name the files in it',
  EACCES: 'this user may not read the file',
};

/** The bytes of a file; `-` is standard input. */
export async function readBytes(file: string): Promise<Result<Uint8Array>> {
  try {
    return done(file === '-' ? readFileSync(0) : await readFile(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const what = READ_FAULTS[code] ?? `the file cannot be read (${code || String(error)})`;
    return failed({ exit: 64, what, where: file });
  }
}
