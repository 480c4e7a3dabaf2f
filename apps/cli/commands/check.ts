import { writeFile } from 'node:fs/promises';
import type { Facts } from '../check/facts.js';
import { type Judged, judge, type State } from '../check/judge.js';
import { junit } from '../check/junit.js';
import { liveFacts } from '../check/live.js';
import { NAGIOS_CODES, statusLine, unknownLine } from '../check/nagios.js';
import { offlineFacts } from '../check/offline.js';
import { type ThresholdOptions, type Thresholds, thresholdsOf } from '../check/thresholds.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { done, failed, type Failure, type Failures, type Result } from '../failure.js';
import { readFleetFile } from '../fleet-file.js';
import { nothingMeets, readAt, serverOf } from '../offline.js';
import type { Verdict } from '../plan/verdict.js';
import { json } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface CheckOptions extends OnlineOptions, ThresholdOptions {
  readonly where?: string;
  readonly view?: string;
  readonly allowNone?: boolean;
  readonly state?: string;
  readonly at?: string;
  readonly nagios?: boolean;
  /** Files to be written. */
  readonly junit?: string;
  readonly sarif?: string;
}

/** What became of the call, and its exit code where nothing stood in the way. */
export interface Checked {
  readonly failures: Failures;
  readonly code: Verdict | 1;
}

/**
 * Whether all is well with what is presented: as a plug-in of Nagios and its kin, with one status line and their exit codes, or as files for CI,
 * with those of `plan --detailed-exitcode`.
 */
export async function check(server: string | undefined, options: CheckOptions, terminal: Terminal): Promise<Checked> {
  const forCi = options.nagios !== true && (options.junit !== undefined || options.sarif !== undefined);
  const judged = await judgedOf(server, options, terminal);
  if (!judged.ok) return cannotTell(judged.failure, forCi, terminal);
  const { value } = judged;
  const written = await writeFiles(value, options);
  if (!written.ok) return cannotTell(written.failure, forCi, terminal);
  if (options.json === true) terminal.printJson(value);
  else if (forCi) terminal.say(statusLine(value).split(' | ')[0] ?? '');
  else terminal.print(statusLine(value));
  return { failures: [], code: forCi ? CI_CODES[value.state] : NAGIOS_CODES[value.state] };
}

/** As `plan` has them: 2 something, nothing severe; 3 something severe; 4 it cannot be told. */
const CI_CODES = { OK: 0, WARNING: 2, CRITICAL: 3, UNKNOWN: 4 } as const satisfies Readonly<Record<State, Verdict>>;

/** A monitoring system reads standard output and the code alone: whatever stood in the way, the answer is UNKNOWN. */
function cannotTell(failure: Failure, forCi: boolean, terminal: Terminal): Checked {
  if (forCi) return { failures: [failure], code: 0 };
  const { what, where, remedy } = failure;
  const place = where === undefined ? '' : ` (${where})`;
  const advice = remedy === undefined ? '' : `. ${remedy}`;
  terminal.print(unknownLine(`${what.replace(/\.$/, '')}${place}${advice}`));
  return { failures: [], code: NAGIOS_CODES.UNKNOWN };
}

async function judgedOf(
  server: string | undefined,
  options: CheckOptions,
  terminal: Terminal,
): Promise<Result<Judged>> {
  const thresholds = thresholdsOf(options);
  if (!thresholds.ok) return thresholds;
  const facts =
    options.state === undefined
      ? await live(server, options, { thresholds: thresholds.value, terminal })
      : await offline(server, { ...options, state: options.state }, { thresholds: thresholds.value, terminal });
  if (!facts.ok) return facts;
  return done(judge(facts.value, thresholds.value, { mayBeNone: options.allowNone === true }));
}

interface Tools {
  readonly thresholds: Thresholds;
  readonly terminal: Terminal;
}

async function live(
  server: string | undefined,
  options: CheckOptions,
  { thresholds, terminal }: Tools,
): Promise<Result<Facts>> {
  if (options.at !== undefined)
    return failed({
      exit: 64,
      what: '--at goes with --state: a running Certfleet is checked as it is now',
      where: `--at ${options.at}`,
    });
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return connection;
  const { where, view } = options;
  return liveFacts(connection.value, { server, where, view }, thresholds);
}

async function offline(
  server: string | undefined,
  options: CheckOptions & { readonly state: string },
  { thresholds, terminal }: Tools,
): Promise<Result<Facts>> {
  const narrowed = options.where !== undefined ? '--where' : options.view !== undefined ? '--view' : null;
  if (narrowed !== null)
    return failed({
      exit: 64,
      what: `${narrowed} asks a running Certfleet, --state a file`,
      where: narrowed,
      remedy: 'Name a server instead.',
    });
  const at = readAt('--at', options.at);
  if (!at.ok) return at;
  const file = await readFleetFile(options.state);
  if (!file.ok) return file;
  for (const warning of file.value.warnings) terminal.say(`warning: ${warning}`);
  if (server !== undefined && serverOf(file.value, server) === undefined)
    return failed(nothingMeets([file.value], { server }));
  const instant = at.value ?? file.value.document.at ?? new Date().toISOString();
  const { select } = await import('#libs/selection/select.js');
  const { findings } = await import('#libs/rules/findings.js');
  return done(offlineFacts(file.value, { at: instant, server, thresholds }, { select, findings }));
}

async function writeFiles(judged: Judged, options: CheckOptions): Promise<Result<null>> {
  const { sarif } = await import('../check/sarif.js');
  const files = [
    { file: options.junit, text: () => junit(judged) },
    { file: options.sarif, text: () => `${json(sarif(judged, options.state ?? null))}\n` },
  ];
  for (const { file, text } of files) {
    if (file === undefined) continue;
    try {
      await writeFile(file, text());
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      return failed({ exit: 1, what: `the file cannot be written (${code})`, where: file });
    }
  }
  return done(null);
}
