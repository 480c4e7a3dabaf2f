import { describe, expect, test } from '@jest/globals';
import type { Organization } from '#libs/fleet/document.js';
import { edge01, ex01, fleet, PUB26, SELF, SUBSCRIPTION, type Changed } from '../../test/support/fixture.js';
import { transitionOn } from '../../test/support/transition.js';
import { ro01 } from './ro-01.js';

const overwritten = { before: SELF.thumbprint, after: PUB26.thumbprint };
const SUBSCRIBED = { edgeSubscriptions: [SUBSCRIPTION] };

const BACK = [
  `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
  'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
];
const AGAIN = [
  'On edge01.contoso.com, write a new subscription file:',
  "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
  'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
  "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
  'Start-EdgeSynchronization -ForceFullSync',
];

function onOverwrite(more: Parameters<typeof ex01>[0] = {}, around: Changed<Organization> = SUBSCRIBED) {
  return ro01.check(transitionOn(fleet([ex01(more), edge01()], around), { overwritten }));
}

describe('RO-01, the internal transport certificate of a server in a subscribed site is overwritten', () => {
  test('fires whatever the answer was, and puts the old one back or subscribes again', () => {
    expect(onOverwrite()).toEqual([
      {
        endpoint: 'internal-transport',
        summary:
          'The internal transport certificate of EX01, certificate …700F (EX01), is overwritten by certificate …EA30 (mail.contoso.com): EdgeSync and mail with edge01.contoso.com stop.',
        evidence: overwritten,
        remediation: [...BACK, 'Or keep the new certificate, and subscribe again:', ...AGAIN],
      },
    ]);
  });

  test('on 2007 the commands are those of 2007, to be run there', () => {
    const [found] = onOverwrite({ version: '2007', roles: ['HubTransport'] });
    expect(found?.remediation.slice(0, 3)).toEqual([
      'Run the following on EX01 itself:',
      `Enable-ExchangeCertificate -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
      'Restart-Service -Name MSExchangeTransport',
    ]);
    expect(found?.remediation).toContain("New-EdgeSubscription -FileName 'C:\\edge01.xml' -Site 'AMS'");
  });

  test.each([
    ['is not in the store', [PUB26]],
    ['has no key', [{ ...SELF, hasPrivateKey: false }, PUB26]],
  ] as const)('the old one is not put back when it %s', (_, certificates) => {
    expect(onOverwrite({ certificates })[0]?.remediation).toEqual(AGAIN);
  });

  test('the old one is put back when nobody knows whether it can be', () => {
    expect(onOverwrite({ certificates: undefined })[0]?.remediation).toEqual([
      ...BACK,
      'Or keep the new certificate, and subscribe again:',
      ...AGAIN,
    ]);
  });

  test('the site compares without case, and the Edge of the subscription may be unknown', () => {
    const [found] = onOverwrite({ adSite: 'ams' }, { edgeSubscriptions: [{ adSite: 'AMS' }] });
    expect(found?.summary).toContain('EdgeSync and mail with its Edge stop.');
    expect(found?.remediation.at(-1)).toContain('New-EdgeSubscription in the site');
  });

  test('only the Edges of its own site are subscribed again, one at a time', () => {
    const edgeSubscriptions = [
      SUBSCRIPTION,
      { edgeServer: 'edge02.contoso.com', adSite: 'AMS' },
      { edgeServer: 'edge03.contoso.com', adSite: 'FRA' },
    ];
    const [found] = onOverwrite({}, { edgeSubscriptions });
    expect(found?.summary).toContain('with edge01.contoso.com and edge02.contoso.com stop.');
    expect(found?.remediation.join('\n')).toContain('one Edge at a time (edge01.contoso.com and edge02.contoso.com)');
    expect(found?.remediation.join('\n')).not.toContain('edge03');
  });

  test('is silent when nothing was overwritten', () => {
    expect(ro01.check(transitionOn(fleet([ex01()], SUBSCRIBED), { overwritten: null, answer: 'force' }))).toEqual([]);
  });

  test.each([
    ['there is no subscription', {}, { edgeSubscriptions: [] }],
    ['the subscriptions are unset', {}, { edgeSubscriptions: null }],
    ['the subscriptions are unknown', {}, { edgeSubscriptions: undefined }],
    ['another site is subscribed', {}, { edgeSubscriptions: [{ ...SUBSCRIPTION, adSite: 'FRA' }] }],
    ['the site of the subscription is unknown', {}, { edgeSubscriptions: [{ edgeServer: 'edge01.contoso.com' }] }],
    ['the site of the server is unknown', { adSite: undefined }, SUBSCRIBED],
    [
      'neither has a site',
      { adSite: null },
      { edgeSubscriptions: [{ edgeServer: 'edge01.contoso.com', adSite: null }] },
    ],
    ['the roles are unknown', { roles: undefined }, SUBSCRIBED],
    ['it is an Edge', { roles: ['EdgeTransport'] }, SUBSCRIBED],
  ] as const)('is silent when %s', (_, more, around) => {
    expect(onOverwrite(more, around)).toEqual([]);
  });
});
