/**
 * On EX06 win-acme renews a certificate of 47 days every 37 days, and enables it with -Force each time: the default SMTP certificate
 * changes with every renewal. Berlin has no Edge server, so nothing breaks; but for internal mail a public certificate is used that
 * nobody chose.
 */
import { enabling, importing } from '../cmdlets.js';
import { WIN_ACME } from '../cast/people.js';
import type { CertificateName } from '../cast/certificates.js';
import { later } from '../calendar.js';
import type { Moment, Stage, Story } from '../moments.js';

const RENEWALS: readonly (readonly [number, CertificateName])[] = [
  [-180, 'acme-1'],
  [-143, 'acme-2'],
  [-106, 'acme-3'],
  [-69, 'acme-4'],
  [-32, 'acme-5'],
];

export const robotWithForce: Story = (stage) => RENEWALS.flatMap(([day, title]) => renewed(stage, day, title));

function renewed({ at, mint }: Stage, day: number, title: CertificateName): readonly Moment[] {
  const fresh = mint(title);
  const when = at(day, '03:55:02');
  const ran = { kind: 'ran', by: WIN_ACME, on: 'EX06' } as const;
  return [
    {
      ...ran,
      at: when,
      command: importing('EX06', fresh),
      brought: fresh,
      told: [{ format: 'events', file: 'win-acme-ex06.json' }],
    },
    {
      ...ran,
      at: later(when, 11),
      command: enabling('EX06', fresh, ['SMTP', 'IIS'], 'force'),
      told: [{ format: 'windows-events', file: 'windows-events-ex06.xml' }],
    },
  ];
}
