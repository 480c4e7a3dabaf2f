import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SEVERITIES } from '#libs/rules/finding.js';
import type { Schemas } from '../client/api.js';
import { type Fault, Problem } from '../client/problem.js';
import { Trouble } from '../parts/trouble.js';
import {
  type ChannelRequest,
  fieldsOf,
  isKept,
  settingsOf,
  type Value,
  type Values,
  valuesOf,
} from './channel-fields.js';
import { SettingInput } from './channel-inputs.js';
import { Check } from './check.js';
import { useForgetChannel, useSaveChannel } from './deeds.js';
import { Deciding } from './rights.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
type Kept = Schemas['AlertChannel'];
type Kind = Schemas['ChannelKind'];
type Carried = Pick<ChannelRequest, 'enabled' | 'leastSeverity' | 'digest'>;

/** A channel with the settings of its kind: a new one, or one that is kept. */
export function ChannelForm({ kind, kept }: { readonly kind: Kind; readonly kept: Kept | null }) {
  const fields = fieldsOf(kind);
  const before = kept?.settings ?? {};
  const [name, setName] = useState(kept?.name ?? '');
  const [values, setValues] = useState(() => valuesOf(fields, before));
  const [carried, carry] = useState<Carried>(kept ?? { enabled: true, leastSeverity: 'low', digest: true });
  const [told, tell] = useState('');
  const save = useSaveChannel();
  const navigate = useNavigate();
  const faults = save.error instanceof Problem ? save.error.faults : [];
  const submit = () => {
    const { enabled, leastSeverity, digest } = carried;
    const channel = { kind: kind.kind, settings: settingsOf(fields, values, before), enabled, leastSeverity, digest };
    const onSuccess = (saved: Kept) => {
      // What was typed of secrets is forgotten here as well.
      setValues(valuesOf(fields, saved.settings));
      tell(`Saved: ${name}. Send a test through it.`);
      if (kept === null) void navigate({ to: '/alerts/channels/$name', params: { name } });
    };
    save.mutate({ name, channel }, { onSuccess });
  };
  return (
    <Deciding>
      <form
        className="deed wide"
        aria-label="The channel"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (NAME.test(name)) submit();
        }}
      >
        {kept === null ? <Name name={name} put={setName} /> : null}
        {fields.map((field) => (
          <SettingInput
            key={field.key}
            field={field}
            value={values[field.key]}
            isKept={isKept(field, before)}
            put={(value) => {
              tell('');
              setValues(withValue(values, field.key, value));
            }}
            error={faultOf(faults, field.key)}
          />
        ))}
        <CarriedFields carried={carried} carry={carry} />
        {save.error === null ? null : <Trouble error={save.error} />}
        <div className="buttons">
          <Button type="submit" disabled={!NAME.test(name) || save.isPending}>
            Save
          </Button>
          {kept === null ? null : <Forget name={kept.name} />}
        </div>
        <p role="status" className="good told">
          {told}
        </p>
      </form>
    </Deciding>
  );
}

/** Without a value: a secret that is kept stays as it is. */
function withValue(values: Values, key: string, value: Value | undefined): Values {
  const others = Object.fromEntries(Object.entries(values).filter(([one]) => one !== key));
  return value === undefined ? others : { ...others, [key]: value };
}

/** What the server finds wrong with a setting, or with a part of it. */
function faultOf(faults: readonly Fault[], key: string): string | undefined {
  const place = `/settings/${key}`;
  return faults.find((fault) => fault.place === place || fault.place?.startsWith(`${place}/`) === true)?.message;
}

function Name({ name, put }: { readonly name: string; readonly put: (name: string) => void }) {
  return (
    <TextInput
      label="Name"
      description="Rules name it by this."
      placeholder="duty"
      required
      maxLength={63}
      spellCheck={false}
      value={name}
      error={name === '' || NAME.test(name) ? undefined : 'Small letters, digits, dots, dashes and underscores.'}
      onChange={(event) => put(event.currentTarget.value.toLowerCase())}
    />
  );
}

/** What goes through it. */
function CarriedFields({ carried, carry }: { readonly carried: Carried; readonly carry: (carried: Carried) => void }) {
  const { enabled, leastSeverity, digest } = carried;
  return (
    <>
      <NativeSelect
        label="Carries alerts that are"
        value={leastSeverity}
        data={SEVERITIES.map((one) => ({ value: one, label: one === 'critical' ? 'critical' : `${one} and worse` }))}
        onChange={({ currentTarget: { value } }) =>
          carry({ ...carried, leastSeverity: SEVERITIES.find((one) => one === value) ?? leastSeverity })
        }
      />
      <Check label="And the digest" checked={digest} put={(checked) => carry({ ...carried, digest: checked })} />
      <Check label="Switched on" checked={enabled} put={(checked) => carry({ ...carried, enabled: checked })} />
    </>
  );
}

function Forget({ name }: { readonly name: string }) {
  const [isSure, beSure] = useState(false);
  const navigate = useNavigate();
  const forget = useForgetChannel(() => navigate({ to: '/alerts/channels' }));
  return (
    <>
      <Button
        variant="default"
        disabled={forget.isPending}
        onClick={() => {
          if (isSure) forget.mutate(name);
          else beSure(true);
        }}
      >
        {isSure ? 'Yes, remove it; what is due for it stays undelivered' : 'Remove it'}
      </Button>
      {forget.error === null ? null : <Trouble error={forget.error} />}
    </>
  );
}
