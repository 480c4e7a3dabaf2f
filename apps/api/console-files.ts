import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the web console as it goes over the wire, with its compressed forms. */
export interface ConsoleFile {
  readonly type: string;
  /** Its name tells its content: it may be kept for ever. */
  readonly lasting: boolean;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Beside the compiled API, and where the build puts it when the API runs from its sources. */
const PLACES = ['../../console/', '../../dist/console/'];

/**
 * Every file of the built console by its address; empty where none was built. They are few and small, so they are held in memory: no request
 * can name a file that is not one of them.
 */
export function consoleFiles(): ReadonlyMap<string, ConsoleFile> {
  for (const place of PLACES) {
    const files = filesIn(fileURLToPath(new URL(place, import.meta.url)));
    if (files.size > 0) return files;
  }
  return new Map();
}

function filesIn(folder: string): ReadonlyMap<string, ConsoleFile> {
  const names = namesIn(folder);
  return new Map(
    [...names].flatMap((name) => {
      const type = TYPES[/\.([a-z]+)$/.exec(name)?.[1] ?? ''];
      if (type === undefined) return [];
      const form = (ending: string) =>
        names.has(name + ending) ? readFileSync(join(folder, name + ending)) : undefined;
      const [br, gzip] = [form('.br'), form('.gz')];
      const file = {
        type,
        lasting: name.startsWith('assets/'),
        plain: readFileSync(join(folder, name)),
        ...(br !== undefined && { br }),
        ...(gzip !== undefined && { gzip }),
      };
      return [[`/${name}`, file] as const];
    }),
  );
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return new Set(files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')));
  } catch {
    return new Set();
  }
}
