/**
 * The night of the broken renewal. A script renews mail.contoso.com, now from another issuer; it pins the Send connector to the new
 * certificate and removes the old one. Of the pinned Receive connectors of EX03 it knows nothing: they look for a certificate that is gone.
 * In the morning a person pins two of them again. The third is still looking. EX04 was down that night, so the pool has one odd member.
 */
import { enabling, importing, pinningHybrid, pinningReceive, pinningSend, removing } from '../cmdlets.js';
import { HELPDESK, KIM, RENEWAL } from '../cast/people.js';
import { later } from '../calendar.js';
import type { Moment, Ran, Stage, Story } from '../moments.js';

const DAY = -47;
const EVENTS = { format: 'events', file: 'broken-renewal.json' } as const;
const AUDIT = { format: 'audit-log', file: 'audit-log-broken-renewal.xml' } as const;
const SERVERS = ['EX01', 'EX02', 'EX05', 'EX03'];

export const brokenRenewal: Story = (stage) => [
  {
    kind: 'noted',
    at: stage.at(DAY - 1, '16:20:00'),
    on: 'EX04',
    by: HELPDESK,
    file: 'help-desk.json',
    text: 'EX04 is down for patching tonight; its certificate has to be renewed by hand afterwards.',
    ticket: 'CHG-2214',
  },
  ...SERVERS.flatMap((server, index) => renewed(stage, server, index * 180)),
  ...takenAway(stage),
  ...logged(stage),
  ...repaired(stage),
  {
    kind: 'seen',
    at: stage.at(DAY, '08:30:00'),
    servers: ['EX01', 'EX02', 'EX03', 'EX05'],
    file: 'inventory-after-broken-renewal.json',
  },
];

function renewed({ at, mint }: Stage, on: string, delay: number): readonly Moment[] {
  const fresh = mint('mail-2');
  const when = later(at(DAY, '02:00:00'), delay);
  const ran = { kind: 'ran', by: RENEWAL, on, told: [EVENTS] } as const;
  return [
    { ...ran, at: when, command: importing(on, fresh), brought: fresh },
    { ...ran, at: later(when, 25), command: enabling(on, fresh, ['SMTP', 'IIS', 'POP', 'IMAP']) },
  ];
}

/** Exchange lets the old certificate go as soon as no Send connector is pinned to it. Receive connectors protect nothing. */
function takenAway({ at, mint }: Stage): readonly Moment[] {
  const ran = { kind: 'ran', by: RENEWAL, told: [AUDIT] } as const;
  const pinned: Ran = {
    ...ran,
    on: 'EX03',
    at: at(DAY, '02:14:02'),
    command: pinningSend('Outbound to Office 365', mint('mail-2')),
  };
  const removed = SERVERS.map((on, index): Ran => ({
    ...ran,
    on,
    at: later(at(DAY, '02:15:10'), index * 4),
    command: removing(on, mint('mail-1')),
  }));
  return [pinned, ...removed];
}

function logged({ at }: Stage): readonly Moment[] {
  const record = (time: string, connector: string): Moment => ({
    kind: 'logged',
    on: 'EX03',
    at: at(DAY, time),
    file: 'windows-events-ex03.xml',
    provider: 'MSExchangeFrontEndTransport',
    eventId: 12014,
    words: ['mail.contoso.com', connector],
  });
  return [
    record('02:15:44', 'Inbound from Office 365 EX03'),
    record('02:15:44', 'Partner Northwind EX03'),
    record('02:16:09', 'Default Frontend EX03'),
    record('06:31:27', 'Inbound from Office 365 EX03'),
  ];
}

function repaired({ at, mint }: Stage): readonly Moment[] {
  const [old, fresh] = [mint('mail-1'), mint('mail-2')];
  const ran = { kind: 'ran', by: KIM, on: 'EX03', told: [AUDIT] } as const;
  return [
    { ...ran, at: at(DAY, '07:52:30'), command: pinningReceive('EX03', 'Default Frontend EX03', fresh) },
    { ...ran, at: at(DAY, '07:53:12'), command: pinningReceive('EX03', 'Inbound from Office 365 EX03', fresh) },
    { ...ran, at: at(DAY, '07:58:47'), command: pinningHybrid(old, fresh) },
  ];
}
