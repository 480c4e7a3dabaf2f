import { distanceWords } from '../../cli/text/instant.js';
import { Foreign } from '../parts/foreign.js';
import { Entry } from './entry.js';
import { Changes } from './changes.js';
import type { GroupOfItems, ToldGroup } from './told.js';

/** One cause: what it was, the robot behind it, and each thing that it did. */
export function Group({ told: { group, entries }, asOf }: { readonly told: ToldGroup; readonly asOf: string }) {
  const [only] = entries;
  if (entries.length === 1 && only !== undefined)
    return (
      <article className="cause">
        <Entry item={only} />
        <Robot robot={group.robot} asOf={asOf} />
      </article>
    );
  return (
    <article className="cause">
      <h3>
        <Foreign text={group.title} />
      </h3>
      <Robot robot={group.robot} asOf={asOf} />
      {group.folds.map((fold) => (
        <p key={fold.positions.join(' ')} className="fold">
          <Foreign text={fold.title} />
        </p>
      ))}
      {group.changes.length === 0 ? null : (
        <div className="net">
          <span className="dim">Before and after all of it</span>
          <Changes changes={group.changes} server={group.servers.length === 1 ? (group.servers[0] ?? null) : null} />
        </div>
      )}
      <ol className="entries">
        {entries.map((item) => (
          <li key={item.position}>
            <Entry item={item} />
          </li>
        ))}
      </ol>
    </article>
  );
}

function Robot({ robot, asOf }: { readonly robot: GroupOfItems['robot']; readonly asOf: string }) {
  if (robot === null) return null;
  const { because, certainty, nextRun } = robot;
  return (
    <p className="robot">
      <Foreign text={because} /> (certainty {certainty})
      {nextRun === null
        ? ''
        : `; next run expected on ${nextRun.expected.slice(0, 10)} (${distanceWords(asOf, nextRun.expected)})`}
    </p>
  );
}
