/**
 * At three in the morning a robot enables a certificate on EX02 with -Force. Nobody is asked, the default SMTP certificate is overwritten,
 * and what Edge servers of the site trusted is gone: EdgeSync stops. A person puts the old one back the next morning.
 */
import { enabling, importing } from '../cmdlets.js';
import { KIM, WIN_ACME } from '../cast/people.js';
import type { Moment, Story } from '../moments.js';

const DAY = -130;

export const overwrittenAtNight: Story = ({ at, mint }) => {
  const relay = mint('relay');
  const server = { on: 'EX02' };
  const audit = { format: 'audit-log', file: 'audit-log-ex02.xml' } as const;
  const windows = { format: 'windows-events', file: 'windows-events-ex02.xml' } as const;
  const edgeSync = (time: string): Moment => ({
    ...server,
    kind: 'logged',
    at: at(DAY, time),
    file: windows.file,
    provider: 'MSExchange EdgeSync',
    eventId: 10104,
    words: ['edge01.contoso.com', relay.certificate.thumbprint],
  });
  return [
    {
      ...server,
      kind: 'ran',
      at: at(DAY, '02:59:31'),
      by: WIN_ACME,
      command: importing('EX02', relay),
      brought: relay,
      told: [{ format: 'events', file: 'win-acme-ex02.json' }],
    },
    {
      ...server,
      kind: 'ran',
      at: at(DAY, '03:00:07'),
      by: WIN_ACME,
      command: enabling('EX02', relay, ['SMTP'], 'force'),
      told: [windows, audit],
    },
    edgeSync('03:04:52'),
    {
      kind: 'logged',
      on: 'EDGE01',
      at: at(DAY, '03:06:18'),
      file: 'windows-events-edge01.xml',
      provider: 'MSExchangeTransport',
      eventId: 1036,
      words: ['ex02.contoso.com', 'Default internal receive connector EDGE01', relay.certificate.thumbprint],
    },
    edgeSync('04:04:53'),
    {
      ...server,
      kind: 'ran',
      at: at(DAY, '08:41:26'),
      by: KIM,
      command: enabling('EX02', mint('ex02'), ['SMTP'], 'force'),
      told: [audit],
    },
    { kind: 'seen', at: at(DAY, '09:00:00'), servers: ['EX02'], file: 'inventory-ex02-put-back.json' },
  ];
};
