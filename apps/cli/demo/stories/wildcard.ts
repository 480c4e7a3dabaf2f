/**
 * EX07 had a certificate for smtp.ber.contoso.com. A wildcard for the web was enabled for SMTP as well, answering No to the overwrite
 * question: the default is untouched, yet the connector presents the wildcard from then on, for it is newer.
 */
import { enabling, importing } from '../cmdlets.js';
import { KIM } from '../cast/people.js';
import { later } from '../calendar.js';
import type { CertificateName } from '../cast/certificates.js';
import type { Moment, Stage, Story } from '../moments.js';

export const wildcardTakesOver: Story = (stage) => [
  ...brought(stage, 'smtp-ber', stage.at(-159, '09:30:00')),
  ...brought(stage, 'wildcard-ber', stage.at(-29, '14:05:00')),
  {
    kind: 'shown',
    at: stage.at(-40, '08:00:00'),
    on: 'EX07',
    file: 'smtp-receive-ex07.log',
    connector: CONNECTOR,
    peer: PRINTER,
    certificate: stage.mint('smtp-ber'),
  },
  {
    kind: 'shown',
    at: stage.at(-28, '08:00:00'),
    on: 'EX07',
    file: 'smtp-receive-ex07.log',
    connector: CONNECTOR,
    peer: PRINTER,
    certificate: stage.mint('wildcard-ber'),
  },
];

const CONNECTOR = 'Client Frontend EX07';
const PRINTER = { name: 'invoices.ber.contoso.com', address: '10.30.4.17' };

function brought({ mint }: Stage, title: CertificateName, when: string): readonly Moment[] {
  const certificate = mint(title);
  const ran = {
    kind: 'ran',
    by: KIM,
    on: 'EX07',
    told: [{ format: 'events', file: 'certificates-ex07.json' }],
  } as const;
  return [
    { ...ran, at: when, command: importing('EX07', certificate), brought: certificate },
    { ...ran, at: later(when, 90), command: enabling('EX07', certificate, ['SMTP']) },
  ];
}
