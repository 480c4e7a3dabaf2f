import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas, told } from '../client/api.js';
import { given } from '../client/moment.js';
import { Lines } from '../parts/copied.js';
import { Foreign } from '../parts/foreign.js';
import { Trouble } from '../parts/trouble.js';
import { instantOf } from '../session/as-of.js';
import { useMoment } from '../session/moment.js';

const ROLES = [
  { value: 'collector', label: 'send reports (collector)' },
  { value: 'reader', label: 'read (dashboards, Prometheus, people)' },
  { value: 'administrator', label: 'do everything (administrator)' },
] as const;
type Role = (typeof ROLES)[number]['value'];

interface Asked {
  readonly name: string;
  readonly role: Role;
  readonly servers: string;
  readonly until: string;
}

const NONE: Asked = { name: '', role: 'collector', servers: '', until: '' };

/** Makes a key and shows its secret, once. */
export function MakeKey() {
  const { organization } = useMoment();
  const [asked, set] = useState<Asked>(NONE);
  const answers = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      told(api.POST('/api/v1/keys', { params: { query: given({ organization }) }, body: bodyOf(asked) })),
    onSuccess: async () => {
      set(NONE);
      await answers.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <section className="sheet">
      <h2>Make a key</h2>
      <form
        className="make-key"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextInput
          label="Name"
          description="Who bears it: letters, digits, blanks, . - _ @"
          required
          value={asked.name}
          onChange={(event) => set({ ...asked, name: event.currentTarget.value })}
        />
        <NativeSelect
          label="It may"
          value={asked.role}
          data={ROLES}
          onChange={(event) => set({ ...asked, role: roleOf(event.currentTarget.value) })}
        />
        {asked.role === 'collector' ? (
          <TextInput
            label="Only of these servers (optional)"
            description="Full names, with blanks or commas between. A key that is stolen tells lies about these alone."
            value={asked.servers}
            onChange={(event) => set({ ...asked, servers: event.currentTarget.value })}
          />
        ) : null}
        <TextInput
          type="datetime-local"
          label="Good until (UTC, optional)"
          value={asked.until}
          max="9999-12-31T23:59"
          onChange={(event) => set({ ...asked, until: event.currentTarget.value })}
        />
        <Button type="submit" disabled={asked.name.trim() === '' || make.isPending}>
          Make it
        </Button>
      </form>
      {make.error === null ? null : <Trouble error={make.error} />}
      <div role="status">{make.data === undefined ? null : <Made made={make.data} />}</div>
    </section>
  );
}

function Made({ made: { name, key } }: { readonly made: Schemas['KeyMade'] }) {
  return (
    <div className="made-key">
      <p>
        The secret of <Foreign text={name} />. It is shown this once: when you leave this page nobody can tell it again.
      </p>
      <Lines lines={[key]} label="The secret of the key" />
    </div>
  );
}

function roleOf(text: string): Role {
  return ROLES.find(({ value }) => value === text)?.value ?? 'reader';
}

function bodyOf({ name, role, servers, until }: Asked) {
  const named = servers.split(/[\s,;]+/).filter((one) => one !== '');
  const expiresAt = until === '' ? null : instantOf(until);
  return {
    name: name.trim(),
    role,
    ...(role === 'collector' && named.length > 0 && { servers: named }),
    ...(expiresAt !== null && { expiresAt }),
  };
}
