import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMet, rounded, type Row } from './row.js';

/** What one script found out. */
export interface GroupResult {
  readonly group: string;
  readonly title: string;
  readonly at: string;
  /** Processes that wanted to run, before and after, by the machine's own count. */
  readonly load: readonly [number, number];
  readonly machine: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  /** What is no row: lines of Markdown. */
  readonly notes: readonly string[];
}

/** Beside the sources: what a run writes is to be committed. */
const FOLDER = fileURLToPath(new URL('../../../bench/', import.meta.url));
const LAST = ['large-fleet'];

export interface Reporting {
  readonly smoke: boolean;
  /** Ends the group: prints it, and writes its results, unless this is a smoke run. */
  readonly finish: (found: Pick<GroupResult, 'rows'> & Partial<Pick<GroupResult, 'notes' | 'settings'>>) => void;
}

/** Begins a group of measurements. */
export function reporting(group: string, title: string): Reporting {
  const smoke = process.argv.includes('--smoke');
  const before = load();
  return {
    smoke,
    finish: ({ rows, notes = [], settings = {} }) => {
      const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'} x ${cpus().length}, Node ${process.version}`;
      const result: GroupResult = {
        group,
        title,
        at: new Date().toISOString(),
        load: [before, load()],
        machine,
        settings,
        rows,
        notes,
      };
      for (const row of rows) console.log(lineOf(row, smoke ? null : isMet(row, Math.max(...result.load))));
      for (const note of notes) console.log(`   ${note}`);
      if (!smoke) write(result);
    },
  };
}

function load(): number {
  return loadavg()[0] ?? 0;
}

/** One row for a terminal; null: whether it is met is not asked. */
export function lineOf(row: Row, met: boolean | null): string {
  const verdict = met === null ? 'smoke' : met ? 'met' : 'NOT MET';
  return `${row.number.padEnd(8)} ${row.title}: ${valueOf(row)}; target ${targetOf(row)}: ${verdict}; ${row.absolute}`;
}

function valueOf({ unit, value, processor }: Row): string {
  const suffix = unit === 's' ? ' s' : '';
  const beside = processor === null ? '' : `, processor ${rounded(processor.median)}`;
  return `${rounded(value.median)}${suffix} (${rounded(value.low)} to ${rounded(value.high)}${beside})`;
}

function targetOf({ better, target, unit }: Row): string {
  return `${better === 'more' ? '≥' : '≤'} ${target}${unit === 's' ? ' s' : ''}`;
}

function write(result: GroupResult): void {
  mkdirSync(`${FOLDER}results`, { recursive: true });
  writeFileSync(`${FOLDER}results/${result.group}.json`, `${JSON.stringify(result, null, 2)}\n`);
  const all = readdirSync(`${FOLDER}results`)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(`${FOLDER}results/${name}`, 'utf8')) as GroupResult)
    .sort((one, other) => placeOf(one) - placeOf(other));
  writeFileSync(`${FOLDER}results.md`, pageOf(all));
}

/** By the number of the first row; what has none comes behind. */
function placeOf({ group, rows }: GroupResult): number {
  return LAST.includes(group) ? 1000 : rows.length === 0 ? 900 : Number.parseInt(rows[0]?.number ?? '900', 10);
}

/** The page of all groups. */
export function pageOf(results: readonly GroupResult[]): string {
  const parts = results.map((result) => [
    `## ${result.title}`,
    '',
    headOf(result),
    '',
    ...tableOf(result),
    ...result.notes,
    '',
  ]);
  return [
    '# What was measured',
    '',
    'Written by `npm run bench`, a section a group; `npm run bench -- --only GROUP` writes its section anew. What the rows mean, and what a user',
    'may expect, is told in [docs/performance.md](../docs/performance.md). Each ratio is the median of the rounds, with its quartiles; beside it the',
    'ratio of processor time (Node and all processes of PostgreSQL) for the same work. With a load above 2 either may meet the target.',
    '',
    ...parts.flat(),
  ].join('\n');
}

function headOf({ at, load: [before, after], machine, settings }: GroupResult): string {
  const told = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  const database = told.length === 0 ? '' : ` PostgreSQL: ${told.join(', ')}.`;
  return `${at.slice(0, 16).replace('T', ' ')} UTC, load ${before.toFixed(1)} to ${after.toFixed(1)}, ${machine}.${database}`;
}

function tableOf({ rows, load: [before, after] }: GroupResult): readonly string[] {
  if (rows.length === 0) return [];
  return [
    '| row | what | ratio (quartiles) | processor | target | | absolute |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => {
      const { low, median, high } = row.value;
      const cells = [
        row.number,
        row.title,
        `**${rounded(median)}**${row.unit === 's' ? ' s' : ''} (${rounded(low)} to ${rounded(high)})`,
        row.processor === null ? '' : rounded(row.processor.median),
        targetOf(row),
        isMet(row, Math.max(before, after)) ? 'met' : '**not met**',
        row.absolute,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ];
}
