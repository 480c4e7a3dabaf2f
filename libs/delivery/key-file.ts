import { randomBytes } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { textIn } from './failure.js';
import { KEY_BYTES, readKeys, type KeyList } from './secrets.js';

const FILE = 'secret-keys';

export type FoundKeys = { readonly ok: true; readonly keys: KeyList } | { readonly ok: false; readonly why: string };

/**
 * The keys that secrets are sealed with: those of the setting (`CERTFLEET_SECRET_KEYS`), else those of a file in the data folder that only its owner may
 * read, made at first use. Whoever backs up the database without it backs up no secret.
 */
export async function secretKeys(setting: string | undefined, dataFolder: string): Promise<FoundKeys> {
  if (setting !== undefined && setting.trim() !== '') return found(readKeys(setting), 'CERTFLEET_SECRET_KEYS');
  const path = join(dataFolder, FILE);
  await makeOnce(path);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0)
    return { ok: false, why: `${path} may be read by others than its owner: chmod 600 ${path}` };
  return found(readKeys(await readFile(path, 'utf8')), path);
}

function found(keys: ReturnType<typeof readKeys>, where: string): FoundKeys {
  return 'fault' in keys ? { ok: false, why: `${where}: ${keys.fault}` } : { ok: true, keys };
}

/** Several processes may start at once: the file appears whole, and the first one that is there stays. */
async function makeOnce(path: string): Promise<void> {
  if (
    await stat(path).then(
      () => true,
      () => false,
    )
  )
    return;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`k1:${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await file.sync();
    await link(draft, path);
  } catch (error) {
    if (textIn(error, 'code') !== 'EEXIST') throw error;
  } finally {
    await file.close();
    await unlink(draft);
  }
}
