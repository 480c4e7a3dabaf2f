/**
 * The protocol logs of Exchange transport (`ProtocolLog\SmtpReceive`, `ProtocolLog\SmtpSend`): what the certificates truly were that the
 * connectors showed. They are the ground truth beside which predictions are put. @cite rulebook 12
 *
 * Only the server's own certificate is taken (`Sending certificate`), never that of the peer, and only where TLS came about. That a session
 * had no TLS, or that it failed, says nothing of certificates that could be kept.
 */
import { malformed } from '../refusal.js';
import { counted, readAround, warningsOf, type ReadAround } from '../read-around.js';
import type { Decoded, Format, Input, Warning } from '../report.js';
import { quoted, readableText } from '../text.js';
import { MOST_TOLD, newNews, tell, type NewsDoubt, type Presentation } from './presentations.js';
import { logKindOf, rowsOf } from './rows.js';
import { endOfLog, MOST_OPEN, newSessions, step, type SessionDoubt } from './sessions.js';

export const protocolLog: Format = {
  name: 'smtp-protocol-log',
  recognises: (input) => headerOf(input).some((line) => logKindOf(line) !== null),
  decode: decodeLog,
};

/** The header is five short lines. */
const HEADER = 4096;

function headerOf(input: Input): readonly string[] {
  const beginning = readableText(input, HEADER).trimStart();
  if (!beginning.startsWith('#')) return [];
  const lines = beginning.split(/\r?\n/, 16);
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return end === -1 ? lines : lines.slice(0, end);
}

function decodeLog(input: Input): Decoded {
  const wrong = headerOf(input).find(
    (line) => /^#Fields:/i.test(line) && !HAS_FIELDS.every((one) => line.includes(one)),
  );
  if (wrong !== undefined)
    return malformed('#Fields', `The log has other fields than Exchange writes: ${quoted(wrong)}.`, REMEDY);
  const news = newNews();
  const sessions = newSessions();
  const lines: ReadAround<'bad-line'> = new Map();
  for (const row of rowsOf(readableText(input))) {
    if ('bad' in row) readAround(lines, 'bad-line', `line ${row.line}`);
    else {
      const shown = step(sessions, row);
      if (shown !== null) tell(news, shown);
    }
  }
  endOfLog(sessions);
  const doubts = new Map<Doubt, { readonly count: number; readonly first: string }>([
    ...lines,
    ...sessions.doubts,
    ...news.doubts,
  ]);
  return reported(news.told, [...warningsOf(doubts, WORDS), ...silence(news.told)]);
}

const HAS_FIELDS = ['date-time', 'connector-id', 'session-id', 'event', 'data', 'context'];
const REMEDY = 'Give the log as Exchange wrote it, with all its columns.';

function reported(happenings: readonly Presentation[], warnings: readonly Warning[]): Decoded {
  return {
    ok: true,
    report: { format: protocolLog.name, servers: [], organization: {}, events: [], happenings, warnings },
  };
}

function silence(told: readonly Presentation[]): readonly Warning[] {
  if (told.length > 0) return [];
  const message =
    'No certificate is shown in this log. A connector logs its certificates only with -ProtocolLoggingLevel Verbose.';
  return [{ place: '', message }];
}

type Doubt = 'bad-line' | SessionDoubt | NewsDoubt;

const WORDS: Readonly<Record<Doubt, (count: number) => string>> = {
  'bad-line': (count) => `${counted(count, 'line')} could not be read and ${count === 1 ? 'was' : 'were'} left out.`,
  'no-verb': (count) =>
    `Of ${counted(count, 'session')} the beginning is not in this log: whether STARTTLS or X-ANONYMOUSTLS was asked for is unknown, and ` +
    'the certificate was not taken. Give the logs of one connector as one file, in their order.',
  'no-thumbprint': (count) =>
    `${counted(count, 'line')} about a certificate ${count === 1 ? 'does' : 'do'} not tell its thumbprint clearly; not taken.`,
  unfinished: (count) =>
    `In ${counted(count, 'session')} TLS failed or does not come to an end here: what would have been shown was not taken.`,
  evicted: (count) =>
    `More than ${MOST_OPEN} sessions were negotiating TLS at once; ${counted(count, 'session')} of them, the oldest, went unread.`,
  'no-time': (count) =>
    `${counted(count, 'line')} about a certificate ${count === 1 ? 'has' : 'have'} no time; not taken.`,
  'no-connector': (count) =>
    `${counted(count, 'line')} about a certificate ${count === 1 ? 'has' : 'have'} no connector name that can be kept; not taken.`,
  surplus: () =>
    `The log tells of more than ${MOST_TOLD} changes of what is presented; from here on they were left out. Give it in parts.`,
};
