import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { fieldOf } from '../session/as-of.js';
import { isNow, useMoment } from '../session/moment.js';
import { ChooseTime } from './choose-time.js';

/** Which time is looked at. It stands in the address, so that a link shows what its sender saw. */
export function Time() {
  const moment = useMoment();
  const [isOpen, open] = useState(false);
  return (
    <Popover opened={isOpen} onChange={open} trapFocus returnFocus position="bottom-end" withinPortal={false}>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant={isNow(moment) ? 'default' : 'filled'}
          onClick={() => open(!isOpen)}
          title="Time that is looked at"
        >
          <span className="out-of-sight">Time that is looked at: </span>
          {moment.asOf === undefined ? 'Now' : `${fieldOf(moment.asOf).replace('T', ' ')}Z`}
          {moment.knownAt === undefined ? '' : `, known at #${moment.knownAt}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time that is looked at">
        <ChooseTime moment={moment} close={() => open(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
