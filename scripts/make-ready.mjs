/**
 * Installs the packages and builds, when they are missing or older than what they are made from. Says on stderr what it does.
 *
 * The usual case, everything up to date, costs one look at the modification times. Where the times speak against it (a copied tree has
 * the times of the copy), contents decide.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SOURCES = ['apps', 'libs', 'migrations', 'package.json', '.swcrc', 'scripts/build.mjs', 'scripts/console.mjs'];
export const STAMP = 'dist/.sources';
const LOCK = '.data/preparing';
const NOT_COMPILED = /\.spec\.ts$/;

/**
 * Makes the clone runnable.
 *
 * @param {string} root the clone
 * @returns {Promise<string | null>} what stands in the way, with what to do about it; null when all is ready
 */
export async function makeReady(root) {
  if (upToDate(root)) return null;
  if (!writable(root)) {
    if (existsSync(join(root, 'dist/apps/cli/main.js')) && missingPackages(root, false).length === 0) {
      say('the sources are newer than the build and this folder cannot be written: running what was built');
      return null;
    }
    return `${root} is not built yet and cannot be written by this user.\nRun bin/certfleet once as its owner, or clone into a folder of your own.`;
  }
  const release = await takeLock(root);
  try {
    return upToDate(root) ? null : await prepare(root);
  } finally {
    release();
  }
}

async function prepare(root) {
  if (missingPackages(root, true).length > 0) {
    const failed = await step(root, 'installing packages (npm ci; once, a minute or two)', npm(), [
      'ci',
      '--include=dev',
      '--no-progress',
    ]);
    if (failed)
      return `npm ci failed.\n${failed}\nCheck the network and the registry (npm config get registry), then run the command again.`;
  }
  if (!buildIsCurrent(root)) {
    const failed = await step(root, 'building', [process.execPath], [join(root, 'scripts/build.mjs')]);
    if (failed) return `the build failed.\n${failed}`;
  }
  return null;
}

function upToDate(root) {
  return buildIsCurrent(root) && missingPackages(root, false).length === 0;
}

/** By time first; by content where the time says no. */
function buildIsCurrent(root) {
  const stamp = join(root, STAMP);
  const built = join(root, 'dist/apps/cli/main.js');
  if (!existsSync(built) || !existsSync(stamp)) return false;
  const since = statSync(stamp).mtimeMs;
  let newer = false;
  visit(root, SOURCES, (_path, stat) => {
    newer ||= stat.mtimeMs > since;
  });
  if (newer && readFileSync(stamp, 'utf8').trim() !== digest(root)) return false;
  if (newer) touch(stamp);
  return true;
}

/** So that the next start need not compare contents again; in a folder that cannot be written it will. */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Only time is lost.
  }
}

/** SHA-256 over every file that goes into the build, path and content. */
export function digest(root, sources = SOURCES) {
  const hash = createHash('sha256');
  visit(root, sources, (path, stat) => {
    if (stat.isFile())
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0');
  });
  return hash.digest('hex');
}

function visit(root, sources, see) {
  const walk = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) return;
    see(path, stat);
    if (!stat.isDirectory()) return;
    for (const name of readdirSync(join(root, path)).sort()) if (!NOT_COMPILED.test(name)) walk(`${path}/${name}`);
  };
  for (const path of sources) walk(path);
}

/**
 * Packages of the lock file that are not installed, or in another version. What is optional may be missing: it is for other platforms.
 */
function missingPackages(root, forBuilding) {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return ['node_modules'];
  if (!existsSync(lock) || statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return [];
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, it]) => path !== '' && !(it.optional || it.devOptional) && (forBuilding || !it.dev))
    .filter(([path, it]) => have[path]?.version !== it.version)
    .map(([path]) => path);
}

function writable(root) {
  try {
    accessSync(root, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** npm as this Node brings it; on the path otherwise. */
function npm() {
  const given = process.env.npm_execpath;
  if (given?.endsWith('npm-cli.js') && existsSync(given)) return [process.execPath, given];
  const beside = join(dirname(dirname(process.execPath)), 'lib/node_modules/npm/bin/npm-cli.js');
  return existsSync(beside) ? [process.execPath, beside] : ['npm'];
}

/** Runs one command quietly; its last words come back when it fails. */
function step(root, what, [command, ...first], args) {
  const started = Date.now();
  say(`${what} …`);
  return new Promise((resolve) => {
    const words = [];
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (signal) => child.kill(signal);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const end = (failed) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (failed === null) say(`${what.split(' (')[0]}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve(failed);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => words.push(chunk));
    child.on('error', (error) => end(`${command}: ${error.message}`));
    child.on('close', (code) => end(code === 0 ? null : lastWords(words) || `${command} ended with ${code}`));
  });
}

const lastWords = (chunks) => Buffer.concat(chunks).toString('utf8').trim().split('\n').slice(-12).join('\n');

/** One at a time: the second of two that start together waits for the first and finds everything done. */
async function takeLock(root) {
  const lock = join(root, LOCK);
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (abandoned(lock)) rmSync(lock, { recursive: true, force: true });
    else {
      if (!told) say('another certfleet is installing or building here: waiting for it');
      await sleep(200);
    }
  }
}

/** True when the process that holds the lock is gone. A lock without a name yet gets five seconds. */
function abandoned(lock) {
  const stat = statSync(lock, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH' || (error.code === 'ENOENT' && Date.now() - stat.mtimeMs > 5_000);
  }
}

function say(what) {
  process.stderr.write(`certfleet: ${what}\n`);
}
