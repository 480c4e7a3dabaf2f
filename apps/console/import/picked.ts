import { isHidden } from '#libs/formats/zip/name.js';

/** A file that was chosen, with the path that leads to it where it came with its folder. */
export interface Picked {
  readonly name: string;
  readonly file: File;
}

export interface Pick {
  readonly files: readonly Picked[];
  /** What was found in folders and is not taken: hidden files. */
  readonly hidden: number;
  /** There were more than are taken at once. */
  readonly more: boolean;
}

export const MOST_FILES = 2_000;
const DEEPEST = 16;

/** Files of a chooser: single ones, or those of a folder with their paths. */
export function pickedFiles(list: FileList | readonly File[]): Pick {
  const all = [...list].map((file) => ({
    name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
  const [files, hidden] = [all.filter(({ name }) => !isHidden(name)), all.filter(({ name }) => isHidden(name))];
  return { files: files.slice(0, MOST_FILES), hidden: hidden.length, more: files.length > MOST_FILES };
}

/** What was dropped: files, and the files in folders and their folders. */
export async function droppedFiles(items: DataTransferItemList): Promise<Pick> {
  // The list is only there while the drop is handled: all of it is taken before the first wait.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: Picked[] = [];
  const count = { hidden: 0 };
  for (const entry of entries) await walk(entry, found, count, 0);
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files: found.slice(0, MOST_FILES), hidden: count.hidden, more: found.length > MOST_FILES };
}

async function walk(entry: FileSystemEntry, found: Picked[], count: { hidden: number }, depth: number): Promise<void> {
  if (found.length > MOST_FILES || depth > DEEPEST) return;
  const name = entry.fullPath.replace(/^\//, '');
  if (isHidden(name)) {
    count.hidden += 1;
    return;
  }
  if (isFile(entry)) {
    const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)));
    if (file !== null) found.push({ name, file });
    return;
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return;
    for (const one of some) await walk(one, found, count, depth + 1);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
