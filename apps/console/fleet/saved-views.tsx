import { Button, Popover, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, done, told } from '../client/api.js';
import type { Narrowed } from '../client/moment.js';
import { views } from '../client/queries.js';
import { Brief } from '../parts/foreign.js';
import { Trouble } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Queries that were kept under a name. While one is open its own query stays in sight; what is asked beside narrows it. */
export function SavedViews({ narrowed }: { readonly narrowed: Narrowed }) {
  const { data } = useQuery(views(useMoment()));
  const kept = data?.items.filter(({ list }) => list === 'bindings') ?? [];
  const open = kept.find(({ name }) => name === narrowed.view);
  return (
    <div className="views">
      {kept.length === 0 ? null : <span className="dim">Views:</span>}
      {kept.map(({ name, description }) => (
        <Link
          key={name}
          to="/"
          search={{ view: name === narrowed.view ? undefined : name }}
          aria-current={name === narrowed.view ? 'true' : undefined}
          className="view"
          title={description?.slice(0, 300)}
        >
          <Brief text={name} most={40} />
        </Link>
      ))}
      {narrowed.view === undefined ? null : (
        <span>
          View <strong>{narrowed.view.slice(0, 63)}</strong>
          {open === undefined ? null : (
            <>
              :{' '}
              <code>
                <Brief text={open.where === '' ? 'every row' : open.where} />
              </code>
            </>
          )}
        </span>
      )}
      {narrowed.view === undefined && narrowed.where !== undefined ? <Save narrowed={narrowed} /> : null}
      {open === undefined ? null : <Forget name={open.name} />}
    </div>
  );
}

function Save({ narrowed: { where = '', sort } }: { readonly narrowed: Narrowed }) {
  const [isOpen, open] = useState(false);
  const [name, setName] = useState('');
  const { organization } = useMoment();
  const answers = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      told(
        api.PUT('/api/v1/views/{name}', {
          params: { path: { name }, query: organization === undefined ? {} : { organization } },
          body: { list: 'bindings', where, ...(sort !== undefined && { sort }) },
        }),
      ),
    onSuccess: async () => {
      open(false);
      await answers.invalidateQueries({ queryKey: ['views'] });
    },
  });
  return (
    <Popover opened={isOpen} onChange={open} trapFocus returnFocus withinPortal={false} position="bottom-start">
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={() => open(!isOpen)}>
          Save as a view
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Save as a view">
        <form
          className="choose"
          onSubmit={(event) => {
            event.preventDefault();
            if (NAME.test(name)) save.mutate();
          }}
        >
          <TextInput
            label="Name of the view"
            description="Lists, files and alerts of the same organization know it by this name."
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={name === '' || NAME.test(name) ? undefined : 'Letters, digits, dots, dashes and underscores.'}
          />
          {save.error === null ? null : <Trouble error={save.error} />}
          <Button type="submit" size="xs" disabled={!NAME.test(name) || save.isPending}>
            Save
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function Forget({ name }: { readonly name: string }) {
  const { organization } = useMoment();
  const answers = useQueryClient();
  const navigate = useNavigate();
  const forget = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/views/{name}', {
          params: { path: { name }, query: organization === undefined ? {} : { organization } },
        }),
      ),
    onSuccess: async () => {
      await navigate({ to: '/', search: {} });
      await answers.invalidateQueries({ queryKey: ['views'] });
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => forget.mutate()} disabled={forget.isPending}>
        Delete this view
      </Button>
      {forget.error === null ? null : <Trouble error={forget.error} />}
    </>
  );
}
