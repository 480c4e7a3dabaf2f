import type { IisBinding, Server } from '#libs/fleet/document.js';
import { edge01, ex01, ex02, fleet, PUB25, PUB26, SELF, WILD } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro12 } from './ro-12.js';

const FRONT = 'iis:Default Web Site:*:443:';
const EX01 = 'ex01.contoso.com';

function web(more: Partial<IisBinding> = {}): IisBinding {
  const site = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '' };
  return { ...site, thumbprint: PUB26.thumbprint, ...more };
}

/** EX01 whose OWA has these URLs. */
function urls(
  internalUrl: string | null,
  externalUrl: string | null = null,
  more: Parameters<typeof ex01>[0] = {},
): Server {
  return ex01({ virtualDirectories: [{ kind: 'owa', internalUrl, externalUrl }], ...more });
}

const ELSEWHERE = 'https://ews.fabrikam.com/ews';

ruleCases(ro12, {
  fires: [
    {
      when: 'an internal URL has a host that the certificate lacks',
      fleet: fleet([urls(ELSEWHERE)]),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          severity: 'critical',
          summary:
            'Web clients reach EX01 as ews.fabrikam.com, which certificate …EA30 (mail.contoso.com) does not cover: Outlook, OWA and ActiveSync warn or fail.',
          evidence: {
            names: ['ews.fabrikam.com'],
            presented: [{ name: 'ews.fabrikam.com', endpoint: FRONT, thumbprint: PUB26.thumbprint }],
          },
          remediation: [
            'Order a certificate for ews.fabrikam.com from a certification authority that the clients trust, by this request:',
            "$request = New-ExchangeCertificate -Server EX01 -GenerateRequest -SubjectName 'CN=ews.fabrikam.com' -DomainName ews.fabrikam.com -PrivateKeyExportable $true",
            "Set-Content -Path 'C:\\Certificates\\request.req' -Value $request",
            'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
            "$cert = Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\certificate.cer'))",
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services IIS',
          ],
          sources: ['L-CERTS', 'CSS-SETUP'],
        },
      ],
    },
    {
      when: 'an external URL has one, and another certificate of the store covers all names',
      fleet: fleet([
        urls('https://mail.contoso.com/owa', 'HTTPS://OWA.Contoso.com.:8443/owa', {
          certificates: [SELF, PUB26, WILD],
        }),
      ]),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          evidence: { names: ['owa.contoso.com'] },
          remediation: [`Enable-ExchangeCertificate -Server EX01 -Thumbprint ${WILD.thumbprint} -Services IIS`],
        },
      ],
    },
    {
      when: 'an Autodiscover name is not covered, whatever is unknown of the virtual directories',
      fleet: fleet([ex01({ virtualDirectories: undefined })], {
        clientNames: { autodiscover: ['autodiscover.contoso.com', 'Autodiscover.Fabrikam.com '] },
      }),
      finds: [{ server: EX01, endpoint: FRONT, evidence: { names: ['autodiscover.fabrikam.com'] } }],
    },
    {
      when: 'the name of a pool is not covered: on each member, named in any way',
      fleet: fleet([ex01(), ex02()], {
        pools: [{ name: 'Outlook.contoso.com', members: ['EX01', 'ex02.contoso.com'] }],
      }),
      finds: [
        { server: EX01, endpoint: FRONT, evidence: { names: ['outlook.contoso.com'] } },
        { server: 'ex02.contoso.com', endpoint: FRONT, evidence: { names: ['outlook.contoso.com'] } },
      ],
    },
    {
      when: 'several names are not covered: one finding, each name once',
      fleet: fleet([urls('https://b.fabrikam.com/owa', 'https://a.fabrikam.com/owa')], {
        clientNames: { autodiscover: ['a.fabrikam.com'] },
      }),
      finds: [{ server: EX01, endpoint: FRONT, evidence: { names: ['b.fabrikam.com', 'a.fabrikam.com'] } }],
    },
    {
      when: 'the binding of that host name lacks it, though the client front covers it',
      fleet: fleet([
        urls('https://mail.contoso.com/owa', null, {
          certificates: [SELF, PUB26],
          iisBindings: [web({ hostName: 'MAIL.contoso.com', thumbprint: SELF.thumbprint }), web()],
        }),
      ]),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          evidence: {
            names: ['mail.contoso.com'],
            presented: [
              {
                name: 'mail.contoso.com',
                endpoint: 'iis:Default Web Site:*:443:MAIL.contoso.com',
                thumbprint: SELF.thumbprint,
              },
            ],
          },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            'Import-Module WebAdministration',
            "$binding = Get-WebBinding -Name 'Default Web Site' -Protocol https | Where-Object { $_.bindingInformation -eq '*:443:MAIL.contoso.com' }",
            `$binding.AddSslCertificate('${PUB26.thumbprint}', 'My')`,
          ],
        },
      ],
    },
    {
      when: 'a wildcard certificate is asked for the name that its star stands before',
      fleet: fleet([
        urls('https://contoso.com/owa', null, {
          certificates: [SELF, { ...WILD, subjectAlternativeNames: ['*.contoso.com'] }],
          iisBindings: [web({ thumbprint: WILD.thumbprint })],
        }),
      ]),
      finds: [{ server: EX01, endpoint: FRONT, evidence: { names: ['contoso.com'] } }],
    },
    {
      when: 'the first of two fronts presents one that lacks a name, and the second would not',
      fleet: fleet([
        ex01({
          iisBindings: [web({ ipAddress: '0.0.0.0', thumbprint: SELF.thumbprint }), web({ ipAddress: '[::]' })],
        }),
      ]),
      finds: [
        { server: EX01, endpoint: 'iis:Default Web Site:0.0.0.0:443:', evidence: { names: ['mail.contoso.com'] } },
      ],
    },
    {
      when: 'the loopback binding of the host name would cover it, for that one answers nobody outside',
      fleet: fleet([
        urls('https://mail.contoso.com/owa', null, {
          iisBindings: [
            web({ ipAddress: '127.0.0.1', hostName: 'mail.contoso.com' }),
            web({ thumbprint: SELF.thumbprint }),
          ],
        }),
      ]),
      finds: [{ server: EX01, endpoint: FRONT, evidence: { names: ['mail.contoso.com'] } }],
    },
    {
      when: 'Exchange 2007, whose cmdlets have no -Server',
      fleet: fleet([urls(ELSEWHERE, null, { version: '2007', roles: ['ClientAccess'] })]),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          remediation: [
            'Run the following on EX01 itself:',
            'Order a certificate for ews.fabrikam.com from a certification authority that the clients trust, by this request:',
            "New-ExchangeCertificate -GenerateRequest -SubjectName 'CN=ews.fabrikam.com' -DomainName ews.fabrikam.com -PrivateKeyExportable $true -Path 'C:\\Certificates\\request.req'",
            'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
            "$cert = Import-ExchangeCertificate -Path 'C:\\Certificates\\certificate.cer'",
            'Enable-ExchangeCertificate -Thumbprint $cert.Thumbprint -Services IIS',
          ],
        },
      ],
    },
  ],
  silent: [
    {
      when: 'all names are covered',
      fleet: fleet([urls('https://mail.contoso.com/owa', 'https://autodiscover.contoso.com/x')]),
    },
    { when: 'the URL is not https', fleet: fleet([urls('http://ews.fabrikam.com/ews')]) },
    {
      when: 'a wildcard covers the name',
      fleet: fleet([
        urls('https://owa.contoso.com/owa', null, {
          certificates: [SELF, WILD],
          iisBindings: [web({ thumbprint: WILD.thumbprint })],
        }),
      ]),
    },
    {
      when: 'the alternative names are unknown',
      fleet: fleet([urls(ELSEWHERE, null, { certificates: [SELF, without(PUB26, 'subjectAlternativeNames')] })]),
    },
    {
      when: 'the subject is unknown',
      fleet: fleet([urls(ELSEWHERE, null, { certificates: [SELF, without(PUB26, 'subject')] })]),
    },
    { when: 'the bindings are unknown', fleet: fleet([urls(ELSEWHERE, null, { iisBindings: undefined })]) },
    { when: 'the store is unknown', fleet: fleet([urls(ELSEWHERE, null, { certificates: undefined })]) },
    {
      when: 'the key of the bound certificate is unknown',
      fleet: fleet([urls(ELSEWHERE, null, { certificates: [SELF, without(PUB26, 'hasPrivateKey')] })]),
    },
    { when: 'nothing is presented', fleet: fleet([urls(ELSEWHERE, null, { certificates: [SELF] })]) },
    {
      when: 'there is no client front: only a specific address, a host name, another port and another site',
      fleet: fleet([
        urls(ELSEWHERE, null, {
          iisBindings: [
            web({ ipAddress: '10.0.0.5' }),
            web({ hostName: 'mail.contoso.com' }),
            web({ port: 8443 }),
            web({ site: 'Intranet' }),
            web({ protocol: 'http' }),
          ],
        }),
      ]),
    },
    {
      when: 'a binding of unknown address stands before and may be the client front',
      fleet: fleet([urls(ELSEWHERE, null, { iisBindings: [without(web(), 'ipAddress'), web({ ipAddress: '::' })] })]),
    },
    {
      when: 'a binding of unknown protocol stands before and may be the client front',
      fleet: fleet([
        urls(ELSEWHERE, null, { iisBindings: [without(web({ ipAddress: '0.0.0.0' }), 'protocol'), web()] }),
      ]),
    },
    {
      when: 'the binding of the host name covers it',
      fleet: fleet([
        urls('https://mail.contoso.com/owa', null, {
          iisBindings: [web({ hostName: 'mail.contoso.com' }), web({ thumbprint: SELF.thumbprint })],
        }),
      ]),
    },
    {
      when: 'the address of the binding of that host name is unknown, for it may be loopback',
      fleet: fleet([
        urls('https://mail.contoso.com/owa', null, {
          iisBindings: [
            without(web({ hostName: 'mail.contoso.com', thumbprint: SELF.thumbprint }), 'ipAddress'),
            web({ thumbprint: SELF.thumbprint }),
          ],
        }),
      ]),
    },
    {
      when: 'the binding of the host name presents nothing',
      fleet: fleet([
        urls('https://mail.contoso.com/owa', null, {
          iisBindings: [web({ hostName: 'mail.contoso.com', thumbprint: null }), web({ thumbprint: SELF.thumbprint })],
        }),
      ]),
    },
    {
      when: 'the pool has other members only, or unknown ones',
      fleet: fleet([ex01(), edge01()], {
        pools: [{ name: 'outlook.fabrikam.com', members: ['edge01'] }, { name: 'owa.fabrikam.com' }],
      }),
    },
    {
      when: 'only the names of SMTP, POP and IMAP clients are not covered',
      fleet: fleet([ex01()], { clientNames: { smtp: ['a.fabrikam.com'], pop: ['b.fabrikam.com'], imap: [' '] } }),
    },
    {
      when: 'names are unset',
      fleet: fleet([urls(null, '', { certificates: [SELF, PUB25, PUB26] })], {
        clientNames: null,
        pools: [{ name: null, members: ['EX01'] }],
      }),
    },
  ],
});
