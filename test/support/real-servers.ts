import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isAlive } from '#libs/store/embedded/process-table.js';
import { freePorts } from './free-port.js';
import type { ServerCertificate } from './server-certificate.js';
import { until } from './until.js';

/**
 * Postfix, Dovecot and nginx of the system's packages, each with a configuration of the test's own in a temporary folder and on free ports of
 * the loopback address. Nothing of the system's own configuration is read or written.
 */
export interface RealServers {
  /** Postfix: STARTTLS with `right`, STARTTLS with `wrong`, and no TLS at all. */
  readonly smtp: { readonly right: number; readonly wrong: number; readonly plain: number };
  /** Dovecot, with `right`. */
  readonly imap: number;
  readonly imaps: number;
  readonly pop: number;
  readonly pops: number;
  /** nginx: `right` for everybody, `wrong` for who asks for `name`. */
  readonly https: number;
  stop(): Promise<void>;
}

const PROGRAMS = ['postfix', 'dovecot', 'nginx'] as const;

/**
 * Whether these programs can be run: Postfix and Dovecot start as root only, and change to users of their own.
 *
 * @throws Error where everything is to be tested (CERTFLEET_TEST_EVERYTHING) and they cannot.
 */
export function haveRealServers(): boolean {
  const missing = PROGRAMS.filter((program) => programPath(program) === undefined);
  const why = missing.length > 0 ? `There is no ${missing.join(', ')}` : process.getuid?.() === 0 ? null : 'Not root';
  if (why === null) return true;
  if (process.env['CERTFLEET_TEST_EVERYTHING']) throw new Error(`${why}: probes cannot be tested on real servers.`);
  console.warn(`${why}: probes are not tested on real servers.`);
  return false;
}

function programPath(program: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

interface Certificates {
  readonly right: ServerCertificate;
  readonly wrong: ServerCertificate;
  /** The name for which nginx has `wrong`. */
  readonly name: string;
}

export async function realServers({ right, wrong, name }: Certificates): Promise<RealServers> {
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-servers-'));
  chmodSync(folder, 0o755); // the servers change to users of their own
  for (const [file, text] of [
    ['right.pem', right.cert],
    ['right.key', right.key],
    ['wrong.pem', wrong.cert],
    ['wrong.key', wrong.key],
  ] as const)
    writeFileSync(join(folder, file), text, { mode: 0o644 });
  const ports = await freePorts(8);
  const [smtpRight = 0, smtpWrong = 0, plain = 0, imap = 0, imaps = 0, pop = 0, pops = 0, https = 0] = ports;
  const servers = [
    startPostfix(folder, { right: smtpRight, wrong: smtpWrong, plain }),
    startDovecot(folder, { imap, imaps, pop, pops }),
    startNginx(folder, https, name),
  ];
  const stop = async () => {
    await Promise.allSettled(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const port of ports) await until(() => listens(port), { within: 20_000 });
  } catch (error) {
    const said = servers.map((server) => server.said()).join('\n');
    await stop();
    throw new Error(`The servers do not listen.\n${said}`, { cause: error });
  }
  return { smtp: { right: smtpRight, wrong: smtpWrong, plain }, imap, imaps, pop, pops, https, stop };
}

interface Started {
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

function start(program: (typeof PROGRAMS)[number], argv: readonly string[], log?: string): Started {
  const child: ChildProcess = spawn(programPath(program) ?? program, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    said: () => `${program}: ${text}${log !== undefined && existsSync(log) ? readFileSync(log, 'utf8') : ''}`,
    stop: async () => {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(patience);
    },
  };
}

function startPostfix(
  folder: string,
  ports: { readonly right: number; readonly wrong: number; readonly plain: number },
): Started {
  const own = join(folder, 'postfix');
  for (const name of ['', 'queue', 'data', 'log']) mkdirSync(join(own, name), { recursive: true });
  chownSync(join(own, 'data'), userId('postfix'), 0);
  const log = join(own, 'log', 'mail.log');
  writeFileSync(
    join(own, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${own}/queue
data_directory = ${own}/data
maillog_file = ${log}
maillog_file_prefixes = ${own}
myhostname = ex01.contoso.com
mydestination =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${folder}/right.pem
smtpd_tls_key_file = ${folder}/right.key
smtpd_relay_restrictions = reject
`,
  );
  writeFileSync(
    join(own, 'master.cf'),
    `127.0.0.1:${ports.right} inet n - n - - smtpd
127.0.0.1:${ports.wrong} inet n - n - - smtpd
  -o smtpd_tls_cert_file=${folder}/wrong.pem -o smtpd_tls_key_file=${folder}/wrong.key
127.0.0.1:${ports.plain} inet n - n - - smtpd
  -o smtpd_tls_security_level=none
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
postlog unix-dgram n - n - 1 postlogd
`,
  );
  const started = start('postfix', ['-c', own, 'start-fg'], log);
  return {
    ...started,
    stop: async () => {
      // The master is a process of its own, which does not end with the script that started it.
      const master = Number(readFileSync(join(own, 'queue', 'pid', 'master.pid'), 'utf8'));
      if (master > 0) process.kill(master, 'SIGTERM');
      await started.stop();
      await until(() => master <= 0 || !isAlive(master));
    },
  };
}

/** The number of a user of the system. */
function userId(name: string): number {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  return Number(line?.split(':')[2] ?? 0);
}

function startDovecot(
  folder: string,
  ports: { readonly imap: number; readonly imaps: number; readonly pop: number; readonly pops: number },
): Started {
  const own = join(folder, 'dovecot');
  for (const name of ['', 'base', 'state', 'mail']) mkdirSync(join(own, name), { recursive: true });
  const conf = join(own, 'dovecot.conf');
  const login = (protocol: string, plain: number, tls: number) => `service ${protocol}-login {
  chroot =
  inet_listener ${protocol} {
    address = 127.0.0.1
    port = ${plain}
  }
  inet_listener ${protocol}s {
    address = 127.0.0.1
    port = ${tls}
    ssl = yes
  }
}
`;
  writeFileSync(
    conf,
    `base_dir = ${own}/base
state_dir = ${own}/state
log_path = ${own}/dovecot.log
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/right.pem
ssl_key = <${folder}/right.key
ssl_min_protocol = TLSv1.2
mail_location = maildir:${own}/mail
passdb {
  driver = static
  args = nopassword=n password=never
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${own}/mail
}
${login('imap', ports.imap, ports.imaps)}${login('pop3', ports.pop, ports.pops)}`,
  );
  return start('dovecot', ['-F', '-c', conf], join(own, 'dovecot.log'));
}

function startNginx(folder: string, port: number, name: string): Started {
  const own = join(folder, 'nginx');
  mkdirSync(own);
  const site = (names: string, certificate: string) => `  server {
    listen 127.0.0.1:${port} ssl${names === '_' ? ' default_server' : ''};
    server_name ${names};
    ssl_certificate ${folder}/${certificate}.pem;
    ssl_certificate_key ${folder}/${certificate}.key;
    return 404;
  }
`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `  ${what}_temp_path ${own}/${what};\n`,
  );
  writeFileSync(
    join(own, 'nginx.conf'),
    `daemon off;
pid ${own}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
${temporary.join('')}${site('_', 'right')}${site(name, 'wrong')}}
`,
  );
  return start('nginx', ['-p', own, '-e', 'stderr', '-c', join(own, 'nginx.conf')]);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Ports that are free now: all are held until all are found, so that none comes twice. */
