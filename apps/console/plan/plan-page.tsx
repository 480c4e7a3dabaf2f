import './no-eval.js';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { planned } from './ask.js';
import { PlanForm } from './plan-form.js';
import { PlanStory } from './plan-story.js';

/** What commands would do, before anybody presses anything. */
export function PlanPage() {
  const { commands } = useSearch({ from: '/plan' });
  const navigate = useNavigate({ from: '/plan' });
  const moment = useMoment();
  const plan = useQuery({ ...planned(moment, commands ?? ''), enabled: commands !== undefined });
  const { data, error, isFetching, refetch } = plan;
  return (
    <>
      <Heading title="Should I overwrite?" />
      <p>
        Exchange asks whether to overwrite the default SMTP certificate. Paste the command that you are about to run: it
        is worked out on what is known of the fleet, and no server is touched.
      </p>
      <PlanForm
        commands={commands ?? ''}
        ask={(text) => void navigate({ search: (before) => ({ ...before, commands: text }) })}
      />
      {isFetching && data === undefined ? <Waiting what="Working it out" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined || error !== null ? null : <PlanStory told={data} />}
    </>
  );
}
