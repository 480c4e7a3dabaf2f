/**
 * MBX13's own certificate was about to expire, so a new one was made and took its place for transport. The web site "Exchange Back End"
 * was left with the old one, and that expired: nobody did anything, time did.
 */
import { making } from '../cmdlets.js';
import { JO } from '../cast/people.js';
import type { Story } from '../moments.js';

export const expiredBackEnd: Story = ({ at, mint }) => [
  {
    kind: 'ran',
    at: at(-60, '10:12:40'),
    by: JO,
    on: 'MBX13',
    command: making('MBX13', mint('mbx13-second'), ['SMTP'], 'yes'),
    brought: mint('mbx13-second'),
    told: [{ format: 'events', file: 'new-certificate-mbx13.json' }],
  },
];
