import { open } from 'node:fs/promises';
import type { PackVerdict, IntactPack } from '#libs/store/pack/walk-pack.js';
import { done, failed, type Failure, type Result } from './failure.js';
import { fileFault } from './file-fault.js';
import { DAMAGE_WORDS } from './words/damage.js';

/** The bytes of an evidence pack, as they are needed; `-` is standard input. */
export async function openPack(file: string): Promise<Result<AsyncIterable<Uint8Array>>> {
  if (file === '-') return done(process.stdin);
  try {
    const handle = await open(file);
    if (!(await handle.stat()).isDirectory()) return done(handle.createReadStream());
    await handle.close();
    return failed({ exit: 64, what: 'this is a folder; name a file in it', where: file });
  } catch (error) {
    const code = fileFault(error);
    if (code === null) throw error;
    const what = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
    return failed({ exit: 64, what, where: file });
  }
}

/** Why a pack is no proof: its first bad position, and the line of the file. */
export function packFailure(file: string, verdict: Exclude<PackVerdict, IntactPack>): Failure {
  const where = `${file}, line ${verdict.line}`;
  if (verdict.reason === 'unreadable') {
    if (verdict.line === 1) return { exit: 64, what: verdict.why, where };
    const remedy = 'Get the file anew from where it was written: as it is, it proves nothing.';
    return { exit: 1, what: verdict.why, where: `${where}, before position ${verdict.position}`, remedy };
  }
  return {
    exit: 1,
    what: DAMAGE_WORDS[verdict.reason],
    where: `${where}, position ${verdict.position}`,
    remedy: 'Keep this file as evidence, and look for another copy of the log.',
  };
}
