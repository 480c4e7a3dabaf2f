import type { Happened } from './chronicle.js';
import type { Moment } from './moments.js';
import { TOLD_LAST } from './stories/told-late.js';
import { auditLog } from './write/audit-log.js';
import { cloudEvents } from './write/cloud-events.js';
import { fleetDocument } from './write/fleet-document.js';
import { protocolLog } from './write/protocol-log.js';
import { channelOf, windowsEvents } from './write/windows-events.js';

/** A file of the demo, and how it is sent. */
export interface DemoFile {
  readonly name: string;
  readonly path: 'imports' | 'events';
  /** Of the import: what the file does not say. */
  readonly server?: string;
  readonly observedAt?: string;
  /** Nothing is sent beside it: whether an inventory says anything new must not depend on who is faster. */
  readonly alone?: true;
  readonly text: string;
}

/** Which files tell of a moment. */
function filesOf(moment: Moment): readonly string[] {
  if (moment.kind === 'altered') return [];
  return moment.kind === 'ran' ? moment.told.map(({ file }) => file) : [moment.file];
}

/**
 * The files that tell what happened, in the order in which they would have arrived: each when the last of it had happened, but for the one
 * that was found late.
 */
export function writtenFiles(happened: readonly Happened[]): readonly DemoFile[] {
  const byFile = new Map<string, Happened[]>();
  for (const one of happened)
    for (const file of filesOf(one.moment)) byFile.set(file, [...(byFile.get(file) ?? []), one]);
  const numbers = recordNumbers(happened);
  const whenLast = ([file, told]: readonly [string, readonly Happened[]]) =>
    file === TOLD_LAST ? '9999' : (told.at(-1)?.moment.at ?? '');
  return [...byFile]
    .toSorted((one, other) => (whenLast(one) < whenLast(other) ? -1 : 1))
    .map(([file, told], index) => {
      const { name, ...others } = written(file, told, numbers);
      const numbered = `${String(index + 1).padStart(2, '0')}-${name}`;
      return { name: numbered, ...others, ...(file === TOLD_LAST ? { alone: true } : {}) };
    });
}

type Numbers = ReadonlyMap<Moment, number>;

function written(file: string, told: readonly Happened[], numbers: Numbers): DemoFile {
  const [first] = told;
  if (first === undefined) throw new Error(`nothing tells ${file}`);
  const { moment, after } = first;
  const moments = told.map((one) => one.moment);
  const imported = (text: string): DemoFile => ({ name: file, path: 'imports', text });
  switch (formatOf(moment, file)) {
    case 'seen':
      return {
        ...imported(moment.kind === 'seen' ? fleetDocument(moment, after) : ''),
        ...(isOfEverything(moment) ? { alone: true } : {}),
      };
    case 'audit-log':
      return imported(
        auditLog(told.flatMap(({ moment: ran, before }) => (ran.kind === 'ran' ? [{ ran, fleet: before }] : []))),
      );
    case 'windows-events':
      return imported(
        windowsEvents(
          moments.flatMap((one) =>
            one.kind === 'ran' || one.kind === 'logged' ? [{ told: one, number: numbers.get(one) ?? 0 }] : [],
          ),
        ),
      );
    case 'shown':
      return imported(protocolLog(moments.flatMap((one) => (one.kind === 'shown' ? [one] : []))));
    case 'saved':
      return savedFile(file, moment);
    case 'events':
      return { name: file, path: 'events', text: cloudEvents(file, told) };
  }
}

/** Such an inventory may say nothing new; one that a story takes always does. */
function isOfEverything(moment: Moment): boolean {
  return moment.kind === 'seen' && moment.servers === undefined;
}

function formatOf(moment: Moment, file: string) {
  switch (moment.kind) {
    case 'ran':
      return moment.told.find((one) => one.file === file)?.format ?? 'events';
    case 'logged':
      return 'windows-events';
    case 'noted':
      return 'events';
    case 'altered':
      throw new Error('nobody tells of it');
    default:
      return moment.kind;
  }
}

function savedFile(name: string, moment: Moment): DemoFile {
  if (moment.kind !== 'saved') throw new Error(`${name} is no certificate file`);
  const text = moment.certificates.map(({ pem }) => pem).join('');
  return { name, path: 'imports', text, server: `${moment.on.toLowerCase()}.contoso.com`, observedAt: moment.at };
}

/** A Windows log counts its records, whatever else stands in it: ever upwards, with steps. */
function recordNumbers(happened: readonly Happened[]): Numbers {
  const counts = new Map<string, number>();
  const numbers = new Map<Moment, number>();
  for (const { moment } of happened) {
    if (moment.kind !== 'logged' && moment.kind !== 'ran') continue;
    const log = `${moment.on}/${channelOf(moment)}`;
    const number = (counts.get(log) ?? 18_400) + 7;
    counts.set(log, number);
    numbers.set(moment, number);
  }
  return numbers;
}
