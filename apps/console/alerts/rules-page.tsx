import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { matchWords } from '../../cli/words/alerts.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Severity } from '../parts/severity.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { useSaveRule } from './deeds.js';
import { rules } from './queries.js';
import { useWhyNot } from './rights.js';
import { isCondition, requestOfKept } from './rule-draft.js';
import { AlertHeading } from './tabs.js';

type Rule = Schemas['AlertRule'];

/** What is told: the rules that Certfleet brings, and those that people wrote. */
export function RulesPage() {
  const { data, error, isPending, refetch } = useQuery(rules(useMoment()));
  const why = useWhyNot();
  return (
    <>
      <AlertHeading title="Alert rules" />
      <p>
        A rule says what is worth telling somebody. Each can be tried on the past before it is switched on.{' '}
        <Link to="/alerts/new-rule">Write a rule</Link>
      </p>
      {why === null ? null : <p className="doubt">{why}</p>}
      {isPending ? <Waiting what="Asking for the rules" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <Rules
            title="Written here"
            rules={data.items.filter(({ builtIn }) => !builtIn)}
            nothing="None yet."
            why={why}
          />
          <Rules
            title="Brought by Certfleet"
            rules={data.items.filter(({ builtIn }) => builtIn)}
            nothing=""
            why={why}
          />
        </>
      )}
    </>
  );
}

interface RulesProps {
  readonly title: string;
  readonly rules: readonly Rule[];
  readonly nothing: string;
  readonly why: string | null;
}

function Rules({ title, rules: listed, nothing, why }: RulesProps) {
  return (
    <section className="sheet">
      <h2>{title}</h2>
      {listed.length === 0 ? (
        <p className="dim">{nothing}</p>
      ) : (
        <ul className="rules">
          {listed.map((rule) => (
            <li key={rule.id} className={rule.enabled ? undefined : 'off'}>
              <One rule={rule} why={why} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ rule, why }: { readonly rule: Rule; readonly why: string | null }) {
  const { id, name, severity, condition, channels, owner, robots, savedBy, savedAt } = rule;
  return (
    <>
      <div className="rule-severity">
        {severity === null ? <span className="dim">as found</span> : <Severity severity={severity} />}
      </div>
      <div>
        <h3>
          <Link to="/alerts/rules/$rule" params={{ rule: id }}>
            <Foreign text={name} />
          </Link>{' '}
          <code className="dim">{id}</code>
        </h3>
        <p>
          {isCondition(condition) ? (
            <Foreign text={capital(matchWords(condition))} most={300} />
          ) : (
            <span className="doubt">of a kind that this console does not know</span>
          )}
        </p>
      </div>
      <div className="dim">
        {channelWords(channels)}
        {channels === null ? null : <Brief text={channels.join(', ')} />}
        {owner === null ? null : (
          <>
            ; owner <Brief text={owner} />
          </>
        )}
        {robots === 'expected' ? '; what known robots do is expected' : ''}
        {savedAt === null ? null : (
          <>
            ; saved {savedAt.slice(0, 10)} by <Brief text={savedBy ?? 'somebody'} />
          </>
        )}
      </div>
      <Switch rule={rule} why={why} />
    </>
  );
}

function channelWords(channels: Rule['channels']): string {
  if (channels === null) return 'every channel';
  return channels.length === 0 ? 'no channel' : 'channels ';
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function Switch({ rule, why }: { readonly rule: Rule; readonly why: string | null }) {
  const save = useSaveRule();
  const kept = requestOfKept(rule);
  return (
    <div className="rule-switch">
      <span className={rule.enabled ? 'good' : 'quiet'}>{rule.enabled ? '● on' : '○ off'}</span>
      <Button
        size="compact-sm"
        variant="default"
        disabled={why !== null || kept === null || save.isPending}
        title={why ?? undefined}
        onClick={() => {
          if (kept !== null) save.mutate({ id: rule.id, rule: { ...kept, enabled: !rule.enabled } });
        }}
      >
        {rule.enabled ? 'Switch off' : 'Switch on'}
        <span className="out-of-sight">: {rule.id}</span>
      </Button>
      {save.error === null ? null : <Trouble error={save.error} />}
    </div>
  );
}
