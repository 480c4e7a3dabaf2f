import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SEVERITIES } from '#libs/rules/finding.js';
import { CONDITION_WORDS } from '../../cli/words/alerts.js';
import { Trouble } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { Check } from './check.js';
import { ConditionFields } from './condition-fields.js';
import { useForgetRule, useSaveRule } from './deeds.js';
import { channels } from './queries.js';
import { Deciding } from './rights.js';
import { isKind, requestOf, type RuleDraft } from './rule-draft.js';
import { capital } from './rules-page.js';

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

interface FormProps {
  readonly draft: RuleDraft;
  readonly write: (draft: RuleDraft) => void;
  readonly isNew: boolean;
  readonly builtIn: boolean;
  readonly isChanged: boolean;
}

/** What a rule matches, how bad that is, and who is told of it. */
export function RuleForm({ draft, write, isNew, builtIn, isChanged }: FormProps) {
  const [told, tell] = useState('');
  const navigate = useNavigate();
  const save = useSaveRule();
  const request = requestOf(draft);
  const isId = ID.test(draft.id);
  const put = (part: Partial<RuleDraft>) => {
    tell('');
    write({ ...draft, ...part });
  };
  const submit = () => {
    if (!request.ok || !isId) return;
    const onSuccess = () => {
      tell(`Saved: ${draft.id} is ${draft.enabled ? 'on' : 'off'}.`);
      if (isNew) void navigate({ to: '/alerts/rules/$rule', params: { rule: draft.id } });
    };
    save.mutate({ id: draft.id, rule: request.value }, { onSuccess });
  };
  return (
    <div className="sheet">
      <Deciding>
        <form
          className="deed wide"
          aria-label="The rule"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {isNew ? <Id id={draft.id} put={put} /> : null}
          <TextInput
            label="Name"
            maxLength={120}
            value={draft.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
          />
          <Kind kind={draft.kind} builtIn={builtIn} put={put} />
          <ConditionFields draft={draft} put={put} />
          {request.ok ? null : <p className="doubt">{request.fault}</p>}
          <Told draft={draft} put={put} />
          {save.error === null ? null : <Trouble error={save.error} />}
          <div className="buttons">
            <Button type="submit" disabled={!request.ok || !isId || save.isPending}>
              Save
            </Button>
            {isNew ? null : <Forget id={draft.id} builtIn={builtIn} isChanged={isChanged} />}
          </div>
          <p role="status" className="good told">
            {told}
          </p>
        </form>
      </Deciding>
    </div>
  );
}

type Put = (part: Partial<RuleDraft>) => void;

interface KindProps extends Pick<RuleDraft, 'kind'> {
  readonly builtIn: boolean;
  readonly put: Put;
}

function Kind({ kind, builtIn, put }: KindProps) {
  return (
    <NativeSelect
      label="Tells of"
      value={kind}
      disabled={builtIn}
      description={
        builtIn ? 'Of a rule that Certfleet brings this stays. Write another rule for something else.' : undefined
      }
      data={Object.entries(CONDITION_WORDS).map(([value, words]) => ({ value, label: capital(words) }))}
      onChange={({ currentTarget: { value } }) => {
        if (isKind(value)) put({ kind: value });
      }}
    />
  );
}

function Id({ id, put }: { readonly id: string; readonly put: Put }) {
  return (
    <TextInput
      label="Id"
      placeholder="wildcard-on-receive"
      required
      maxLength={63}
      spellCheck={false}
      value={id}
      error={id === '' || ID.test(id) ? undefined : 'Small letters, digits and dashes, at most 63.'}
      onChange={(event) => put({ id: event.currentTarget.value.toLowerCase() })}
    />
  );
}

/** How bad it is, whose it is, and through what it is told. */
function Told({ draft, put }: { readonly draft: RuleDraft; readonly put: Put }) {
  const { severity, owner, about, robots, enabled } = draft;
  return (
    <>
      <NativeSelect
        label="Severity"
        value={severity}
        data={[{ value: '', label: 'as found' }, ...SEVERITIES.map((one) => ({ value: one, label: one }))]}
        onChange={(event) => put({ severity: event.currentTarget.value })}
      />
      <TextInput
        label="Owner"
        placeholder="nobody in particular"
        maxLength={255}
        value={owner}
        onChange={(event) => put({ owner: event.currentTarget.value })}
      />
      <Textarea
        label="Why one wants to know"
        rows={2}
        maxLength={1_000}
        value={about.replace(/\s+/g, ' ')}
        onChange={(event) => put({ about: event.currentTarget.value.replace(/\s+/g, ' ') })}
      />
      <Channels draft={draft} put={put} />
      <Check
        label="What known robots do is expected: it stands in the digest alone"
        checked={robots === 'expected'}
        put={(checked) => put({ robots: checked ? 'expected' : 'told' })}
      />
      <Check label="Switched on" checked={enabled} put={(checked) => put({ enabled: checked })} />
    </>
  );
}

function Channels({ draft: { channels: chosen }, put }: { readonly draft: RuleDraft; readonly put: Put }) {
  const { data } = useQuery(channels(useMoment()));
  const names = [...new Set([...(data?.items.map(({ name }) => name) ?? []), ...(chosen ?? [])])];
  return (
    <fieldset className="checks">
      <legend>Channels</legend>
      <Check label="Every one" checked={chosen === null} put={(checked) => put({ channels: checked ? null : names })} />
      {chosen === null
        ? null
        : names.map((name) => (
            <Check
              key={name}
              label={name}
              checked={chosen.includes(name)}
              put={(checked) => put({ channels: checked ? [...chosen, name] : chosen.filter((one) => one !== name) })}
            />
          ))}
    </fieldset>
  );
}

/** A rule of one's own is deleted; of one that Certfleet brings, what was changed. */
function Forget({
  id,
  builtIn,
  isChanged,
}: {
  readonly id: string;
  readonly builtIn: boolean;
  readonly isChanged: boolean;
}) {
  const [isSure, beSure] = useState(false);
  const navigate = useNavigate();
  const forget = useForgetRule(() => navigate({ to: '/alerts/rules' }));
  if (builtIn && !isChanged) return null;
  const words = builtIn ? 'As Certfleet brings it' : 'Delete it';
  return (
    <>
      <Button
        variant="default"
        disabled={forget.isPending}
        onClick={() => {
          if (isSure) forget.mutate(id);
          else beSure(true);
        }}
      >
        {isSure ? `Yes: ${words.toLowerCase()}` : words}
      </Button>
      {forget.error === null ? null : <Trouble error={forget.error} />}
    </>
  );
}
