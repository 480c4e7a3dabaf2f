/**
 * Row 22: one plan over a fleet of 10,000 servers with ten endpoints each. One core; absolute, so for a quiet machine.
 *
 *   node dist/bench/plan.js            the plan of one renewal, and a rollout of one command on each server
 *   node dist/bench/plan.js --smoke    a small fleet and no verdict: that it runs at all
 */
import type { Command } from '#libs/planning/command.js';
import { plan } from '#libs/planning/plan.js';
import { AT, benchFleet, renewedOf } from './fleet.js';
import { reporting } from './harness/report.js';
import { rounded } from './harness/row.js';
import { quartiles, type Quartiles } from './harness/statistics.js';

const SECONDS = 2;
const ROUNDS = 5;

const { smoke, finish } = reporting('plan', 'Plans');
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

interface Measured {
  /** The first plan of a process is the one that a command line waits for. */
  readonly first: number;
  /** What a service does from then on. */
  readonly later: Quartiles;
  readonly size: string;
}

function measured(commands: readonly Command[], rounds: number): Measured {
  const seconds: number[] = [];
  let size = '';
  for (let round = 0; round < rounds; round += 1) {
    const started = process.hrtime.bigint();
    const { outcome, searched, changes, risks } = plan(fleet, commands, AT);
    seconds.push(Number(process.hrtime.bigint() - started) / 1e9);
    size = `${searched.servers} servers, ${searched.endpoints} endpoints, ${outcome}, ${changes.length} changes, ${risks.length} risks`;
  }
  const [first = 0, ...later] = seconds;
  return { first, later: quartiles(later.length === 0 ? seconds : later), size };
}

const one = measured(renewal, smoke ? 1 : ROUNDS);
const peak = inMebibytes(process.resourceUsage().maxRSS);
const all = measured(rollout, smoke ? 1 : 2);
finish({
  rows: [
    {
      number: '22',
      title: 'one plan over 10,000 servers with ten endpoints each, the first of a process',
      target: SECONDS,
      better: 'less',
      unit: 's',
      value: { low: one.first, median: one.first, high: one.first },
      processor: null,
      absolute: `then ${rounded(one.later.median)} s; ${one.size}; peak RSS ${peak} MiB`,
    },
  ],
  notes: [
    `A rollout of ${rounded(rollout.length)} commands: first ${rounded(all.first)} s, then ${rounded(all.later.median)} s; ${all.size}; peak RSS ${inMebibytes(process.resourceUsage().maxRSS)} MiB.`,
  ],
});

function inMebibytes(kibibytes: number): string {
  return rounded(kibibytes / 1024);
}
