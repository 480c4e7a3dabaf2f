import { describe, expect, test } from '@jest/globals';
import type { IisBinding } from '#libs/fleet/document.js';
import { ex01, fleet, PUB26, SELF, SELF2 } from '../../test/support/fixture.js';
import { transitionOn } from '../../test/support/transition.js';
import { without } from '../../test/support/without.js';
import { ro16 } from './ro-16.js';

const removed = SELF.thumbprint;

function backEnd(more: Partial<IisBinding> = {}): IisBinding {
  const site = { site: 'Exchange Back End', protocol: 'https', ipAddress: '*', port: 444, hostName: '' };
  return { ...site, thumbprint: SELF.thumbprint, ...more };
}

function onRemoval(more: Parameters<typeof ex01>[0] = {}, thumbprint: string | null = removed) {
  return ro16.check(transitionOn(fleet([ex01(more)]), { removed: thumbprint }));
}

const NEW_ONE = { ...SELF2, subjectAlternativeNames: ['EX01', 'ex01.contoso.com'] };

describe('RO-16, the certificate of Exchange Back End is removed', () => {
  test('fires when a binding of the back end holds the certificate, and binds another one first', () => {
    expect(onRemoval({ certificates: [SELF, NEW_ONE, PUB26] })).toEqual([
      {
        endpoint: null,
        summary:
          'Exchange Back End on EX01 still holds certificate …700F (EX01) when it is removed: OWA and ECP stay blank, and the Exchange Management Shell does not connect.',
        evidence: { thumbprint: removed, bindings: ['iis:Exchange Back End:*:444:'] },
        remediation: [
          'Run the following on EX01 itself, as administrator:',
          'Import-Module WebAdministration',
          "$binding = Get-WebBinding -Name 'Exchange Back End' -Protocol https | Where-Object { $_.bindingInformation -eq '*:444:' }",
          `$binding.AddSslCertificate('${NEW_ONE.thumbprint}', 'My')`,
          'iisreset',
          `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${removed}`,
        ],
      },
    ]);
  });

  test('makes a certificate where the store has no other one that would do', () => {
    const [found] = onRemoval();
    expect(found?.remediation).toContain(
      '$cert = New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services None',
    );
  });

  test('fires once, on whatever port and address, even when the store is unknown', () => {
    const iisBindings = [backEnd({ port: 445 }), backEnd({ ipAddress: '127.0.0.1', hostName: 'x' })];
    const found = onRemoval({ iisBindings, certificates: undefined });
    expect(found.map(({ endpoint, evidence }) => [endpoint, evidence['bindings']])).toEqual([
      [null, ['iis:Exchange Back End:*:445:', 'iis:Exchange Back End:127.0.0.1:444:x']],
    ]);
  });

  test.each([
    ['another certificate is removed', {}, PUB26.thumbprint],
    ['nothing is removed', {}, null],
    ['only another site holds it', { iisBindings: [backEnd({ site: 'Default Web Site', port: 443 })] }, removed],
    ['what is bound is unknown', { iisBindings: [without(backEnd(), 'thumbprint')] }, removed],
    ['the protocol is unknown', { iisBindings: [without(backEnd(), 'protocol')] }, removed],
    ['the bindings are unknown', { iisBindings: undefined }, removed],
    ['the version is unknown', { version: undefined }, removed],
    ['it is Exchange 2010', { version: '2010' }, removed],
    ['the roles are unknown', { roles: undefined }, removed],
    ['it has no Mailbox role', { version: '2013', roles: ['ClientAccess'] }, removed],
  ] as const)('is silent when %s', (_, more, thumbprint) => {
    expect(onRemoval(more, thumbprint)).toEqual([]);
  });
});
