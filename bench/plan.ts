/**
 * Row 22: one plan over a fleet of 10,000 servers with ten endpoints each. One core; absolute, so for a quiet machine.
 *
 *   node dist/bench/plan.js            the plan of one renewal, and a rollout of one command on each server
 *   node dist/bench/plan.js --smoke    a small fleet and no verdict: that it runs at all
 */
import { cpus, loadavg } from 'node:os';
import type { Command } from '#libs/planning/command.js';
import { plan } from '#libs/planning/plan.js';
import { AT, benchFleet, renewedOf } from './fleet.js';

const SECONDS = 2;
const BYTES = 1024 ** 3;
const ROUNDS = 5;

const smoke = process.argv.includes('--smoke');
const fleet = benchFleet(smoke ? 200 : 10_000);

/** What an administrator asks: a renewal on one server, with the question answered Yes, and the hybrid connector after it. */
const renewal: readonly Command[] = [
  { ...enabling(0, ['SMTP', 'IIS']), answer: 'yes' },
  { cmdlet: 'Set-SendConnector', identity: 'Outbound to Office 365', enabled: true, fqdn: 'mail.site0.contoso.com' },
];

/** The same on every Mailbox server, answered No. */
const rollout: readonly Command[] = fleet.servers.flatMap(({ roles }, index) =>
  roles?.includes('Mailbox') ? [{ ...enabling(index, ['SMTP', 'IIS']), answer: 'no' }] : [],
);

function enabling(
  index: number,
  services: ['SMTP', 'IIS'],
): Extract<Command, { cmdlet: 'Enable-ExchangeCertificate' }> {
  const server = fleet.servers[index]?.fqdn ?? '';
  return { cmdlet: 'Enable-ExchangeCertificate', server, thumbprint: renewedOf(index), services };
}

/** The first plan of a process is the one that a command line waits for; the median of the later ones is what a service does. */
function measured(title: string, commands: readonly Command[], rounds: number): { first: number; line: string } {
  const seconds: number[] = [];
  let size = '';
  for (let round = 0; round < rounds; round += 1) {
    const started = process.hrtime.bigint();
    const { outcome, searched, changes, risks } = plan(fleet, commands, AT);
    seconds.push(Number(process.hrtime.bigint() - started) / 1e9);
    size = `${searched.servers} servers, ${searched.endpoints} endpoints, ${outcome}, ${changes.length} changes, ${risks.length} risks`;
  }
  const [first = 0, ...later] = seconds;
  const median = later.sort((one, other) => one - other)[Math.floor(later.length / 2)] ?? first;
  const then = later.length === 0 ? '' : `, then ${median.toFixed(2)} s (median of ${later.length})`;
  const line = `${title}: first ${first.toFixed(2)} s${then}; ${size}`;
  return { first, line };
}

const one = measured('22 plan', renewal, smoke ? 1 : ROUNDS);
const peak = process.resourceUsage().maxRSS * 1024;
const met = one.first <= SECONDS && peak < BYTES;
const verdict = smoke ? 'smoke' : `target ${SECONDS} s and 1 GiB: ${met ? 'met' : 'not met'}`;
console.log(`${one.line}; peak RSS ${inMebibytes(peak)} MiB; ${verdict}`);

const all = measured(`   rollout of ${rollout.length} commands`, rollout, smoke ? 1 : 2);
console.log(`${all.line}; peak RSS ${inMebibytes(process.resourceUsage().maxRSS * 1024)} MiB`);
if (!smoke)
  console.log(
    `   ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(2)}`,
  );

function inMebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
