import type { Names } from '../../cli/plan/story.js';
import type { FollowUpGroup } from '../../cli/render/plan-follow-ups.js';
import { Lines } from '../parts/copied.js';
import { Foreign } from '../parts/foreign.js';

/** What is left to be done afterwards, equal things of several servers together. */
export function FollowUps({ groups, names }: { readonly groups: readonly FollowUpGroup[]; readonly names: Names }) {
  if (groups.length === 0) return null;
  return (
    <>
      <h2>Afterwards</h2>
      <ul className="follow-ups">
        {groups.map(({ first, all }) => {
          const servers = [...new Set(all.flatMap(({ server }) => (server === null ? [] : [names.server(server)])))];
          const place = servers.length === 0 ? 'organization' : servers.join(', ');
          return (
            <li key={`${first.kind} ${first.rule} ${first.endpoint} ${first.summary}`}>
              <p>
                <Foreign text={place} />: {first.rule} {first.kind === 'risk-remains' ? 'still holds: ' : ''}
                <Foreign text={first.summary} most={1_000} />
              </p>
              {first.kind === 'risk-remains' || first.commands.length === 0 ? null : (
                <Lines lines={first.commands} label="What to do afterwards" />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
