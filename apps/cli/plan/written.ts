import { parseJson } from '#libs/formats/json/parse.js';
import { decodeText } from '#libs/formats/text.js';
import type { CommandWarning, PlanDefaults, Problem, ReadCommands } from '#libs/planning/command-defaults.js';
import { done, failed, type Failure, type Result } from '../failure.js';
import { refusalOf } from '../fleet-file.js';
import { readBytes } from '../terminal.js';
import { shown } from '../text/escape.js';

/** Commands as they were given: a JSON list, which may hold cmdlet lines, or a text of cmdlet lines. */
export interface WrittenCommands {
  /** The file; null: the arguments of the call. */
  readonly file: string | null;
  readonly content: readonly unknown[] | string;
}

/** The commands of a file or of the arguments. */
export async function writtenCommands(
  lines: readonly string[],
  file: string | undefined,
): Promise<Result<WrittenCommands>> {
  if (file === undefined) return lines.length > 0 ? done({ file: null, content: lines }) : failed(NOTHING);
  if (lines.length > 0) return failed(BOTH);
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const text = decodeText(bytes.value);
  if (text === null)
    return failed({
      exit: 64,
      what: 'this is no text',
      where: file,
      remedy: 'Give a JSON list of commands, or cmdlet lines.',
    });
  // No cmdlet line begins with a bracket.
  if (!/^\s*[[{]/.test(text)) return done({ file, content: text });
  const json = parseJson(text);
  if (!json.ok) return failed(refusalOf(file, json.refusal));
  return done({ file, content: listOf(json.value) });
}

/** A list, one command alone, or the body of `POST /plans`. */
function listOf(value: unknown): readonly unknown[] {
  const commands = typeof value === 'object' && value !== null && 'commands' in value ? value.commands : value;
  return Array.isArray(commands) ? commands : [commands];
}

const NOTHING: Failure = {
  exit: 64,
  what: 'there is no command to plan',
  remedy: 'Give cmdlet lines, each in quotes, or --commands FILE (a JSON list, or cmdlet lines, one a line).',
};
const BOTH: Failure = {
  exit: 64,
  what: 'commands are given twice: as arguments and with --commands',
  remedy: 'Give one of the two: what runs first would be a guess.',
};

/** Reads what was written as commands. */
export async function readWritten(
  { content }: Pick<WrittenCommands, 'content'>,
  defaults: PlanDefaults,
): Promise<ReadCommands> {
  if (typeof content === 'string') {
    const { readCommandLines } = await import('#libs/planning/read-command-lines.js');
    return readCommandLines(content, defaults);
  }
  const { readCommands } = await import('#libs/planning/read-commands.js');
  return readCommands(content, defaults);
}

/** Something wrong with a command, with the line it stands in and a caret below the place. */
export function problemFailure({ place, message, remedy }: Problem, written: WrittenCommands): Failure {
  const where = [written.file, placeWords(place)].filter((part) => part !== null && part !== '').join(', ');
  const excerpt = excerptAt(place, written.content) ?? undefined;
  return {
    exit: 64,
    what: message,
    ...(where === '' ? {} : { where }),
    ...(excerpt === undefined ? {} : { excerpt }),
    remedy: remedyWords(remedy, message),
  };
}

export function warningWords({ place, message }: CommandWarning): string {
  const where = placeWords(place);
  return `warning: ${where === '' ? '' : `${shown(where)}: `}${shown(message)}`;
}

const IN_LIST = /^\[(\d+)\](.*)$/s;

/** `[0], column 14` is `command 1, column 14`. */
function placeWords(place: string): string {
  const [, index, rest] = IN_LIST.exec(place) ?? [];
  return index === undefined ? place : `command ${Number(index) + 1}${rest ?? ''}`;
}

/** The line that a place is in, and its column, counted from 1. */
function excerptAt(place: string, content: WrittenCommands['content']): Failure['excerpt'] | null {
  const column = Number(/column (\d+)$/.exec(place)?.[1]);
  if (Number.isNaN(column)) return null;
  const line =
    typeof content === 'string'
      ? content.split(/\r?\n/)[Number(/^line (\d+)/.exec(place)?.[1]) - 1]
      : content[Number(IN_LIST.exec(place)?.[1])];
  return typeof line === 'string' ? { line, column } : null;
}

function remedyWords(remedy: string, message: string): string {
  if (!message.startsWith('The file of the certificate is not read')) return remedy;
  return 'Name the file to this command: --certificate FILE (PEM or DER).';
}
