import { resolve } from 'node:path';
import type { Config } from '../config.js';
import { databaseFindings } from '../doctor/database.js';
import { type Finding, trouble, well } from '../doctor/finding.js';
import { machineFindings } from '../doctor/machine.js';
import { done, type Failures } from '../failure.js';
import { onTheData, type UpkeepOptions } from '../on-the-data.js';
import { shown } from '../text/escape.js';
import { wrapped } from '../text/table.js';
import type { Terminal } from '../terminal.js';
import { withoutSecrets } from '../up/database.js';

/** Checks the installation and says what was found, what is wrong and what to do about it. Exit 1 when something keeps it from working. */
export async function doctor(options: UpkeepOptions, terminal: Terminal): Promise<Failures> {
  const folder = resolve(options.data ?? terminal.config.dataFolder);
  const findings = [
    ...machineFindings(terminal.config, folder),
    ...(await database(options, terminal)),
    settings(terminal.config, folder),
  ];
  if (options.json === true) terminal.printJson({ findings });
  else terminal.print(findings.map((finding) => lines(finding, terminal)).join('\n'));
  const troubles = findings.filter(({ state }) => state === 'trouble');
  if (troubles.length === 0) return [];
  return [
    {
      exit: 1,
      what: `${troubles.length} thing${troubles.length === 1 ? '' : 's'} to mend: ${troubles.map(({ subject }) => subject).join(', ')}`,
    },
  ];
}

async function database(options: UpkeepOptions, terminal: Terminal): Promise<readonly Finding[]> {
  try {
    const found = await onTheData(options, terminal, async (opened) => done(await databaseFindings(opened)));
    return found.ok
      ? found.value
      : [{ subject: 'database', state: 'doubt', found: found.failure.what, remedy: found.failure.remedy ?? '' }];
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [trouble('database', what, 'Check DATABASE_URL, or the file postgres.log in the data folder.')];
  }
}

/** The effective configuration, without its secrets. */
function settings(config: Config, folder: string): Finding {
  const parts = [
    `data ${folder}`,
    `database ${config.databaseUrl === undefined ? 'embedded' : withoutSecrets(config.databaseUrl)}`,
    `queue ${config.queueUrl === undefined ? 'in the database' : withoutSecrets(config.queueUrl)}`,
    `asks ${config.environment['CERTFLEET_URL'] ?? config.url}`,
  ];
  return well('settings', parts.join(', '));
}

const SUBJECT = 11;

function lines(finding: Finding, { page }: Terminal): string {
  const marks = { well: page.paint.good('\u2713'), doubt: page.paint.doubtful('?'), trouble: page.paint.bad('\u2717') };
  const text =
    finding.remedy === undefined || finding.remedy === '' ? finding.found : `${finding.found}. ${finding.remedy}`;
  const [first = '', ...rest] = wrapped(shown(text), Math.max(40, page.width - SUBJECT - 2));
  return [
    `${marks[finding.state]} ${finding.subject.padEnd(SUBJECT)}${first}`,
    ...rest.map((line) => ' '.repeat(SUBJECT + 2) + line),
  ].join('\n');
}
