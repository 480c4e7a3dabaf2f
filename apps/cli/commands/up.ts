import 'reflect-metadata';
import { join, relative, resolve } from 'node:path';
import { secretKeys } from '#libs/delivery/key-file.js';
import { type DeliverySettings, deliverySettings } from '../../delivery-settings.js';
import type { Connection } from '../connection.js';
import type { Failures, Result } from '../failure.js';
import { done, failed } from '../failure.js';
import { complain, type Terminal } from '../terminal.js';
import { shown } from '../text/escape.js';
import { probeSettings } from '../../worker/probe-settings.js';
import { administratorToken, type DataFolder, enterDataFolder } from '../up/data-folder.js';
import { openUpDatabase, prepareDatabase } from '../up/database.js';
import { loadDemo } from '../up/demo.js';
import { demoFolder } from '../up/demo-folder.js';
import { openFileLog } from '../up/file-log.js';
import { choosePort, DEFAULT_PORT, whyNoPort } from '../up/port.js';
import { startServices } from '../up/services.js';
import { welcome } from '../up/welcome.js';

export interface UpOptions {
  readonly port?: string;
  readonly host: string;
  readonly data?: string;
  readonly demo?: boolean;
}

/** Runs everything in this process until it is told to stop, then stops it in order, the database last. */
export async function up(options: UpOptions, terminal: Terminal): Promise<Failures> {
  const wrong = whyNoPort(options.port);
  if (wrong !== null) return [wrong];
  const folder = enterDataFolder(resolve(options.data ?? terminal.config.dataFolder));
  if (!folder.ok) return [folder.failure];
  const stopping = whenToldToStop();
  const stops: (() => Promise<void>)[] = [];
  try {
    const running = await start(options, { folder: folder.value, terminal, stops, stopping });
    if (!running.ok) return [running.failure];
    if (running.value)
      terminal.say(
        `\nStopping${(await stopping.signal) === 'SIGINT' ? ' (press Ctrl-C again to leave at once)' : ''} …`,
      );
    return [];
  } finally {
    for (const stop of stops.reverse())
      await stop().catch((error: unknown) => terminal.say(`  ${shown(String(error))}`));
    folder.value.leave();
    stopping.done();
  }
}

interface Run {
  readonly folder: DataFolder;
  readonly terminal: Terminal;
  /** What is to be stopped, in the order in which it was started. */
  readonly stops: (() => Promise<void>)[];
  readonly stopping: Stopping;
}

/** Says that something is ready, with the time since the start. */
type Step = (what: string, detail: string) => void;

/** @returns false when it was told to stop on the way. */
async function start(options: UpOptions, { folder, terminal, stops, stopping }: Run): Promise<Result<boolean>> {
  const { config } = terminal;
  const port = await choosePort(options.port, options.host);
  if (!port.ok) return port;
  const token = administratorToken(folder.path, config.token);
  if (token.length < 16)
    return failed({
      exit: 64,
      what: 'the token is too short',
      where: 'CERTFLEET_TOKEN',
      remedy: 'Give at least 16 characters, so that it cannot be guessed.',
    });
  const probe = probeSettings(config.environment);
  if (!probe.ok) return failed({ exit: 64, what: `the settings of probes are not right: ${probe.wrong.join('; ')}` });
  const delivery = await deliveryOf(config.environment, folder.path);
  if (!delivery.ok) return delivery;
  const step = progress(terminal);
  if (options.port === undefined && port.value !== DEFAULT_PORT)
    step('port', `${DEFAULT_PORT} is taken: listening on ${port.value} instead`);
  const database = await openUpDatabase(config, folder.path);
  stops.push(database.stop);
  step('database', database.name);
  const ran = await prepareDatabase(database, config.queueUrl);
  step('schema', ran.length === 0 ? 'up to date' : `${ran.length} migrations`);
  if (stopping.told()) return done(false);
  const log = openFileLog(folder.path, config.environment['LOG_LEVEL']);
  const settings = {
    databaseUrl: database.serviceUrl,
    queueUrl: config.queueUrl,
    host: options.host,
    port: port.value,
    administratorToken: token,
    probe: probe.settings,
    delivery: delivery.value,
  };
  const services = await startServices(settings, log);
  stops.push(services.stop);
  folder.announce(services.url);
  step('services', `API, worker, projector; log in ${folder.path}`);
  if (probe.settings !== null) step('probes', `the servers of ${probe.settings.targets} are looked at from here`);
  if (stopping.told()) return done(false);
  const introduced = introduce(
    options,
    { url: new URL(services.url), token, organization: undefined },
    { folder, terminal, stopping, step },
  );
  const asked = await Promise.race([introduced, stopping.signal.then(() => [])]);
  if (stopping.told()) return done(false);
  terminal.print(address({ url: services.url, token, folder: folder.path, asked }, terminal));
  return done(true);
}

