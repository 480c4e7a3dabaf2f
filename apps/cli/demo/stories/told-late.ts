/**
 * Berlin's new certificate was imported on three servers and had to wait for its day. An inventory of EX08 shows that it is in use there
 * already, even as the default SMTP certificate, and nobody said why. Weeks later the audit log comes to light: a consultant did it.
 */
import { enabling, importing } from '../cmdlets.js';
import { CONSULTANT, KIM } from '../cast/people.js';
import { later } from '../calendar.js';
import type { Story } from '../moments.js';

/** It is sent when everything else is known already. */
export const TOLD_LAST = 'audit-log-ex08-found-late.xml';

const SERVICES = ['SMTP', 'IIS', 'POP', 'IMAP'] as const;

export const toldLate: Story = ({ at, mint }) => {
  const fresh = mint('ber-2');
  const ran = { kind: 'ran', by: KIM, told: [{ format: 'events', file: 'certificates-berlin.json' }] } as const;
  return [
    ...['EX07', 'EX08', 'MBX13'].map((on, index) => ({
      ...ran,
      on,
      at: later(at(-99, '13:15:00'), index * 240),
      command: importing(on, fresh),
      brought: fresh,
    })),
    {
      kind: 'ran',
      by: CONSULTANT,
      on: 'EX08',
      at: at(-96, '17:23:48'),
      command: enabling('EX08', fresh, SERVICES, 'force'),
      told: [{ format: 'audit-log', file: TOLD_LAST }],
    },
    { kind: 'seen', at: at(-93, '04:30:00'), servers: ['EX08'], file: 'inventory-ex08-surprise.json' },
    ...['EX07', 'MBX13'].map((on, index) => ({
      ...ran,
      on,
      at: later(at(-92, '13:15:00'), index * 600),
      command: enabling(on, fresh, SERVICES),
    })),
  ];
};
