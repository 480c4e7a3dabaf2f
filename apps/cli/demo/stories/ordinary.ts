/**
 * What happens anywhere: a collector writes down everything three times a year, and a certificate is renewed by its issuer without anybody
 * noticing.
 */
import { enabling, importing, pinningSend, removing } from '../cmdlets.js';
import { JO, RENEWAL } from '../cast/people.js';
import type { Moment, Stage, Story } from '../moments.js';
import { later } from '../calendar.js';

const FIRST_DAY = -548;
const BETWEEN = 120;

export const inventories: Story = ({ at, date }) => {
  const days = Array.from({ length: 5 }, (_, index) => FIRST_DAY + index * BETWEEN);
  return [...days, -1].map((day) => ({ kind: 'seen', at: at(day, '04:30:00'), file: `inventory-${date(day)}.json` }));
};

const SERVERS = ['EX01', 'EX02', 'EX03', 'EX04', 'EX05'];

/** Same issuer, same subject: what is pinned follows by itself. */
export const quietRenewal: Story = (stage) => SERVERS.flatMap((server, index) => renewed(stage, server, index * 120));

function renewed({ at, mint }: Stage, server: string, delay: number): readonly Moment[] {
  const told = [{ format: 'events', file: 'renewal-of-mail.json' }] as const;
  const by = RENEWAL;
  const when = later(at(-366, '01:30:00'), delay);
  const fresh = mint('mail-1');
  return [
    { kind: 'ran', at: when, by, on: server, command: importing(server, fresh), brought: fresh, told },
    {
      kind: 'ran',
      at: later(when, 20),
      by,
      on: server,
      command: enabling(server, fresh, ['SMTP', 'IIS', 'POP', 'IMAP']),
      told,
    },
  ];
}

/** While a Send connector is pinned to its names, no certificate of these names can be removed: the pin goes away, and comes back. */
export const cleanedUp: Story = ({ at, mint }) => {
  const told = [{ format: 'audit-log', file: 'audit-log-clean-up.xml' }] as const;
  const ran = (time: string, on: string, command: ReturnType<typeof removing>): Moment => ({
    kind: 'ran',
    at: at(-341, time),
    by: JO,
    on,
    command,
    told,
  });
  return [
    ran('18:02:11', 'EX03', pinningSend('Outbound to Office 365', null)),
    ...SERVERS.map((server, index) => ran(`18:0${3 + index}:40`, server, removing(server, mint('mail-0')))),
    ran('18:09:05', 'EX03', pinningSend('Outbound to Office 365', mint('mail-1'))),
  ];
};
