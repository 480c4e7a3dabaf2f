import './no-eval.js';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Heading } from '../parts/page.js';
import { Trouble } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { PlanForm } from './plan-form.js';
import { PlanStory } from './plan-story.js';
import { Mark } from './standing.js';
import { usePlan } from './use-plan.js';

/** So long a text is left alone before the server is asked. */
const PATIENCE_MS = 400;

/** What commands would do, while they are typed or chosen, before anybody presses anything. */
export function PlanPage() {
  const { text, settled, put } = useCommands();
  const { read, told, standing, error, again } = usePlan(useMoment(), text, settled);
  return (
    <>
      <Heading title="Should I overwrite?" />
      <p>
        Exchange asks whether to overwrite the default SMTP certificate. Choose what you are about to do, or paste the
        command: it is worked out on what is known of the fleet, and no server is touched.
      </p>
      <PlanForm text={text} read={read} put={put} />
      <Mark standing={standing} />
      {error === null ? null : <Trouble error={error} again={again} />}
      {told === null ? null : <PlanStory told={told} />}
    </>
  );
}

/** The commands stand in the address. It follows who types, and leads who comes by a link or goes back. */
function useCommands() {
  const { commands = '' } = useSearch({ from: '/plan' });
  const navigate = useNavigate({ from: '/plan' });
  const [text, setText] = useState(commands);
  const written = useRef(commands);
  const [settled] = useDebouncedValue(text, PATIENCE_MS);
  useEffect(() => {
    if (commands === written.current) return;
    written.current = commands;
    setText(commands);
  }, [commands]);
  useEffect(() => {
    const asked = settled.trim();
    if (asked === written.current.trim()) return;
    written.current = asked;
    void navigate({ search: (before) => ({ ...before, commands: asked === '' ? undefined : asked }), replace: true });
  }, [settled, navigate]);
  return { text, settled, put: setText };
}
