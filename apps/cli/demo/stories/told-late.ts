/**
 * An inventory of EX08 shows that its web and its default SMTP certificate are other ones than before, and nobody said why. Weeks later the
 * audit log comes to light: a consultant did it.
 *
 * On the other servers of Berlin the same certificate was put in place four days later, and told at once.
 */
import { enabling, importing } from '../cmdlets.js';
import { CONSULTANT, KIM } from '../cast/people.js';
import { later } from '../calendar.js';
import type { Moment, Stage, Story } from '../moments.js';

/** It is sent when everything else is known already. */
export const TOLD_LAST = 'audit-log-ex08-found-late.xml';

export const toldLate: Story = (stage) => {
  const { at, mint } = stage;
  const fresh = mint('ber-2');
  const told = [{ format: 'audit-log', file: TOLD_LAST }] as const;
  const ran = { kind: 'ran', by: CONSULTANT, on: 'EX08', told } as const;
  return [
    { ...ran, at: at(-96, '17:21:09'), command: importing('EX08', fresh) },
    { ...ran, at: at(-96, '17:23:48'), command: enabling('EX08', fresh, ['SMTP', 'IIS', 'POP', 'IMAP'], 'force') },
    { kind: 'seen', at: at(-93, '04:30:00'), servers: ['EX08'], file: 'inventory-ex08-surprise.json' },
    ...['EX07', 'MBX13'].flatMap((server, index) => renewed(stage, server, index * 600)),
  ];
};

function renewed({ at, mint }: Stage, on: string, delay: number): readonly Moment[] {
  const fresh = mint('ber-2');
  const when = later(at(-92, '13:15:00'), delay);
  const ran = { kind: 'ran', by: KIM, on, told: [{ format: 'events', file: 'certificates-berlin.json' }] } as const;
  return [
    { ...ran, at: when, command: importing(on, fresh), brought: fresh },
    { ...ran, at: later(when, 60), command: enabling(on, fresh, ['SMTP', 'IIS', 'POP', 'IMAP']) },
  ];
}
