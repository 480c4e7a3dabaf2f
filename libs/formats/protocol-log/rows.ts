import { fieldsOf } from './fields.js';

/** Which side of SMTP a log tells of: the Receive connectors', or the Send connectors'. */
export type LogKind = 'receive' | 'send';

/** One line of the log: one step of one SMTP session. */
export interface LogRow {
  readonly kind: LogKind;
  /** Counted from 1. */
  readonly line: number;
  /** `2026-06-01T08:00:00.123Z`. */
  readonly dateTime: string;
  /** `EX01\Default Frontend EX01`, or the name of a Send connector. */
  readonly connectorId: string;
  readonly sessionId: string;
  /** `+` connect, `-` disconnect, `>` sent, `<` received, `*` what the server notes. */
  readonly event: string;
  readonly data: string;
  readonly context: string;
}

/** A line that is none: cut off, or not of this log. */
export interface BadLine {
  readonly line: number;
  readonly bad: true;
}

/** The columns without which nothing can be told. */
const NEEDED = ['date-time', 'connector-id', 'session-id', 'event', 'data', 'context'] as const;
type Column = (typeof NEEDED)[number];
type Columns = Readonly<Record<Column, number>>;

/** As every version of Exchange writes them. @cite "Protocol logging", Structure of the protocol log files (A) */
const USUAL: Columns = { 'date-time': 0, 'connector-id': 1, 'session-id': 2, event: 6, data: 7, context: 8 };

const LOG_TYPE = /^#Log-type:\s*SMTP (Receive|Send) Protocol Log/i;

export function logKindOf(line: string): LogKind | null {
  const word = LOG_TYPE.exec(line)?.[1]?.toLowerCase();
  return word === 'receive' || word === 'send' ? word : null;
}

/**
 * The lines of a log, or of several that were put one behind the other: each header says what follows. Lines of other logs among them, and
 * lines before the first header, are bad lines.
 */
export function* rowsOf(text: string): Generator<LogRow | BadLine> {
  let header: Header | null = null;
  for (const { line, content } of linesOf(text)) {
    if (content.startsWith('#')) header = headerWith(header, content);
    else if (content !== '') yield (header && rowOf(header, content, line)) ?? { line, bad: true };
  }
}

/** What the lines that follow are; null: nothing that we read. */
interface Header {
  readonly kind: LogKind;
  readonly columns: Columns;
}

function headerWith(header: Header | null, line: string): Header | null {
  if (/^#Log-type:/i.test(line)) {
    const kind = logKindOf(line);
    return kind && { kind, columns: USUAL };
  }
  if (header === null || !/^#Fields:/i.test(line)) return header;
  const columns = columnsOf(line);
  return columns && { ...header, columns };
}

function* linesOf(text: string): Generator<{ readonly line: number; readonly content: string }> {
  let from = 0;
  for (let line = 1; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const stop = end === -1 ? text.length : end;
    const start = text.charCodeAt(from) === 0xfeff ? from + 1 : from;
    yield { line, content: text.slice(start, text.charCodeAt(stop - 1) === 0x0d ? stop - 1 : stop) };
    from = stop + 1;
  }
}

function columnsOf(header: string): Columns | null {
  const names = header
    .slice('#Fields:'.length)
    .split(',', 64)
    .map((name) => name.trim().toLowerCase());
  const at = (column: Column) => names.indexOf(column);
  if (NEEDED.some((column) => at(column) === -1)) return null;
  return {
    'date-time': at('date-time'),
    'connector-id': at('connector-id'),
    'session-id': at('session-id'),
    event: at('event'),
    data: at('data'),
    context: at('context'),
  };
}

/** `2026-06-01T`: what each line begins with. */
const DAY = /^\d{4}-\d\d-\d\dT/;

function rowOf({ kind, columns }: Header, content: string, line: number): LogRow | null {
  const fields = content.includes('\0') ? null : fieldsOf(content);
  if (fields === null) return null;
  const field = (column: Column) => fields[columns[column]] ?? '';
  const [dateTime, sessionId, event] = [field('date-time'), field('session-id'), field('event')];
  if (!DAY.test(dateTime) || sessionId === '' || event === '') return null;
  const [connectorId, data, context] = [field('connector-id'), field('data'), field('context')];
  return { kind, line, dateTime, connectorId, sessionId, event, data, context };
}
