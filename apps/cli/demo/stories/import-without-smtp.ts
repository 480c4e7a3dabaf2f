/**
 * mail.contoso.com was issued again, with a name more, and imported on EX03 for the web alone. Its issuer and subject are the pinned ones:
 * from that second the hybrid connectors choose it, and fail, for it may not be used for SMTP. It still stands.
 */
import { enabling, importing } from '../cmdlets.js';
import { HELPDESK, JO } from '../cast/people.js';
import type { Story } from '../moments.js';

export const importWithoutSmtp: Story = ({ at, mint }) => {
  const fresh = mint('mail-3');
  const ran = { kind: 'ran', by: JO, on: 'EX03', told: [{ format: 'events', file: 'mail-again.json' }] } as const;
  return [
    { ...ran, at: at(-3, '10:06:14'), command: importing('EX03', fresh), brought: fresh },
    { ...ran, at: at(-3, '10:07:02'), command: enabling('EX03', fresh, ['IIS']) },
    {
      kind: 'shown',
      at: at(-2, '11:20:00'),
      on: 'EX03',
      file: 'smtp-receive-ex03.log',
      connector: 'Client Frontend EX03',
      peer: { name: 'ticketing.contoso.com', address: '10.20.7.31' },
      certificate: mint('mail-2'),
    },
    {
      kind: 'noted',
      at: at(-2, '14:45:00'),
      on: 'EX03',
      by: HELPDESK,
      file: 'help-desk.json',
      text: 'Mail to Exchange Online queues since the certificate was replaced.',
      ticket: 'INC-20417',
    },
  ];
};
