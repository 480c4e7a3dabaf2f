import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { isHidden } from '#libs/formats/zip/name.js';
import type { Failure } from '../failure.js';

/** A file that a command is to read. */
export interface InputFile {
  /** As it is told of: the path that leads to it from where the user is. */
  readonly path: string;
  /** What it is called where it is sent: in a folder the path from there, with slashes. */
  readonly name: string;
  /** Named by the user; false: found in a folder that was named. */
  readonly named: boolean;
}

/** What was found in a folder and is not read. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

export interface Inputs {
  readonly files: readonly InputFile[];
  readonly leftOut: readonly LeftOut[];
  readonly failures: readonly Failure[];
}

const MOST_FILES = 20_000;
const DEEPEST = 16;

/**
 * The files that paths name: themselves, and those in folders and their folders, ordered by their names. In folders no link is followed and
 * nothing hidden is read; what is left out is told. `-` is standard input.
 */
export async function inputFiles(paths: readonly string[]): Promise<Inputs> {
  const files: InputFile[] = [];
  const leftOut: LeftOut[] = [];
  const failures: Failure[] = [];
  for (const path of paths) {
    const found = await inputsOf(path);
    files.push(...found.files);
    leftOut.push(...found.leftOut);
    failures.push(...found.failures);
  }
  return { files: once(files), leftOut, failures };
}

/** A file that is named twice, or lies in a folder that is named beside it, is read once. */
function once(files: readonly InputFile[]): readonly InputFile[] {
  const byPath = new Map<string, InputFile>();
  for (const file of files) if (byPath.get(file.path)?.named !== true) byPath.set(file.path, file);
  return [...byPath.values()];
}

async function inputsOf(path: string): Promise<Inputs> {
  const isFolder = path !== '-' && (await stat(path).catch(() => null))?.isDirectory() === true;
  // Whatever else is wrong with a path, reading it will tell.
  if (!isFolder) return { files: [{ path, name: basename(path), named: true }], leftOut: [], failures: [] };
  const walk: Walk = { root: path, files: [], leftOut: [], failures: [] };
  await walkFolder(walk, path, 0);
  if (walk.files.length <= MOST_FILES) return walk;
  const what = `the folder holds more than ${MOST_FILES} files`;
  return {
    files: [],
    leftOut: [],
    failures: [{ exit: 64, what, where: path, remedy: 'Name its folders in several calls.' }],
  };
}

interface Walk {
  readonly root: string;
  readonly files: InputFile[];
  readonly leftOut: LeftOut[];
  readonly failures: Failure[];
}

async function walkFolder(walk: Walk, folder: string, depth: number): Promise<void> {
  const entries = await entriesOf(folder);
  if (!Array.isArray(entries)) {
    walk.failures.push(entries);
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (walk.files.length > MOST_FILES) return;
    const path = join(folder, entry.name);
    const why = whyLeftOut(entry, depth);
    if (why !== null) walk.leftOut.push({ path, why });
    else if (entry.isDirectory()) await walkFolder(walk, path, depth + 1);
    else walk.files.push({ path, name: relative(walk.root, path).replaceAll('\\', '/'), named: false });
  }
}

async function entriesOf(folder: string): Promise<Dirent[] | Failure> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { exit: 64, what: `the folder cannot be read (${code})`, where: folder };
  }
}

function whyLeftOut(entry: Dirent, depth: number): string | null {
  if (isHidden(entry.name)) return 'it is hidden';
  if (entry.isSymbolicLink()) return 'it is a link';
  if (entry.isDirectory()) return depth >= DEEPEST ? `it lies more than ${DEEPEST} folders deep` : null;
  return entry.isFile() ? null : 'it is no file';
}

/** There was something, and nothing of it is an export: whoever asked for it should know. */
export function nothingFound(paths: readonly string[]): Failure {
  const what = 'nothing in there is of a format that Certfleet reads';
  return { exit: 64, what, where: paths.join(', '), remedy: 'docs/formats.md lists the formats.' };
}

/** When a file was last changed, RFC 3339 UTC; null where that cannot be told. */
export async function modifiedAt(path: string): Promise<string | null> {
  const found = path === '-' ? null : await stat(path).catch(() => null);
  return found === null ? null : found.mtime.toISOString();
}
