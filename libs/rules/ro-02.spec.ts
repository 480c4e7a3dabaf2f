import { describe, expect, test } from '@jest/globals';
import type { EdgeSubscription } from '#libs/fleet/document.js';
import { edge01, ESELF, ex01, fleet, PUB26, SUBSCRIPTION } from '../../test/support/fixture.js';
import { transitionOn } from '../../test/support/transition.js';
import { ro02 } from './ro-02.js';

const overwritten = { before: ESELF.thumbprint, after: PUB26.thumbprint };

function onOverwrite(
  more: Parameters<typeof edge01>[0] = {},
  edgeSubscriptions: readonly EdgeSubscription[] | null | undefined = [SUBSCRIPTION],
) {
  return ro02.check(transitionOn(fleet([edge01(more), ex01()], { edgeSubscriptions }), { overwritten }));
}

describe('RO-02, the internal transport certificate of a subscribed Edge is overwritten', () => {
  test('fires whatever the answer was; a certificate that is new is known by its thumbprint', () => {
    expect(onOverwrite()).toEqual([
      {
        endpoint: 'internal-transport',
        summary:
          'The internal transport certificate of the Edge EDGE01, certificate …F1F0 (EDGE01), is overwritten by certificate …EA30: EdgeSync and mail with its subscribed site stop.',
        evidence: overwritten,
        remediation: [
          'Run the following on EDGE01 itself:',
          `Enable-ExchangeCertificate -Thumbprint ${ESELF.thumbprint} -Services SMTP -Force`,
          'Restart-Service -Name MSExchangeTransport',
          'Or keep the new certificate, and subscribe again:',
          'On edge01.contoso.com, write a new subscription file:',
          "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
          'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
          "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
          'Start-EdgeSynchronization -ForceFullSync',
        ],
      },
    ]);
  });

  test.each([
    ['by its NetBIOS name, its site unknown', 'edge01'],
    ['in other letters', ' EDGE01.Contoso.COM. '],
  ])('fires when the subscription names it %s', (_, edgeServer) => {
    expect(onOverwrite({}, [{ edgeServer }])).toHaveLength(1);
  });

  test('is silent when nothing was overwritten', () => {
    const around = { edgeSubscriptions: [SUBSCRIPTION] };
    expect(ro02.check(transitionOn(fleet([edge01()], around), { overwritten: null, answer: 'force' }))).toEqual([]);
  });

  test.each([
    ['no subscription names it', {}, [{ edgeServer: 'edge02.contoso.com', adSite: 'AMS' }]],
    ['the Edge of the subscription is unknown', {}, [{ adSite: 'AMS' }]],
    ['the Edge of the subscription is unset', {}, [{ edgeServer: null, adSite: 'AMS' }]],
    ['there is no subscription', {}, null],
    ['its roles are unknown', { roles: undefined }, [SUBSCRIPTION]],
    ['it is no Edge', { roles: ['Mailbox'], adSite: 'AMS' }, [SUBSCRIPTION]],
  ] as const)('is silent when %s', (_, more, subscriptions) => {
    expect(onOverwrite(more, subscriptions)).toEqual([]);
  });

  test('is silent when the subscriptions are unknown', () => {
    const document = fleet([edge01()], { edgeSubscriptions: undefined });
    expect(ro02.check(transitionOn(document, { overwritten }))).toEqual([]);
  });
});
