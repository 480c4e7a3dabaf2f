import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Foreign } from '../parts/foreign.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { BackTest } from './back-test.js';
import { rules } from './queries.js';
import { draftOf, NEW_RULE, type RuleDraft } from './rule-draft.js';
import { RuleForm } from './rule-form.js';
import { AlertHeading } from './tabs.js';

/** One rule, to be changed and tried on the past. */
export function RulePage() {
  const { rule: id } = useParams({ from: '/alerts/rules/$rule' });
  const { data, error, isPending, refetch } = useQuery(rules(useMoment()));
  const found = data?.items.find((one) => one.id === id);
  return (
    <>
      <AlertHeading title={`Rule ${id}`}>
        <Foreign text={found?.name ?? id} />
      </AlertHeading>
      {isPending ? <Waiting what="Asking for the rule" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {found === undefined ? null : (
        <>
          <p>
            <Foreign text={found.about} most={1_000} />
          </p>
          <Written
            key={found.id}
            first={draftOf(found)}
            isNew={false}
            builtIn={found.builtIn}
            isChanged={found.savedAt !== null}
          />
        </>
      )}
      {data === undefined || found !== undefined ? null : (
        <p className="nothing">
          There is no rule of this id. <Link to="/alerts/rules">Every rule</Link>
        </p>
      )}
    </>
  );
}

export function NewRulePage() {
  return (
    <>
      <AlertHeading title="A new alert rule" below="/alerts/rules" />
      <p>It is tried on the past while it is written, and tells nobody before it is switched on.</p>
      <Written first={NEW_RULE} isNew builtIn={false} isChanged={false} />
    </>
  );
}

interface WrittenProps {
  readonly first: RuleDraft;
  readonly isNew: boolean;
  readonly builtIn: boolean;
  readonly isChanged: boolean;
}

function Written({ first, ...about }: WrittenProps) {
  const [draft, write] = useState(first);
  return (
    <div className="alert-page halves">
      <RuleForm draft={draft} write={write} {...about} />
      <BackTest draft={draft} />
    </div>
  );
}
