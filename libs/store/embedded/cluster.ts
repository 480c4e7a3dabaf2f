import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.js';
import { isAlive } from './process-table.js';

/** Who may log in to the cluster; the passwords are made once and kept in the data folder, readable by its owner alone. */
export interface Passwords {
  readonly postgres: string;
  readonly certfleet_owner: string;
  readonly certfleet_app: string;
}

export const DATABASE = 'certfleet';
const PASSWORDS = 'certfleet-passwords.json';

/**
 * Makes the data folder with its roles and the empty database, unless it is there. Made aside and renamed: what stands is whole, and of two
 * starters one wins.
 *
 * @returns the passwords.
 */
export async function ensureCluster(cluster: { binaries: string; data: string; account: Account }): Promise<Passwords> {
  if (!existsSync(join(cluster.data, 'PG_VERSION'))) {
    forgetAbandoned(cluster.data);
    await makeCluster(
      { ...cluster, data: `${cluster.data}.${process.pid}.${randomBytes(4).toString('hex')}` },
      cluster.data,
    );
  }
  try {
    return JSON.parse(readFileSync(join(cluster.data, PASSWORDS), 'utf8')) as Passwords;
  } catch (cause) {
    throw new Error(
      `${cluster.data} holds no readable ${PASSWORDS}: it was not made by Certfleet, or belongs to another user.`,
      { cause },
    );
  }
}

async function makeCluster(aside: { binaries: string; data: string; account: Account }, place: string): Promise<void> {
  const passwords = { postgres: password(), certfleet_owner: password(), certfleet_app: password() };
  const { account, binaries, data } = aside;
  const passwordFile = `${data}.password`;
  makePrivateFolder(data, account);
  writeFileSync(passwordFile, passwords.postgres, { mode: 0o600 });
  handOver(passwordFile, account);
  try {
    await run(aside, join(binaries, 'bin', 'initdb'), [
      ...['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions', '--no-sync'],
    ]);
    await run(
      aside,
      join(binaries, 'bin', 'postgres'),
      ['--single', '-D', data, '-c', 'log_min_messages=error', 'postgres'],
      roles(passwords),
    );
    writeFileSync(join(data, PASSWORDS), JSON.stringify(passwords), { mode: 0o600 });
    handOver(join(data, PASSWORDS), account);
    await run(aside, join(binaries, 'bin', 'initdb'), ['-D', data, '--sync-only']);
    putInPlace(data, place);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(data, { recursive: true, force: true });
  }
}

function putInPlace(data: string, place: string): void {
  try {
    renameSync(data, place);
  } catch (error) {
    if (!existsSync(join(place, 'PG_VERSION'))) throw error; // else another starter was quicker, and its folder stands
  }
}

/** One statement a line, as the single-user server reads them. The passwords are letters, digits, `-` and `_`. */
function roles(passwords: Passwords): string {
  return [
    `create role certfleet_owner login createdb password '${passwords.certfleet_owner}'`,
    `create role certfleet_app login password '${passwords.certfleet_app}'`,
    'grant certfleet_app to certfleet_owner',
    `create database ${DATABASE} owner certfleet_owner`,
    '',
  ].join('\n');
}

function password(): string {
  return randomBytes(24).toString('base64url');
}

export function makePrivateFolder(path: string, account: Account): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  handOver(path, account);
}

function handOver(path: string, account: Account): void {
  if (!account.isCaller) chownSync(path, account.uid, account.gid);
}

/** What a starter that died half-way left behind. */
function forgetAbandoned(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    const [, maker] = name.startsWith(`${basename(data)}.`)
      ? (/\.(\d+)\.[0-9a-f]{8}(\.password)?$/.exec(name) ?? [])
      : [];
    if (maker !== undefined && !isAlive(Number(maker)))
      rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}

function run(as: { data: string; account: Account }, command: string, parameters: string[], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      ...(as.account.isCaller ? {} : { uid: as.account.uid, gid: as.account.gid }),
      cwd: as.data,
      env: { LC_ALL: 'C', PATH: process.env.PATH },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.on('error', () => undefined); // it ended early: its own words say why
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 && !/^.*(ERROR|FATAL|PANIC):/m.test(said)) resolve();
      else reject(new Error(`${basename(command)} could not prepare the database folder ${as.data}:\n${said.trim()}`));
    });
    child.stdin.end(input);
  });
}
