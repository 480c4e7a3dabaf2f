import { Button, Popover, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldOf, instantOf } from '../session/as-of.js';
import { useMoment } from '../session/moment.js';

/** Which time is looked at. It stands in the address, so that a link shows what its sender saw. */
export function AsOf() {
  const { asOf } = useMoment();
  const [isOpen, open] = useState(false);
  return (
    <Popover opened={isOpen} onChange={open} trapFocus returnFocus position="bottom-end" withinPortal={false}>
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={() => open(!isOpen)} title="Time that is looked at">
          <span className="out-of-sight">Time that is looked at: </span>
          {asOf === undefined ? 'Now' : `${fieldOf(asOf).replace('T', ' ')}Z`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time that is looked at">
        <Choose asOf={asOf} close={() => open(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choose({ asOf, close }: { readonly asOf: string | undefined; readonly close: () => void }) {
  const [field, setField] = useState(() => fieldOf(asOf ?? new Date().toISOString()));
  const navigate = useNavigate();
  const instant = instantOf(field);
  const go = (to: string | undefined) => {
    void navigate({ to: '.', search: (before) => ({ ...before, asOf: to }) });
    close();
  };
  return (
    <form
      className="choose"
      onSubmit={(event) => {
        event.preventDefault();
        if (instant !== null) go(instant);
      }}
    >
      <TextInput
        type="datetime-local"
        label="As of (UTC)"
        description="What was, or will be, presented then. Servers, findings and timelines follow."
        value={field}
        max="9999-12-31T23:59"
        onChange={(event) => setField(event.currentTarget.value)}
        error={instant === null ? 'Give a day and a time.' : undefined}
      />
      <div className="buttons">
        <Button type="submit" size="xs" disabled={instant === null}>
          Look at it
        </Button>
        <Button size="xs" variant="default" onClick={() => go(undefined)}>
          Now
        </Button>
      </div>
    </form>
  );
}
