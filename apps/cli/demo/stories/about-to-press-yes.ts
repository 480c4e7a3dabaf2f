/**
 * On EX05 the certificate that was issued again lies in the store, enabled for nothing. The next command will ask whether to overwrite the
 * default SMTP certificate, in a site that has Edge servers.
 */
import { importing } from '../cmdlets.js';
import { JO } from '../cast/people.js';
import type { Story } from '../moments.js';

export const aboutToPressYes: Story = ({ at, mint }) => {
  const fresh = mint('mail-3');
  return [
    {
      kind: 'ran',
      at: at(-2, '16:10:20'),
      by: JO,
      on: 'EX05',
      command: importing('EX05', fresh),
      brought: fresh,
      told: [{ format: 'events', file: 'mail-again.json' }],
    },
    { kind: 'saved', at: at(-2, '16:40:00'), on: 'EX05', file: 'mail-again.pem', certificates: [fresh] },
  ];
};
