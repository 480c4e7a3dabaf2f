import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface TestProcess {
  readonly child: ChildProcess;
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>;
}

/** Starts a worker, or a projector, in a process of its own, and waits until it is at work. */
export async function startProcess(settings: Readonly<Record<string, unknown>>): Promise<TestProcess> {
  const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [script, JSON.stringify({ logLevel: 'error', ...settings })], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`it ended with ${code ?? signal}`)));
    child.stdout?.once('data', () => resolve());
  });
  return {
    child,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
