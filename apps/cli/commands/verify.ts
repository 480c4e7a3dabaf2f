import type { Difference } from '#libs/store/audit.js';
import { done, type Failure, type Failures } from '../failure.js';
import { onTheData, organizationsOf, type UpkeepOptions } from '../on-the-data.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

const DAMAGE: Readonly<Record<string, string>> = {
  'event-missing': 'an event is missing',
  'event-changed': 'an event is not what was recorded',
  'version-not-dense': 'an event of a stream is missing',
  'commit-missing': 'a commit record is missing',
  'commit-overlaps': 'two commit records claim the same event',
  'commit-changed': 'a commit record is not what was recorded',
  'chain-broken': 'the hash chain is broken',
  'event-without-commit': 'an event stands in no commit',
  'log-cut-short': 'the end of the log is missing',
  'head-wrong': 'the recorded end of the log is not its end',
  'stream-head-wrong': 'the recorded end of a stream is not its end',
};

/** The first few places in which a projection is not what the log says. */
function differing(differences: readonly Difference[]): string {
  const places = differences.slice(0, 3).map(({ server, what }) => `${what} of ${server ?? 'the organization'}`);
  return differences.length > 3 ? `${places.join(', ')} and ${differences.length - 3} more` : places.join(', ');
}

/** Proves the log of each organization (hash chain) and its projection (equal to the fold of the log). Exit 1 when either is not sound. */
export async function verify(options: UpkeepOptions, terminal: Terminal): Promise<Failures> {
  const verdicts = await onTheData(options, terminal, async ({ connections }) => {
    const organizations = await organizationsOf(connections, options.organization);
    if (!organizations.ok) return organizations;
    const { verifyLog } = await import('#libs/store/verify.js');
    const { projectionEqualsFold } = await import('#libs/store/audit.js');
    const found = [];
    for (const organization of organizations.value) {
      terminal.say(`verifying ${shown(organization)} …`);
      const log = await verifyLog(connections, organization);
      const projection = await projectionEqualsFold(connections, organization);
      found.push({ organization, log, projection });
    }
    return done(found);
  });
  if (!verdicts.ok) return [verdicts.failure];
  const failures: Failure[] = [];
  for (const { organization, log, projection } of verdicts.value) {
    if (!log.intact)
      failures.push({
        exit: 1,
        what: DAMAGE[log.reason] ?? log.reason,
        where: `${organization}, position ${log.position}`,
        remedy: 'Restore the log from a backup; keep this one as evidence.',
      });
    else if (options.json !== true)
      terminal.print(
        `${shown(organization)}: log sound, ${log.position} events in ${log.commits} commits, head ${log.headHash}`,
      );
    if (!projection.equal)
      failures.push({
        exit: 1,
        what: 'the projection is not the fold of the log',
        where: `${organization}: ${differing(projection.differences)}`,
        remedy: 'Build it anew with `certfleet rebuild`.',
      });
    else if (options.json !== true)
      terminal.print(
        `${shown(organization)}: projection equals the fold of the log, up to position ${projection.position}, ${projection.servers} servers`,
      );
  }
  if (options.json === true) terminal.printJson({ organizations: verdicts.value });
  else if (verdicts.value.length === 0) terminal.print('Nothing is recorded yet.');
  return failures;
}
