import type { Audit, Difference } from '#libs/store/audit.js';
import type { CopiedHead, Intact } from '#libs/store/chain-walk.js';
import type { Damage } from '#libs/store/damage.js';
import { copiedHead, type HeadOptions } from '../copied-head.js';
import { done, failed, type Failure, type Failures, type Result } from '../failure.js';
import { onTheData, organizationsOf, type Opened, type UpkeepOptions } from '../on-the-data.js';
import { progressLines } from '../progress.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';
import { DAMAGE_WORDS } from '../words/damage.js';

interface Verdict {
  readonly organization: string;
  readonly log: Intact | Damage;
  readonly projection: Audit;
}

/**
 * Proves the log of each organization (hash chain, and a head hash that was kept outside) and its projection (equal to the fold of the log).
 * Exit 1 when either is not sound.
 */
export async function verify(options: UpkeepOptions & HeadOptions, terminal: Terminal): Promise<Failures> {
  const copied = copiedHead(options);
  if (!copied.ok) return [copied.failure];
  const verdicts = await onTheData(options, terminal, (opened) => verdictsOf(opened, options, copied.value, terminal));
  if (!verdicts.ok) return [verdicts.failure];
  if (options.json === true) terminal.printJson({ organizations: verdicts.value });
  else if (verdicts.value.length === 0) terminal.print('Nothing is recorded yet.');
  else for (const verdict of verdicts.value) for (const line of soundLines(verdict)) terminal.print(line);
  return verdicts.value.flatMap(failuresOf);
}

async function verdictsOf(
  { connections }: Opened,
  options: UpkeepOptions,
  copied: CopiedHead | undefined,
  terminal: Terminal,
): Promise<Result<readonly Verdict[]>> {
  const organizations = await organizationsOf(connections, options.organization);
  if (!organizations.ok) return organizations;
  if (copied !== undefined && organizations.value.length !== 1)
    return failed({
      exit: 64,
      what: 'a head hash belongs to one organization',
      where: '--head',
      remedy: 'Say which one with --organization.',
    });
  const { verifyLog } = await import('#libs/store/verify.js');
  const { projectionEqualsFold } = await import('#libs/store/audit.js');
  const found: Verdict[] = [];
  for (const organization of organizations.value) {
    terminal.say(`verifying ${shown(organization)} …`);
    const log = await verifyLog(connections, organization, copied, progressLines(terminal.say, 'position'));
    const projection = await projectionEqualsFold(connections, organization, progressLines(terminal.say, 'server'));
    found.push({ organization, log, projection });
  }
  return done(found);
}

function soundLines({ organization, log, projection }: Verdict): readonly string[] {
  const name = shown(organization);
  return [
    ...(log.intact
      ? [`${name}: log sound, ${log.position} events in ${log.commits} commits, head ${log.headHash}`]
      : []),
    ...(projection.equal
      ? [
          `${name}: projection equals the fold of the log, up to position ${projection.position}, ${projection.servers} servers`,
        ]
      : []),
  ];
}

function failuresOf({ organization, log, projection }: Verdict): readonly Failure[] {
  const failures: Failure[] = [];
  if (!log.intact)
    failures.push({
      exit: 1,
      what: DAMAGE_WORDS[log.reason],
      where: `${organization}, position ${log.position}`,
      remedy: 'Restore the log from a backup; keep this one as evidence.',
    });
  if (!projection.equal)
    failures.push({
      exit: 1,
      what: 'the projection is not the fold of the log',
      where: `${organization}: ${differing(projection.differences)}`,
      remedy: 'Build it anew with `certfleet rebuild`.',
    });
  return failures;
}

/** The first few places in which a projection is not what the log says. */
function differing(differences: readonly Difference[]): string {
  const places = differences.slice(0, 3).map(({ server, what }) => `${what} of ${server ?? 'the organization'}`);
  return differences.length > 3 ? `${places.join(', ')} and ${differences.length - 3} more` : places.join(', ');
}
