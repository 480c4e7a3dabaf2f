import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DataSource } from 'typeorm';
import type { LogToPack } from '#libs/store/pack/write-pack.js';
import { done, failed, type Failures, type Result } from '../failure.js';
import { fileFault } from '../file-fault.js';
import { onTheData, organizationsOf, type UpkeepOptions } from '../on-the-data.js';
import { openPack, packFailure } from '../pack-file.js';
import { progressLines } from '../progress.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface LogExportOptions extends UpkeepOptions {
  readonly out?: string;
}

/**
 * Writes the log of an organization as an evidence pack. A file is read back and proven before it gets its name; what a damaged log gives is
 * kept all the same, as evidence, with exit 1.
 */
export async function logExport(options: LogExportOptions, terminal: Terminal): Promise<Failures> {
  if (options.out === '-' && terminal.interactive)
    return [{ exit: 64, what: 'a pack is no text for a terminal', remedy: 'Name a file with --out.' }];
  const written = await onTheData(options, terminal, async ({ connections }) => {
    const log = await theLog(connections, options.organization);
    if (!log.ok) return log;
    const file = options.out ?? fileName(log.value);
    if (file !== '-' && existsSync(file)) return failed({ exit: 64, what: 'this file is there already', where: file });
    terminal.say(`exporting ${shown(log.value.organization)}, ${log.value.position} events …`);
    if (file === '-') {
      await write(connections, { log: log.value, to: process.stdout, end: false, terminal });
      return done(null);
    }
    const part = `${file}.part`;
    try {
      const to = (await open(part, 'w', 0o600)).createWriteStream({ flush: true });
      await write(connections, { log: log.value, to, end: true, terminal });
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      const fault = fileFault(error);
      if (fault === null) throw error;
      return failed({ exit: 1, what: `the file cannot be written (${fault})`, where: file });
    }
    return done(file);
  });
  if (!written.ok) return [written.failure];
  return written.value === null ? [] : readBack(written.value, options, terminal);
}

async function theLog(connections: DataSource, asked: string | undefined): Promise<Result<LogToPack>> {
  const organizations = await organizationsOf(connections, asked);
  if (!organizations.ok) return organizations;
  const [organization, ...others] = organizations.value;
  if (organization === undefined) return failed({ exit: 1, what: 'nothing is recorded yet' });
  if (others.length > 0)
    return failed({
      exit: 64,
      what: 'a pack is of one organization',
      where: '--organization',
      remedy: `There are: ${organizations.value.join(', ')}.`,
    });
  const { logToPack } = await import('#libs/store/pack/write-pack.js');
  const log = await logToPack(connections, organization);
  return log === null ? failed({ exit: 1, what: `${organization} has no log` }) : done(log);
}

/** By organization and position; what a file name had better not hold is left out of it. */
function fileName({ organization, position }: LogToPack): string {
  const name = organization.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_');
  return `${name.slice(0, 60)}-${position}.certfleet-log.gz`;
}

interface Writing {
  readonly log: LogToPack;
  readonly to: Writable;
  readonly end: boolean;
  readonly terminal: Terminal;
}

async function write(connections: DataSource, { log, to, end, terminal }: Writing): Promise<void> {
  const { packLines } = await import('#libs/store/pack/write-pack.js');
  const lines = Readable.from(packLines(connections, log, progressLines(terminal.say, 'position')));
  await pipeline(lines, createGzip(), to, { end });
}

async function readBack(file: string, options: LogExportOptions, terminal: Terminal): Promise<Failures> {
  const opened = await openPack(file);
  if (!opened.ok) return [opened.failure];
  const { walkPack } = await import('#libs/store/pack/walk-pack.js');
  const verdict = await walkPack(opened.value);
  if (options.json === true) terminal.printJson({ file, ...verdict });
  if (!verdict.intact) return [packFailure(file, verdict)];
  const { organization, position, commits, headHash } = verdict;
  if (options.json !== true)
    terminal.print(
      `${shown(file)}: the log of ${shown(organization)}, ${position} events in ${commits} commits, head ${headHash}`,
    );
  return [];
}
