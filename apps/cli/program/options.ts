import { Command, Option } from 'commander';
import type { Failures } from '../failure.js';
import type { Verdict } from '../plan/verdict.js';

/** What became of a command; `verdict` tells of the answer where `--detailed-exitcode` asks for it, or by the codes of Nagios. */
export type Finish = (failures: Failures, verdict?: Verdict | 1) => void;

export function state(description: string): Option {
  return new Option('--state <file>', description).argParser((file: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    file,
  ]);
}

export function online(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'a running Certfleet (default: CERTFLEET_URL, else what runs on the data folder, else http://127.0.0.1:8080)',
    )
    .option(
      '--data <folder>',
      'data folder whose token is used (default: CERTFLEET_TOKEN, else the token of the default data folder)',
    )
    .option('--organization <name>', 'the organization, where the token has several')
    .option('--json', 'one JSON document');
}

export function timed(command: Command): Command {
  return command
    .option('--as-of <instant>', 'the state as it was, or will be, at this instant')
    .option('--known-at <position>', 'as it was known at this position of the log')
    .option('--where <query>', 'a query such as "role:starttls notAfter:<+30d"; docs/query.md has the language');
}

export function list(command: Command): Command {
  return timed(online(command))
    .option('--limit <n>', 'at most so many')
    .option('--wide', 'names and thumbprints whole, more columns');
}

export function several(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** Lists that take the query language whole. */
export function queried(command: Command): Command {
  return command
    .option('--view <name>', 'a saved view; --where narrows it')
    .option('--sort <fields>', 'fields to order by, - turns one round: notAfter,-server')
    .addOption(
      new Option('-o, --output <format>', 'how it is printed').choices(['table', 'json', 'ndjson', 'csv', 'md']),
    )
    .option('--columns <names>', 'columns of csv and md, separated by commas');
}