/** How people are reached; what keeps the secrets of channels stands in the data folder, unless it is given. */
async function deliveryOf(
  environment: Terminal['config']['environment'],
  folder: string,
): Promise<Result<DeliverySettings>> {
  const delivery = deliverySettings(environment);
  if (!delivery.ok)
    return failed({ exit: 64, what: `the settings of channels are not right: ${delivery.wrong.join('; ')}` });
  const found = await secretKeys(environment['CERTFLEET_SECRET_KEYS'], folder);
  return found.ok
    ? done({ ...delivery.settings, keys: found.keys })
    : failed({ exit: 64, what: `the secrets of channels cannot be kept: ${found.why}` });
}

type Introduction = Omit<Run, 'stops'> & { readonly step: Step };

/** The demo where it is asked for, and what was found. A fault here is told; the services go on. */
async function introduce(options: UpOptions, connection: Connection, run: Introduction): Promise<readonly string[]> {
  const { terminal, stopping } = run;
  const asked = options.demo === true ? await demo(connection, run) : [];
  if (stopping.told()) return asked;
  const found = await welcome(connection, terminal.page);
  if (stopping.told()) return asked;
  if (found.ok) terminal.print(`\n${found.value}\n`);
  else complain(terminal, found.failure);
  return asked;
}

/** @returns what a newcomer may ask of it. */
async function demo(
  connection: Connection,
  { folder, terminal, stopping, step }: Introduction,
): Promise<readonly string[]> {
  const loaded = await loadDemo(connection, folder.path);
  if (stopping.told()) return [];
  if (!loaded.ok) {
    complain(terminal, loaded.failure);
    return [];
  }
  const { files, ask } = loaded.value;
  step(
    'demo',
    files === 0 ? 'not loaded: there is data already' : `Contoso with its past: ${files} files, sent through the API`,
  );
  return ask;
}

interface Serving {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  /** What may be asked of the demo, where it is there. */
  readonly asked: readonly string[];
}

function address({ url, token, folder, asked }: Serving, { page, config }: Terminal): string {
  const program = shown(relative(process.cwd(), process.argv[1] ?? 'certfleet'));
  const where = config.dataFolder === folder ? '' : ` --data ${shown(folder)}`;
  const commands = asked.length > 0 ? asked : ['bindings', 'explain SERVER [ENDPOINT]'];
  return [
    `${page.paint.bold('Certfleet')}  ${url}/#token=${encodeURIComponent(token)}`,
    `${page.paint.bold('API')}        ${url}/api/docs`,
    `${page.paint.bold('Token')}      ${token}`,
    ...commands.map((command, index) => {
      const label = index === 0 ? page.paint.bold('Ask it') : '      ';
      return `${label}     ${program} ${shown(command)}${where}`;
    }),
    ...(asked.length > 0 ? [`           more of the demo: ${shown(join(demoFolder(folder), 'stories.txt'))}`] : []),
    page.paint.dim('It keeps serving until Ctrl-C.'),
  ].join('\n');
}

/** A line for each thing that is ready, with the time since the start. */
function progress(terminal: Terminal): Step {
  const from = Date.now();
  return (what, detail) =>
    terminal.say(
      `  ${what.padEnd(9)} ${shown(detail)} ${terminal.page.paint.dim(`(${((Date.now() - from) / 1000).toFixed(1)} s)`)}`,
    );
}

interface Stopping {
  readonly signal: Promise<NodeJS.Signals>;
  readonly told: () => boolean;
  readonly done: () => void;
}

/** One Ctrl-C may arrive twice: from the terminal, and from npm that passes it on. */
const SAME_PRESS_MS = 1_500;

/** The first signal asks, a later one leaves at once; the next start takes over what was left running. */
function whenToldToStop(): Stopping {
  let told = 0;
  let tell: (signal: NodeJS.Signals) => void = () => undefined;
  const signal = new Promise<NodeJS.Signals>((resolvePromise) => {
    tell = resolvePromise;
  });
  const onSignal = (name: NodeJS.Signals): void => {
    if (told !== 0 && Date.now() - told < SAME_PRESS_MS) return;
    if (told !== 0) process.exit(name === 'SIGINT' ? 130 : 143);
    told = Date.now();
    tell(name);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  return { signal, told: () => told !== 0, done: () => signals.forEach((name) => process.off(name, onSignal)) };
}
