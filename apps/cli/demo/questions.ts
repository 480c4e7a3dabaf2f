import type { Stage } from './moments.js';

/** What can be asked of a story, as it is typed: with the thumbprints and the days of this very demo. */
export interface Question {
  readonly story: string;
  readonly commands: readonly string[];
  /** One of the three that a newcomer is shown. */
  readonly first?: true;
}

export function questions({ at, mint }: Stage): readonly Question[] {
  const { thumbprint } = mint('mail-3').certificate;
  return [
    {
      story: 'Which certificate does EX03 present to clients for mail.contoso.com, and why not the new one?',
      commands: ['explain EX03 "receive:Client Frontend EX03:starttls"'],
      first: true,
    },
    {
      story: 'What happened in the night of the broken renewal?',
      commands: [
        `timeline EX03 --as-of ${at(-47, '09:00:00')} --limit 12`,
        `explain EX03 "receive:Inbound from Office 365 EX03:starttls" --as-of ${at(-47, '04:00:00')}`,
        'explain EX03 "receive:Partner Northwind EX03:starttls"',
      ],
      first: true,
    },
    {
      story: 'Shall I press Yes on EX05?',
      commands: [`plan "Enable-ExchangeCertificate -Server EX05 -Thumbprint ${thumbprint} -Services SMTP"`],
      first: true,
    },
    {
      story: 'A robot overwrote the default SMTP certificate of EX02 at three in the morning.',
      commands: [
        `timeline EX02 --as-of ${at(-130, '12:00:00')} --limit 8`,
        `explain EX02 internal-transport --as-of ${at(-130, '05:00:00')}`,
      ],
    },
    {
      story: 'win-acme overwrites the default SMTP certificate of EX06 with each renewal.',
      commands: ['timeline EX06', 'findings --server EX06'],
    },
    { story: 'EX04 is the odd member of the pool mail.contoso.com.', commands: ['findings --rule RO-29'] },
    {
      story: 'The back end of MBX13 holds a certificate that expired.',
      commands: ['explain MBX13 "iis:Exchange Back End:*:444:"', 'findings --server MBX13 --rule RO-14'],
    },
    {
      story: 'The roll-over of the OAuth certificate overwrote the default of EX01, for some seconds.',
      commands: [`timeline EX01 --as-of ${at(-299, '12:10:00')} --limit 6`],
    },
    {
      story: 'A wildcard took smtp.ber.contoso.com away from the certificate that was made for it.',
      commands: [
        'explain EX07 "receive:Client Frontend EX07:starttls"',
        `bindings --server EX07 --as-of ${at(-40, '12:00:00')}`,
      ],
    },
    {
      story: 'An import without SMTP broke hybrid mail on EX03, and it still stands.',
      commands: ['explain EX03 "send:Outbound to Office 365:starttls"', 'findings --server EX03'],
    },
    {
      story: 'Who changed EX08? An audit log that was found weeks later tells.',
      commands: [`timeline EX08 --as-of ${at(-93, '12:00:00')} --limit 4`],
    },
  ];
}

/** All of them, to be kept beside the files. */
export function questionsText(asked: readonly Question[]): string {
  return asked
    .map(({ story, commands }) => [story, ...commands.map((command) => `  certfleet ${command}`), ''].join('\n'))
    .join('\n');
}
