import type { IisBinding } from '#libs/fleet/document.js';
import { edge01, ex01, fleet, PUB25, PUB26, SELF, SELF2 } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro14 } from './ro-14.js';

const EX01 = 'ex01.contoso.com';
const BACK_END = 'iis:Exchange Back End:*:444:';

function backEnd(more: Partial<IisBinding> = {}): IisBinding {
  const site = { site: 'Exchange Back End', protocol: 'https', ipAddress: '*', port: 444, hostName: '' };
  return { ...site, thumbprint: SELF.thumbprint, ...more };
}

/** EX01 with these bindings alone. */
function bound(...iisBindings: readonly IisBinding[]) {
  return fleet([ex01({ iisBindings })]);
}

const BROKEN = backEnd({ thumbprint: null });
const FRONT = backEnd({ site: 'Default Web Site', port: 443, thumbprint: PUB26.thumbprint });

ruleCases(ro14, {
  fires: [
    {
      when: 'a binding has no certificate, known by null, whatever is unknown of the store',
      fleet: fleet([ex01({ iisBindings: [BROKEN], certificates: undefined })]),
      finds: [
        {
          server: EX01,
          endpoint: BACK_END,
          severity: 'critical',
          summary:
            'Exchange Back End on EX01 has no certificate bound: OWA and ECP stay blank, and the Exchange Management Shell does not connect.',
          evidence: { reason: 'unset', thumbprint: null },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            '$cert = New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services None',
            'Import-Module WebAdministration',
            "$binding = Get-WebBinding -Name 'Exchange Back End' -Protocol https | Where-Object { $_.bindingInformation -eq '*:444:' }",
            "$binding.AddSslCertificate($cert.Thumbprint, 'My')",
            'iisreset',
          ],
          sources: ['KB2779694', 'MIGUELO', 'CSS-IIS'],
        },
      ],
    },
    {
      when: 'the certificate is not in the store, written in any way',
      fleet: bound(backEnd({ thumbprint: ' e0 d9ce632d860c12e5c4b4fea2d61bd0f3e2abc6' })),
      finds: [
        {
          server: EX01,
          endpoint: BACK_END,
          evidence: { reason: 'notInStore', thumbprint: PUB25.thumbprint },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            'Import-Module WebAdministration',
            "$binding = Get-WebBinding -Name 'Exchange Back End' -Protocol https | Where-Object { $_.bindingInformation -eq '*:444:' }",
            `$binding.AddSslCertificate('${SELF.thumbprint}', 'My')`,
            'iisreset',
          ],
        },
      ],
    },
    {
      when: 'the certificate ends at this very instant, PKI or not',
      fleet: fleet(
        [ex01({ certificates: [SELF, PUB25], iisBindings: [backEnd({ thumbprint: PUB25.thumbprint })] })],
        {},
        {
          at: '2026-06-15T00:00:00Z',
        },
      ),
      finds: [
        {
          server: EX01,
          endpoint: BACK_END,
          summary:
            'Exchange Back End on EX01 holds certificate …ABC6 (mail.contoso.com), which expired on 2026-06-15: OWA and ECP stay blank, and the Exchange Management Shell does not connect.',
          evidence: { reason: 'expired', thumbprint: PUB25.thumbprint },
        },
      ],
    },
    {
      when: 'there is no https binding on 444',
      fleet: bound(FRONT, backEnd({ protocol: 'http' }), backEnd({ protocol: null }), backEnd({ port: 445 })),
      finds: [
        {
          server: EX01,
          endpoint: null,
          evidence: { reason: 'noBinding' },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            'Import-Module WebAdministration',
            "New-WebBinding -Name 'Exchange Back End' -Protocol https -IPAddress '*' -Port 444",
            "$binding = Get-WebBinding -Name 'Exchange Back End' -Protocol https | Where-Object { $_.bindingInformation -eq '*:444:' }",
            `$binding.AddSslCertificate('${SELF.thumbprint}', 'My')`,
            'iisreset',
          ],
        },
      ],
    },
    {
      when: 'there are no bindings at all, known by null',
      fleet: fleet([ex01({ iisBindings: null })]),
      finds: [{ server: EX01, endpoint: null, evidence: { reason: 'noBinding' } }],
    },
    {
      when: 'several are broken: the first one is told, after one that is unknown',
      fleet: bound(
        without(backEnd({ ipAddress: '10.0.0.5' }), 'thumbprint'),
        backEnd({ ipAddress: '127.0.0.1', thumbprint: PUB25.thumbprint }),
        BROKEN,
      ),
      finds: [{ server: EX01, endpoint: 'iis:Exchange Back End:127.0.0.1:444:', evidence: { reason: 'notInStore' } }],
    },
    ...(['2013', '2016', 'SE'] as const).map((version) => ({
      when: `it is Exchange ${version} with the Mailbox role`,
      fleet: fleet([ex01({ version, roles: ['ClientAccess', 'Mailbox'], iisBindings: [BROKEN] })]),
      finds: [{ server: EX01, endpoint: BACK_END }] as const,
    })),
  ],
  silent: [
    { when: 'the binding holds a certificate of the store in date', fleet: fleet() },
    {
      when: 'the certificate ends a moment later',
      fleet: fleet([ex01()], {}, { at: '2028-12-31T23:59:59.999Z' }),
    },
    {
      when: 'it holds a public certificate, or one without its key',
      fleet: fleet([
        ex01({
          certificates: [SELF, PUB26, { ...SELF2, hasPrivateKey: false }],
          iisBindings: [
            backEnd({ thumbprint: PUB26.thumbprint }),
            backEnd({ ipAddress: '127.0.0.1', thumbprint: SELF2.thumbprint }),
          ],
        }),
      ]),
    },
    ...(['2007', '2010'] as const).map((version) => ({
      when: `it is Exchange ${version}`,
      fleet: fleet([ex01({ version, iisBindings: [BROKEN] })]),
    })),
    { when: 'the version is unknown', fleet: fleet([ex01({ version: undefined, iisBindings: [BROKEN] })]) },
    { when: 'the version is null', fleet: fleet([ex01({ version: null, iisBindings: [BROKEN] })]) },
    { when: 'the roles are unknown', fleet: fleet([ex01({ roles: undefined, iisBindings: [BROKEN] })]) },
    {
      when: 'it is 2013 with ClientAccess alone',
      fleet: fleet([ex01({ version: '2013', roles: ['ClientAccess'], iisBindings: [] })]),
    },
    { when: 'it is an Edge', fleet: fleet([edge01()]) },
    { when: 'the bindings are unknown', fleet: fleet([ex01({ iisBindings: undefined })]) },
    { when: 'the protocol of the only one is unknown', fleet: bound(without(backEnd(), 'protocol')) },
    { when: 'what is bound is unknown', fleet: bound(without(backEnd(), 'thumbprint')) },
    { when: 'the store is unknown', fleet: fleet([ex01({ certificates: undefined })]) },
    {
      when: 'the end is unknown',
      fleet: fleet([ex01({ certificates: [without(SELF, 'notAfter')] })], {}, { at: '2040-01-01T00:00:00Z' }),
    },
    { when: 'another site on 444 is broken', fleet: bound(backEnd(), backEnd({ site: 'Intranet', thumbprint: null })) },
  ],
});
