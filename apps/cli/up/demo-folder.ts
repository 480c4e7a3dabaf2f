import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Demo } from '../demo/demo.js';
import { questionsText } from '../demo/questions.js';

/** A file of the demo as it lies in the data folder, and how it is sent. */
export interface KeptFile {
  readonly name: string;
  readonly path: 'imports' | 'events';
  readonly server?: string;
  readonly observedAt?: string;
  readonly alone?: true;
}

export interface KeptDemo {
  readonly files: readonly KeptFile[];
  /** Commands that a newcomer is shown. */
  readonly ask: readonly string[];
}

const INDEX = 'index.json';
/** No way out of the folder. */
const PLAIN_NAME = /^\w[\w.-]*$/;

/** The folder of the demo's files below a data folder. */
export function demoFolder(dataFolder: string): string {
  return join(dataFolder, 'demo');
}

/** Writes the files down, all or none of them: what is there under its name is whole. */
export function keepDemo(folder: string, { files, questions }: Demo): KeptDemo {
  const beside = `${folder}.new`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(beside, name), text);
  const ask = questions.filter(({ first }) => first).flatMap(({ commands }) => commands.slice(0, 1));
  const kept: KeptDemo = { files: files.map(({ text: _text, ...file }) => file), ask };
  writeFileSync(join(beside, 'stories.txt'), questionsText(questions));
  writeFileSync(join(beside, INDEX), `${JSON.stringify(kept, null, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(beside, folder);
  return kept;
}

/** What an earlier start wrote down; null: nothing, or nothing whole. */
export function keptDemo(folder: string): KeptDemo | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, INDEX), 'utf8'));
    return isKept(found) && found.files.every(({ name }) => existsSync(join(folder, name))) ? found : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is KeptDemo {
  if (!isObject(value)) return false;
  const { files, ask } = value;
  return Array.isArray(files) && files.length > 0 && files.every(isFile) && Array.isArray(ask) && ask.every(isText);
}

function isFile(value: unknown): value is KeptFile {
  if (!isObject(value)) return false;
  const { name, path, server, observedAt } = value;
  const named = isText(name) && PLAIN_NAME.test(name) && (path === 'imports' || path === 'events');
  return named && [server, observedAt].every((one) => one === undefined || isText(one));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
