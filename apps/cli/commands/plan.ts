import { ANSWERS } from '#libs/planning/command.js';
import type { Command } from '#libs/planning/command.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { done, failed, type Failures, type Result } from '../failure.js';
import { readFleetFile } from '../fleet-file.js';
import { readAt } from '../offline.js';
import { readImported, type Said } from '../plan/imported-certificate.js';
import { planLive } from '../plan/live-planner.js';
import { planOffline, type Given } from '../plan/offline-planner.js';
import { storyOf, type Planned, type Planner } from '../plan/planner.js';
import { verdictOf, type Verdict } from '../plan/verdict.js';
import { writtenCommands, type WrittenCommands } from '../plan/written.js';
import type { Only } from '../render/plan-page.js';
import type { Terminal } from '../terminal.js';
import { forPeople } from './findings.js';

export interface PlanOptions extends OnlineOptions, Said {
  readonly state?: string;
  readonly commands?: string;
  readonly at?: string;
  readonly asOf?: string;
  /** The server, or pattern of servers, of commands that name none. */
  readonly servers?: readonly string[];
  readonly answer?: string;
  /** A file with the certificate that is imported. */
  readonly certificate?: string;
  readonly only?: Only;
  readonly markdown?: boolean;
  readonly text?: boolean;
  readonly detailedExitcode?: boolean;
}

/** What became of the call: the failures, or the exit code that tells of the plan. */
export interface Ended {
  readonly failures: Failures;
  readonly verdict: Verdict;
}

/** What commands would do, before they are run: over a fleet document, or over what a running Certfleet knows. */
export async function plan(lines: readonly string[], options: PlanOptions, terminal: Terminal): Promise<Ended> {
  const asked = await readAsked(lines, options, terminal);
  if (!asked.ok) return ended([asked.failure]);
  return options.state === undefined
    ? live(options, asked.value, terminal)
    : offline({ ...options, state: options.state }, asked.value, terminal);
}

interface Asked {
  readonly written: WrittenCommands;
  readonly given: Given;
  /** Of `--at` or `--as-of`; undefined: now, or the instant of the document. */
  readonly at: string | undefined;
}

function ended(failures: Failures, verdict: Verdict = 0): Ended {
  return { failures, verdict };
}

async function readAsked(lines: readonly string[], options: PlanOptions, terminal: Terminal): Promise<Result<Asked>> {
  const written = await writtenCommands(lines, options.commands);
  if (!written.ok) return written;
  const at = timeOf(options);
  if (!at.ok) return at;
  const answer = answerOf(options.answer);
  if (!answer.ok) return answer;
  const imported =
    options.certificate === undefined ? done(undefined) : await readImported(options.certificate, options);
  if (!imported.ok) return imported;
  for (const warning of imported.value?.warnings ?? []) terminal.say(`warning: ${warning}`);
  const certificate = imported.value?.certificate;
  return done({
    written: written.value,
    given: {
      servers: options.servers,
      ...(answer.value === undefined ? {} : { answer: answer.value }),
      ...(certificate === undefined ? {} : { certificate }),
    },
    at: at.value,
  });
}

function timeOf({ at, asOf, state }: PlanOptions): Result<string | undefined> {
  if (at !== undefined && asOf !== undefined)
    return failed({
      exit: 64,
      what: 'the instant is given twice',
      where: '--at, --as-of',
      remedy: 'Give one of them.',
    });
  if (at !== undefined && state === undefined)
    return failed({
      exit: 64,
      what: '--at goes with --state',
      where: `--at ${at}`,
      remedy: 'Of a running Certfleet ask for another time with --as-of.',
    });
  return at === undefined ? readAt('--as-of', asOf) : readAt('--at', at);
}

function answerOf(text: string | undefined): Result<Given['answer']> {
  if (text === undefined) return done(undefined);
  const answer = ANSWERS.find((one) => one === text.toLowerCase());
  if (answer !== undefined) return done(answer);
  return failed({
    exit: 64,
    what: `an answer to the overwrite question is one of ${ANSWERS.join(', ')}`,
    where: `--answer ${text}`,
  });
}

async function offline(
  options: PlanOptions & { readonly state: string },
  { written, given, at }: Asked,
  terminal: Terminal,
): Promise<Ended> {
  const file = await readFleetFile(options.state);
  if (!file.ok) return ended([file.failure]);
  for (const warning of file.value.warnings) terminal.say(`warning: ${warning}`);
  const instant = at ?? file.value.document.at ?? new Date().toISOString();
  const made = await planOffline(file.value, instant, { written, given });
  if (!made.ok) return ended(made.failures);
  for (const warning of made.warnings) terminal.say(warning);
  const { planner, planned } = made;
  const { commands, report } = planned;
  const whole = { ...report, commands, asOf: instant };
  return show({ planner, planned, whole }, options, terminal);
}

async function live(options: PlanOptions, { written, given, at }: Asked, terminal: Terminal): Promise<Ended> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return ended([connection.failure]);
  const made = await planLive(connection.value, at, { written, given });
  if (!made.ok) return ended([made.failure]);
  const { planner, planned, warnings, answer } = made.value;
  for (const warning of warnings) terminal.say(warning);
  return show({ planner, planned, whole: answer }, options, terminal);
}

interface Made {
  readonly planner: Planner;
  readonly planned: Planned;
  /** The JSON answer. */
  readonly whole: object;
}

async function show({ planner, planned, whole }: Made, options: PlanOptions, terminal: Terminal): Promise<Ended> {
  const verdict = options.detailedExitcode === true ? verdictOf(planned.report) : 0;
  if (options.markdown !== true && !forPeople(options, terminal)) {
    terminal.printJson(whole);
    return ended([], verdict);
  }
  const story = await storyOf(planner, planned);
  if (!story.ok) return ended([story.failure]);
  const { commandLine } = await import('#libs/planning/cmdlet-line/command-line.js');
  const write = (command: Command): string => commandLine(command);
  if (options.markdown === true) {
    const { planTicket } = await import('../render/plan-ticket.js');
    terminal.print(planTicket(story.value, write));
  } else {
    const { planText } = await import('../render/plan-page.js');
    terminal.print(planText(story.value, { page: terminal.page, only: options.only ?? null, write }));
  }
  return ended([], verdict);
}
