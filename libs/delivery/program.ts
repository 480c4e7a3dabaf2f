import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { Answer, Failure } from '#libs/channels/answer.js';
import type { ProgramWire } from '#libs/channels/wire.js';
import { errorWords, failure } from './failure.js';
import type { Means } from './means.js';

const ENVIRONMENT = Object.freeze({ PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' });
const OUTPUT_BYTES = 4_096;

/** Runs an allowed program with the message on standard input: no shell, no environment of ours, an end in time. */
export async function runProgram(wire: ProgramWire, { programs }: Means, stop: AbortSignal): Promise<Answer> {
  const allowed = await allowedProgram(wire.program, programs);
  if (typeof allowed !== 'string') return allowed;
  return run(allowed, wire, stop);
}

/** The file itself, links followed, where it is allowed or lies in an allowed folder, and nobody but its owner may change it. */
async function allowedProgram(program: string, programs: readonly string[]): Promise<string | Failure> {
  const notAllowed = failure('not-allowed', `${program} is not among the programs that may be run`);
  if (programs.length === 0) return failure('not-allowed', 'no program may be run here');
  try {
    const file = await realpath(program);
    const places = await Promise.all(programs.filter(isAbsolute).map((place) => realpath(place).catch(() => null)));
    if (!places.includes(file) && !places.includes(dirname(file))) return notAllowed;
    const found = await stat(file);
    if (!found.isFile()) return failure('bad-setting', `${program} is no file`);
    if ((found.mode & 0o022) !== 0) return failure('bad-setting', `${program} may be changed by others than its owner`);
    await access(file, constants.X_OK);
    return file;
  } catch (error) {
    // What lies where nothing is allowed is not told.
    const near = programs.some((place) => place === program || place === dirname(program));
    return near ? failure('bad-setting', errorWords(error)) : notAllowed;
  }
}

function run(file: string, wire: ProgramWire, stop: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const over = AbortSignal.any([stop, AbortSignal.timeout(wire.timeoutSeconds * 1000)]);
    const child = spawn(file, [...wire.arguments], { env: ENVIRONMENT, cwd: '/', shell: false, detached: true });
    const output = outputOf(child);
    const late = (): void => {
      endGroup(child);
      done(
        failure('lost', stop.aborted ? 'stopped before it ended' : `it did not end within ${wire.timeoutSeconds} s`),
      );
    };
    const done = (answer: Answer): void => {
      over.removeEventListener('abort', late);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      resolve(answer);
    };
    over.addEventListener('abort', late);
    if (over.aborted) late();
    child.once('error', (error) => done(failure('bad-setting', `it cannot be started: ${errorWords(error)}`)));
    // What it started and left behind may hold its output open: that is not waited for.
    child.once('exit', (code) => setTimeout(() => done({ kind: 'exited', code, output: output() }), 50));
    // It need not read what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(wire.stdin);
  });
}

/** The beginning of what it writes; the rest is taken and thrown away, so that it can go on writing. */
function outputOf(child: ChildProcessWithoutNullStreams): () => string {
  const heard: Record<'stdout' | 'stderr', Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      if (heard[name].length < OUTPUT_BYTES)
        heard[name] = Buffer.concat([heard[name], chunk]).subarray(0, OUTPUT_BYTES);
    });
  return () => {
    const [stdout, stderr] = [heard.stdout, heard.stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
    return stdout || stderr || '';
  };
}

/** It is the leader of a group of its own: with it ends what it started. */
function endGroup({ pid }: ChildProcessWithoutNullStreams): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
