import type { IisBinding } from '#libs/fleet/document.js';
import { ex01, fleet, INTCA, PUB25, PUB26, SELF } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro15 } from './ro-15.js';

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

/** EX01 whose back end holds this certificate. */
function holding(certificate: typeof PUB26, more: Parameters<typeof ex01>[0] = {}) {
  const iisBindings = [backEnd({ thumbprint: certificate.thumbprint })];
  return ex01({ certificates: [SELF, certificate], iisBindings, ...more });
}

ruleCases(ro15, {
  fires: [
    {
      when: 'the back end holds a public certificate',
      fleet: fleet([holding(PUB26)]),
      finds: [
        {
          server: EX01,
          endpoint: BACK_END,
          severity: 'high',
          summary:
            'Exchange Back End on EX01 holds certificate …EA30 (mail.contoso.com), which is not self-signed: OWA, ECP and the Exchange Management Shell may fail.',
          evidence: { reason: 'notSelfSigned', thumbprint: PUB26.thumbprint },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            'Import-Module WebAdministration',
            "$binding = Get-WebBinding -Name 'Exchange Back End' -Protocol https | Where-Object { $_.bindingInformation -eq '*:444:' }",
            `$binding.AddSslCertificate('${SELF.thumbprint}', 'My')`,
            'iisreset',
          ],
          sources: ['KB2779694', 'MIGUELO', 'CSS-IIS'],
        },
      ],
    },
    {
      when: 'it holds one of an internal CA',
      fleet: fleet([holding(INTCA)]),
      finds: [{ server: EX01, endpoint: BACK_END, evidence: { reason: 'notSelfSigned' } }],
    },
    {
      when: 'its end is unknown',
      fleet: fleet([holding(without(PUB26, 'notAfter'))]),
      finds: [{ server: EX01, endpoint: BACK_END, evidence: { reason: 'notSelfSigned' } }],
    },
    {
      when: 'it ends a moment later',
      fleet: fleet([holding(PUB25)], {}, { at: '2026-06-14T23:59:59.999Z' }),
      finds: [{ server: EX01, endpoint: BACK_END, evidence: { reason: 'notSelfSigned' } }],
    },
    {
      when: 'one of several holds it, and none serves every address: that one is told, not both',
      fleet: bound(
        backEnd({ ipAddress: '10.0.0.5' }),
        backEnd({ ipAddress: '127.0.0.1', thumbprint: PUB26.thumbprint }),
      ),
      finds: [
        { server: EX01, endpoint: 'iis:Exchange Back End:127.0.0.1:444:', evidence: { reason: 'notSelfSigned' } },
      ],
    },
    {
      when: 'no binding has a wildcard address and an empty host name',
      fleet: bound(backEnd({ ipAddress: '10.0.0.5' }), backEnd({ hostName: 'ex01.contoso.com' })),
      finds: [
        {
          server: EX01,
          endpoint: null,
          severity: 'high',
          summary:
            'Exchange Back End on EX01 listens on 444 only at specific addresses or for host names: the front end may not reach it.',
          evidence: { reason: 'noWildcardBinding' },
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
      when: 'none has, and the store is unknown',
      fleet: fleet([ex01({ certificates: undefined, iisBindings: [backEnd({ ipAddress: '10.0.0.5' })] })]),
      finds: [{ server: EX01, endpoint: null, evidence: { reason: 'noWildcardBinding' } }],
    },
    {
      when: 'one of unknown address has a host name',
      fleet: bound(without(backEnd({ hostName: 'ex01.contoso.com' }), 'ipAddress')),
      finds: [{ server: EX01, endpoint: null, evidence: { reason: 'noWildcardBinding' } }],
    },
  ],
  silent: [
    { when: 'it holds the self-signed certificate of setup', fleet: fleet() },
    { when: 'the public certificate has expired', fleet: fleet([holding(PUB25)], {}, { at: '2026-06-15T00:00:00Z' }) },
    { when: 'it is not in the store', fleet: bound(backEnd({ thumbprint: PUB25.thumbprint })) },
    { when: 'nothing is bound', fleet: bound(backEnd({ thumbprint: null })) },
    { when: 'what is bound is unknown', fleet: bound(without(backEnd(), 'thumbprint')) },
    { when: 'self-signedness is unknown', fleet: fleet([holding(without(PUB26, 'isSelfSigned'))]) },
    { when: 'the store is unknown', fleet: fleet([holding(PUB26, { certificates: undefined })]) },
    { when: 'the bindings are unknown', fleet: fleet([holding(PUB26, { iisBindings: undefined })]) },
    { when: 'there is no binding of the back end on 444', fleet: bound(backEnd({ port: 445, ipAddress: '10.0.0.5' })) },
    { when: 'the address is unknown', fleet: bound(without(backEnd(), 'ipAddress')) },
    {
      when: 'one of unknown protocol may serve every address',
      fleet: bound(backEnd({ ipAddress: '10.0.0.5' }), without(backEnd(), 'protocol')),
    },
    {
      when: 'one of several serves every address',
      fleet: bound(backEnd({ ipAddress: '10.0.0.5' }), backEnd({ ipAddress: '::' })),
    },
    { when: 'the version is unknown', fleet: fleet([holding(PUB26, { version: undefined })]) },
    { when: 'it is Exchange 2010', fleet: fleet([holding(PUB26, { version: '2010' })]) },
    { when: 'the roles are unknown', fleet: fleet([holding(PUB26, { roles: undefined })]) },
    { when: 'it has no Mailbox role', fleet: fleet([holding(PUB26, { version: '2013', roles: ['ClientAccess'] })]) },
  ],
});
