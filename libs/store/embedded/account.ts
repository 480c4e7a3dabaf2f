import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who runs the server. PostgreSQL refuses to run as root, so root hands it to another account. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** False for root: files must be handed over. */
  readonly isCaller: boolean;
}

const NOBODY = 65534;

/** The caller's own account; for root that of `postgres`, or of `nobody` where there is no such user. */
export function serverAccount(): Account {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid, isCaller: true };
  return { ...(accountNamed('postgres') ?? accountNamed('nobody') ?? { uid: NOBODY, gid: NOBODY }), isCaller: false };
}

function accountNamed(name: string): { uid: number; gid: number } | undefined {
  const line = textOf('/etc/passwd')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Tells whether the account can pass through every folder above `path`, and through `path` itself if it is a folder. */
export function canReach(account: Account, path: string): boolean {
  if (account.isCaller) return true;
  const parent = dirname(path);
  return mayExecute(account, path) && (parent === path || canReach(account, parent));
}

function mayExecute(account: Account, path: string): boolean {
  const { uid, gid, mode } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & 1) === 1;
}
