import { describe, expect, test } from '@jest/globals';
import { edge01, ex01, fleet, PUB26, SELF } from '../../test/support/fixture.js';
import { transitionOn } from '../../test/support/transition.js';
import { ro11 } from './ro-11.js';
import type { Transition } from './rule.js';

const overwritten = { before: SELF.thumbprint, after: PUB26.thumbprint };
const BACK = [
  `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
  'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
];

function on(more: Partial<Transition>, server = ex01()) {
  return ro11.check(transitionOn(fleet([server]), { overwritten, ...more }));
}

describe('RO-11, the internal transport certificate is overwritten without the question in the Shell', () => {
  test('fires on the answer force', () => {
    expect(on({ answer: 'force', command: 2 })).toEqual([
      {
        endpoint: 'internal-transport',
        summary:
          'The internal transport certificate of EX01, certificate …700F (EX01), is overwritten by -Force with certificate …EA30 (mail.contoso.com): every renewal that is done so changes it.',
        evidence: { ...overwritten, command: 2 },
        remediation: [
          'Run the command without -Force, and answer N when it asks whether to overwrite the existing default SMTP certificate. If it has run already:',
          ...BACK,
        ],
      },
    ]);
  });

  test.each(['yes', 'force'] as const)('fires in the admin center, where %s runs the cmdlet with -Force', (answer) => {
    expect(on({ answer, surface: 'eac', command: 0 })).toEqual([
      {
        endpoint: 'internal-transport',
        summary:
          'The internal transport certificate of EX01, certificate …700F (EX01), is overwritten by the Exchange admin center with certificate …EA30 (mail.contoso.com): every renewal that is done so changes it.',
        evidence: { ...overwritten, command: 0 },
        remediation: [
          'Enable the certificate in the Exchange Management Shell instead, and answer N when it asks whether to overwrite the existing default SMTP certificate. If it has been done already:',
          ...BACK,
        ],
      },
    ]);
  });

  test.each([
    ['an Edge', edge01()],
    ['a server of which nothing else is known', { fqdn: 'ex09.contoso.com' }],
  ])('fires on %s', (_, server) => {
    expect(on({ answer: 'force' }, server)).toHaveLength(1);
  });

  test('does not put back what is gone', () => {
    expect(on({ answer: 'force' }, ex01({ certificates: [PUB26] }))[0]?.remediation).toHaveLength(1);
  });

  test.each(['yes', 'no', 'unanswered'] as const)('is silent when %s was the answer in the Shell', (answer) => {
    expect(on({ answer, surface: 'shell' })).toEqual([]);
  });

  test.each(['shell', 'eac'] as const)('is silent when nothing was overwritten in the %s', (surface) => {
    expect(on({ answer: 'force', surface, overwritten: null })).toEqual([]);
  });
});
