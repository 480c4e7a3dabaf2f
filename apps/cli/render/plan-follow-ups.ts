import type { FollowUp } from '#libs/planning/follow-up.js';
import type { Names } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { serverPattern } from '#libs/fleet/server-pattern.js';
import { serversOf } from './plan-changes.js';
import { remedyLines } from './risk.js';

/** Follow-ups that say the same of several servers. */
export interface FollowUpGroup {
  readonly first: FollowUp;
  readonly all: readonly FollowUp[];
}

export function groupedFollowUps(followUps: readonly FollowUp[]): readonly FollowUpGroup[] {
  const groups = new Map<string, FollowUp[]>();
  for (const followUp of followUps) {
    const { kind, rule, endpoint, server } = followUp;
    const place = server === null || endpoint === null ? endpoint : serverPattern(endpoint, server);
    const key = JSON.stringify([kind, rule, place, kind === 'risk-remains' ? '' : pattern(followUp)]);
    groups.set(key, [...(groups.get(key) ?? []), followUp]);
  }
  return [...groups.values()].flatMap((all) => (all[0] === undefined ? [] : [{ first: all[0], all }]));
}

function pattern({ summary, server }: FollowUp): string {
  return server === null ? summary : serverPattern(summary, server);
}

/** What is left to be done, numbered by nothing but its order. */
export function followUpLines(
  groups: readonly FollowUpGroup[],
  { names, page }: { readonly names: Names; readonly page: Page },
): readonly string[] {
  return groups.flatMap(({ first, all }) => {
    const place = first.server === null ? 'organization' : serversOf(placed(all), names);
    const about = first.rule === null ? '' : `${first.rule} `;
    const still = first.kind === 'risk-remains' ? 'still holds: ' : '';
    return [
      ...hanging('  \u2022 ', `${place}: ${about}${still}${shown(first.summary)}`, page.width),
      ...commandsOf(all, page),
    ];
  });
}

function placed(all: readonly FollowUp[]): readonly { readonly server: string }[] {
  return all.flatMap(({ server }) => (server === null ? [] : [{ server }]));
}

/** Each server's commands. What to do against risks that were there before is told by `certfleet findings`. */
function commandsOf(all: readonly FollowUp[], page: Page): readonly string[] {
  const [first] = all;
  if (first === undefined) return [];
  if (first.kind === 'risk-remains') {
    const server = all.length > 1 || first.server === null ? '' : ` --server ${first.server}`;
    return hanging(
      '      ',
      `certfleet findings --rule ${first.rule ?? ''}${shown(server)} says what to do.`,
      page.width,
    );
  }
  // One command for several servers, such as one for a Send connector, stands there once.
  const blocks = new Map(all.map(({ commands }) => [commands.join('\n'), commands]));
  return [...blocks.values()].flatMap((commands) => remedyLines(commands, '      ', page));
}
