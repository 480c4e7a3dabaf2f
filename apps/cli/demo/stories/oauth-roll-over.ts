/**
 * The OAuth certificate is rolled over by Microsoft's script, on EX01. New-ExchangeCertificate overwrites the default SMTP certificate, as
 * it always asks to; the script knows, and puts the former one back some seconds later.
 */
import { announcingAuth, deployed, enabling, making, publishingAuth } from '../cmdlets.js';
import { MONITOR } from '../cast/people.js';
import type { Story } from '../moments.js';

const DAY = -299;

export const oauthRollOver: Story = ({ at, mint }) => {
  const [former, fresh] = [mint('auth-first'), mint('auth-second')];
  const audit = { format: 'audit-log', file: 'audit-log-oauth.xml' } as const;
  const ran = { kind: 'ran', by: MONITOR, on: 'EX01' } as const;
  return [
    {
      ...ran,
      at: at(DAY, '12:00:03'),
      command: making('EX01', fresh, ['SMTP'], 'force'),
      brought: fresh,
      told: [{ format: 'events', file: 'oauth-roll-over.json' }, audit],
    },
    {
      ...ran,
      at: at(DAY, '12:00:17'),
      command: enabling('EX01', mint('ex01'), ['SMTP'], 'force'),
      told: [audit],
    },
    { ...ran, at: at(DAY, '12:00:21'), command: announcingAuth(fresh, at(DAY + 2, '12:00:00')), told: [audit] },
    { kind: 'altered', at: at(DAY, '12:40:00'), alter: (fleet) => deployed(fleet, fresh) },
    { ...ran, at: at(DAY + 2, '12:00:09'), command: publishingAuth(former, fresh), told: [audit] },
  ];
};
