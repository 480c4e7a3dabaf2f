import type { Rebuilt } from '#libs/store/rebuild.js';
import { buildStamp } from '../build-stamp.js';
import { done, type Failure, type Failures } from '../failure.js';
import { onTheData, organizationsOf, type UpkeepOptions } from '../on-the-data.js';
import { progressLines } from '../progress.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface RebuildCommandOptions extends UpkeepOptions {
  readonly anew?: boolean;
}

/** Longer than the lease of a rebuild that was killed. */
const PATIENCE_SECONDS = 35;

type Outcome = { readonly organization: string } & (Rebuilt | { readonly busy: true });

/** Builds the projections of every organization, or of one, anew from the log; what is stopped goes on when it is called again. */
export async function rebuild(options: RebuildCommandOptions, terminal: Terminal): Promise<Failures> {
  const outcomes = await onTheData(options, terminal, async ({ connections }) => {
    const organizations = await organizationsOf(connections, options.organization);
    if (!organizations.ok) return organizations;
    const { rebuild: build } = await import('#libs/store/rebuild.js');
    const found: Outcome[] = [];
    for (const organization of organizations.value) {
      terminal.say(`rebuilding ${shown(organization)} …`);
      const tell = progressLines(terminal.say, 'position');
      const rebuilt = await build(connections, organization, {
        build: buildStamp(),
        anew: options.anew === true,
        patienceSeconds: PATIENCE_SECONDS,
        progress: ({ position, head }) => tell(position, head),
      });
      found.push(rebuilt === 'busy' ? { organization, busy: true } : { organization, ...rebuilt });
    }
    return done(found);
  });
  if (!outcomes.ok) return [outcomes.failure];
  if (options.json === true) terminal.printJson({ organizations: outcomes.value });
  else for (const outcome of outcomes.value) if (!('busy' in outcome)) terminal.print(line(outcome));
  return outcomes.value.flatMap((outcome) => ('busy' in outcome ? [atWork(outcome.organization)] : []));
}

function line({ organization, position, resumedAt, replaced }: { readonly organization: string } & Rebuilt): string {
  const rows = Object.entries(replaced).map(([table, count]) => `${count} of ${table}`);
  const resumed = resumedAt === 0 ? '' : `, resumed at ${resumedAt}`;
  const healed = rows.length === 0 ? 'every row was right' : `rows that were not right: ${rows.join(', ')}`;
  return `${shown(organization)}: rebuilt up to position ${position}${resumed}; ${healed}`;
}

function atWork(organization: string): Failure {
  return {
    exit: 1,
    what: 'another rebuild of this organization is at work',
    where: organization,
    remedy: 'Wait until it is done.',
  };
}
