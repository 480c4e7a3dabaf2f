import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { backTestWords } from '../../cli/words/alerts.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { backTest } from './queries.js';
import { useIsSettled, useWhyNot } from './rights.js';
import { conditionOf, type RuleDraft } from './rule-draft.js';

const PATIENCE_MS = 500;

/** What the rule would have told, as it stands in the form: nobody is told by asking. */
export function BackTest({ draft }: { readonly draft: RuleDraft }) {
  const [days, setDays] = useState('90');
  const why = useWhyNot();
  return (
    <section className="sheet beside-alert">
      <h2>Tried on the past</h2>
      <NativeSelect
        label="The last"
        value={days}
        data={['7', '30', '90', '365'].map((value) => ({ value, label: `${value} days` }))}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      {why === null ? (
        <Tried draft={draft} days={Number(days)} />
      ) : (
        <p className="doubt">Trying a rule takes a token of an administrator.</p>
      )}
    </section>
  );
}

function Tried({ draft, days }: { readonly draft: RuleDraft; readonly days: number }) {
  const [settled] = useDebouncedValue(draft, PATIENCE_MS);
  const isSettled = useIsSettled();
  const condition = conditionOf(settled);
  const rule = {
    name: 'draft',
    about: '',
    severity: null,
    enabled: false,
    owner: null,
    channels: null,
    robots: settled.robots,
    condition: condition.ok ? condition.value : ({ kind: 'drift' } as const),
  };
  const id = /^[a-z0-9][a-z0-9-]{0,62}$/.test(settled.id) ? settled.id : 'draft';
  const { data, error, isFetching, refetch } = useQuery({
    ...backTest(useMoment(), id, rule, days),
    enabled: condition.ok && isSettled,
    placeholderData: keepPreviousData,
  });
  if (!condition.ok) return <p className="dim tried">Nothing to try yet: {condition.fault}</p>;
  if (error !== null) return <Trouble error={error} again={() => void refetch()} />;
  if (data === undefined) return <Waiting what="Asking the past" />;
  return (
    <div className={isFetching ? 'tried waiting-anew' : 'tried'}>
      <p className="advice" role="status">
        {backTestWords(data, days)}
      </p>
      <Hits told={data} />
    </div>
  );
}

const OVER: Readonly<Record<Schemas['BackTest']['over'], string>> = {
  changes: 'Changes of the past, as they are known today.',
  findings: 'Findings of the past, as they are known today.',
  now: 'What meets the rule now: nobody kept what met it before.',
};

function Hits({ told: { items, hits, over, cutOff } }: { readonly told: Schemas['BackTest'] }) {
  return (
    <>
      <p className="dim">{OVER[over]}</p>
      {cutOff ? <p className="doubt">Only the last 50,000 events were looked at.</p> : null}
      <ol className="hits">
        {items.map(({ at, server, what }, i) => (
          <li key={i}>
            <span className="dim">
              <Instant at={at} />
            </span>{' '}
            {server === null ? null : (
              <strong>
                <Brief text={server.split('.')[0] ?? server} most={40} />
              </strong>
            )}{' '}
            <Foreign text={what} most={300} />
          </li>
        ))}
      </ol>
      {hits > items.length ? <p className="dim">And {(hits - items.length).toLocaleString('en-US')} before.</p> : null}
    </>
  );
}
