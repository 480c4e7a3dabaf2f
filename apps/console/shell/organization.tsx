import { Button, Popover, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMoment } from '../session/moment.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Which organization is asked. A token for one organization alone needs no choice. */
export function Organization() {
  const { organization } = useMoment();
  const [isOpen, open] = useState(false);
  return (
    <Popover opened={isOpen} onChange={open} trapFocus returnFocus position="bottom-end" withinPortal={false}>
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={() => open(!isOpen)} title="Organization">
          <span className="out-of-sight">Organization: </span>
          {organization?.slice(0, 24) ?? 'default'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Organization">
        <Choose organization={organization} close={() => open(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choose({ organization, close }: { readonly organization: string | undefined; readonly close: () => void }) {
  const [name, setName] = useState(organization ?? 'default');
  const navigate = useNavigate();
  return (
    <form
      className="choose"
      onSubmit={(event) => {
        event.preventDefault();
        if (!NAME.test(name)) return;
        const asked = name === 'default' ? undefined : name.toLowerCase();
        void navigate({ to: '/', search: { organization: asked } });
        close();
      }}
    >
      <TextInput
        label="Organization"
        description="One Certfleet keeps the logs of several organizations apart."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={NAME.test(name) ? undefined : 'Letters, digits, dots, dashes and underscores, at most 63.'}
      />
      <Button type="submit" size="xs" disabled={!NAME.test(name)}>
        Open
      </Button>
    </form>
  );
}
