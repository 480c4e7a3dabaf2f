import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Marionette, marionetteAt } from './marionette.js';
import { until } from './until.js';

const NAMES = ['firefox-esr', 'firefox'];
const ELSEWHERE = ['/Applications/Firefox.app/Contents/MacOS/firefox'];

/** What it is set to: it listens on a port of its own choosing, asks nobody anything, and tells its output what pages write to the console. */
const SETTINGS = {
  'marionette.port': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.dom.window.dump.enabled': true,
  'devtools.console.stdout.content': true,
  'devtools.console.stdout.chrome': false,
} as const;

/**
 * The console is opened in Firefox, too. Where there is none these tests are left out, and it is said.
 *
 * @throws Error where everything is to be tested (CERTFLEET_TEST_EVERYTHING).
 */
export function firefoxForTests(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  if (process.env['CERTFLEET_TEST_EVERYTHING']) throw new Error('There is no Firefox to test the console in.');
  console.warn(
    'There is no Firefox on the path: the web console is not tested in it. On Debian: apt-get install firefox-esr',
  );
  return null;
}

export interface Firefox {
  readonly marionette: Marionette;
  /** What pages wrote to the console so far, and what Firefox itself complained of. */
  readonly output: () => string;
  readonly end: () => Promise<void>;
}

/** Starts a Firefox with a profile of its own, which goes with it. */
export async function startFirefox(executable: string): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'cf-firefox-'));
  const lines = Object.entries(SETTINGS).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const argv = ['--headless', '--no-remote', '--profile', profile, '--marionette', '--remote-allow-system-access'];
  const child = spawn(executable, argv, {
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const end = async () => {
    await ended(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const told = join(profile, 'MarionetteActivePort');
    await until(() => existsSync(told) && /^\d+/.test(readFileSync(told, 'utf8')), { within: 60_000 });
    const marionette = await marionetteAt(Number(readFileSync(told, 'utf8')));
    await marionette.send('WebDriver:NewSession', { capabilities: { alwaysMatch: { acceptInsecureCerts: false } } });
    return {
      marionette,
      output: () => output,
      end: async () => {
        marionette.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw new Error(`Firefox cannot be driven: ${String(error)}\n${output}`, { cause: error });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'close');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await over;
  clearTimeout(late);
}
