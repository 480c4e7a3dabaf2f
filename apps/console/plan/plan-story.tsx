import { commandLine } from '#libs/planning/cmdlet-line/command-line.js';
import { summaryOf, countsOf } from '../../cli/plan/counts.js';
import { digestOf } from '../../cli/plan/digest.js';
import { namesIn } from '../../cli/plan/story.js';
import { factsWords, partlyWords } from '../../cli/render/plan-facts.js';
import { groupedFollowUps } from '../../cli/render/plan-follow-ups.js';
import { gapsOfUndo } from '../../cli/render/plan-undo.js';
import { Lines } from '../parts/copied.js';
import { Foreign } from '../parts/foreign.js';
import type { Told } from './told.js';
import { FollowUps } from './follow-ups.js';
import { Question } from './question.js';
import { Refused } from './refused.js';
import { Result } from './result.js';

/** A plan: what was understood, the question and what to answer, what breaks first, what else changes, how to put it back, the sum last. */
export function PlanStory({ told: { story, warnings } }: { readonly told: Told }) {
  const { report, commands, safer } = story;
  const names = namesIn(story);
  const digest = digestOf(report);
  const followUps = groupedFollowUps(report.followUps);
  const partly = partlyWords(story.partly);
  const saferLines = (report.safer?.commands ?? []).map(commandLine);
  const undo = report.undo.map(commandLine);
  return (
    <>
      <Question story={story} names={names} />
      <Refused report={report} names={names} />
      {story.answered !== null && story.open ? null : (
        <section className="sheet">
          <h2>What it does</h2>
          <Result digest={digest} report={report} names={names} />
        </section>
      )}
      {safer === null || saferLines.length === 0 ? null : (
        <section className="sheet">
          <h2>Safer: the same, answered No</h2>
          <Lines lines={saferLines} label="The safer commands" />
          <p>It gives: {countsOf(digestOf(safer))}.</p>
        </section>
      )}
      {undo.length === 0 && followUps.length === 0 ? null : (
        <section className="sheet">
          <FollowUps groups={followUps} names={names} />
          {undo.length === 0 ? null : (
            <>
              <h2>Undo</h2>
              <Lines lines={undo} label="Commands that undo it" />
              {gapsOfUndo(report, names).map((gap) => (
                <p key={gap} className="doubt">
                  {gap}
                </p>
              ))}
            </>
          )}
        </section>
      )}
      <section className="sheet">
        <h2>What was understood, and from which facts</h2>
        <Lines lines={commands.map(commandLine)} label="The commands as they were understood" />
        {warnings.map(({ place, message }) => (
          <p key={place + message} className="doubt">
            <Foreign text={`${place}: ${message}`} />
          </p>
        ))}
        <p>{factsWords(story)}</p>
        {partly === null ? null : <p className="doubt">{partly}</p>}
        <p>
          <strong>
            {summaryOf(digest, report, { followUps: followUps.length, stillUnknown: report.stillUnknown })}
          </strong>
        </p>
      </section>
    </>
  );
}
