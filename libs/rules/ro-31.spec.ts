import { describe, expect, test } from '@jest/globals';
import type { IisBinding, Organization } from '#libs/fleet/document.js';
import {
  ex01,
  fleet,
  frontend,
  LONG,
  OAUTH,
  PIN,
  PUB25,
  PUB26,
  PUBX,
  SELF,
  sender,
  WILD,
} from '../../test/support/fixture.js';
import { transitionOn } from '../../test/support/transition.js';
import { without } from '../../test/support/without.js';
import { ANSWER_NO } from './connector-commands.js';
import { ro31 } from './ro-31.js';

const removed = PUB26.thumbprint;
const STARTTLS = 'receive:Default Frontend EX01:starttls';

/** EX01 without bindings and connectors, so that nothing refers to anything. */
function bare(more: Parameters<typeof ex01>[0] = {}) {
  return ex01({ iisBindings: [], receiveConnectors: [], ...more });
}

function onRemoval(
  server: ReturnType<typeof ex01>,
  around: Partial<Organization> = {},
  thumbprint: string | null = removed,
) {
  return ro31.check(transitionOn(fleet([server], around), { removed: thumbprint }));
}

function referencesOn(...scene: Parameters<typeof onRemoval>): unknown {
  return onRemoval(...scene).map(({ evidence }) => evidence['references']);
}

function web(more: Partial<IisBinding> = {}): IisBinding {
  const site = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '' };
  return { ...site, thumbprint: removed, ...more };
}

const PINNED = frontend({ tlsCertificateName: PIN });
const NAMED = { x509CertificateName: 'mail.contoso.com' };
const CLIENTS = { ...PUB26, services: ['POP', 'IMAP'] } as const;

describe('RO-31, a certificate is removed that something still needs', () => {
  test('names all that refers to it, once for the server', () => {
    const server = ex01({
      certificates: [SELF, { ...PUB26, services: ['SMTP', 'POP', 'IMAP', 'Federation'] }],
      receiveConnectors: [PINNED],
      iisBindings: [web(), web({ site: 'Intranet', port: 8443, ipAddress: '127.0.0.1' })],
      popSettings: NAMED,
      imapSettings: NAMED,
    });
    const authConfig = { currentThumbprint: removed.toLowerCase(), nextThumbprint: ` ${removed}` };
    const found = onRemoval(server, { authConfig });
    expect(found.map(({ endpoint, evidence }) => ({ endpoint, evidence }))).toEqual([
      {
        endpoint: null,
        evidence: {
          thumbprint: removed,
          references: [
            STARTTLS,
            'pop',
            'imap',
            'authConfig/currentThumbprint',
            'authConfig/nextThumbprint',
            'federationTrust',
            'iis:Default Web Site:*:443:',
            'iis:Intranet:127.0.0.1:8443:',
          ],
        },
      },
    ]);
  });

  test('pins the connector to another certificate of the store before the removal', () => {
    const [found] = onRemoval(bare({ certificates: [SELF, PUB26, PUBX], receiveConnectors: [PINNED] }));
    expect(found?.summary).toBe(
      'Certificate …EA30 (mail.contoso.com) is removed from EX01 while it is still needed by receive:Default Frontend EX01:starttls, and Exchange does not stop it.',
    );
    expect(found?.remediation).toEqual([
      `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUBX.thumbprint}`,
      '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
      "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name",
      'Then remove it:',
      `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${removed}`,
    ]);
  });

  test('gives POP and the web site the wildcard certificate that is left, and says the same steps once', () => {
    const server = bare({
      certificates: [SELF, CLIENTS, WILD],
      popSettings: NAMED,
      iisBindings: [web({ ipAddress: '0.0.0.0' }), web({ ipAddress: '[::]' })],
    });
    expect(onRemoval(server)[0]?.remediation).toEqual([
      'Set-PopSettings -Server EX01 -X509CertificateName mail.contoso.com',
      'Get-Service -ComputerName EX01 -Name MSExchangePOP3,MSExchangePOP3BE | Restart-Service',
      `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${WILD.thumbprint} -Services IIS`,
      'Then remove it:',
      `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${removed}`,
    ]);
  });

  test('makes a new certificate for OAuth, and answers the overwrite question with No', () => {
    const server = bare({ certificates: [SELF, OAUTH] });
    const authConfig = { currentThumbprint: OAUTH.thumbprint, nextThumbprint: null };
    const [found] = onRemoval(server, { authConfig }, OAUTH.thumbprint);
    expect(found?.remediation).toEqual([
      ANSWER_NO,
      "$cert = New-ExchangeCertificate -Server EX01 -KeySize 2048 -PrivateKeyExportable $true -SubjectName 'CN=Microsoft Exchange Server Auth Certificate' -FriendlyName 'Microsoft Exchange Server Auth Certificate' -Services SMTP -DomainName @()",
      'Set-AuthConfig -NewCertificateThumbprint $cert.Thumbprint -NewCertificateEffectiveDate (Get-Date).AddDays(2)',
      'Set-AuthConfig -PublishCertificate',
      'Set-AuthConfig -ClearPreviousCertificate',
      'Then remove it:',
      `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${OAUTH.thumbprint}`,
    ]);
  });

  test('publishes the next OAuth certificate where there is one, and the next one is replaced without being published', () => {
    const authConfig = { currentThumbprint: OAUTH.thumbprint, nextThumbprint: removed };
    const current = onRemoval(bare({ certificates: [OAUTH, PUB26] }), { authConfig }, OAUTH.thumbprint);
    expect(current[0]?.remediation.slice(0, 2)).toEqual([
      'Set-AuthConfig -PublishCertificate',
      'Set-AuthConfig -ClearPreviousCertificate',
    ]);
    const next = onRemoval(bare({ certificates: [OAUTH, PUB26] }), { authConfig });
    expect(next[0]?.remediation.join()).not.toContain('-PublishCertificate');
  });

  test('gives the federation trust another certificate', () => {
    const server = bare({ certificates: [SELF, { ...PUB26, services: ['Federation'] }] });
    expect(onRemoval(server)[0]?.remediation).toEqual([
      "$cert = New-ExchangeCertificate -Server EX01 -KeySize 2048 -PrivateKeyExportable $true -FriendlyName 'Exchange Delegation Federation' -DomainName Federation -Services Federation -SubjectKeyIdentifier ([System.Guid]::NewGuid().ToString('N'))",
      'Get-FederationTrust | Set-FederationTrust -Thumbprint $cert.Thumbprint',
      'When the new certificate has reached every Exchange server (Test-FederationTrustCertificate), and its TXT records are in DNS:',
      'Get-FederationTrust | Set-FederationTrust -PublishFederationCertificate',
      'Then remove it:',
      `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${removed}`,
    ]);
  });

  describe('an enabled Receive connector', () => {
    const holding = (...certificates: readonly (typeof PUB26)[]) => bare({ certificates, receiveConnectors: [PINNED] });

    test('counts whatever its authentication', () => {
      const connector = frontend({ tlsCertificateName: PIN, authMechanism: [] });
      expect(referencesOn(bare({ receiveConnectors: [connector] }))).toEqual([[STARTTLS]]);
    });

    test.each([
      ['another certificate matches, too', holding(PUB26, PUB25)],
      ['another certificate might match', holding(PUB26, without(PUBX, 'issuer'))],
      ['it is unknown whether this one matches', holding(without(PUB26, 'subject'), SELF)],
      ['the pin means another certificate', holding(PUB26, { ...LONG, issuer: 'CN=x' }, SELF), PUBX.thumbprint],
      ['the store is unknown', bare({ certificates: undefined, receiveConnectors: [PINNED] })],
      ['it is disabled', bare({ receiveConnectors: [{ ...PINNED, enabled: false }] })],
      ['it is unknown whether it is enabled', bare({ receiveConnectors: [without(PINNED, 'enabled')] })],
      ['it has no pin', bare({ receiveConnectors: [frontend()] })],
      ['its pin is no pin', bare({ receiveConnectors: [frontend({ tlsCertificateName: 'CN=mail.contoso.com' })] })],
      ['it is Exchange 2010', bare({ version: '2010', receiveConnectors: [PINNED] })],
      ['the version is unknown', bare({ version: undefined, receiveConnectors: [PINNED] })],
    ] as const)('does not count when %s', (_, server, thumbprint: string = removed) => {
      expect(onRemoval(server, {}, thumbprint)).toEqual([]);
    });

    test('a Send connector does not count, for Exchange itself protects its certificate', () => {
      expect(onRemoval(bare(), { sendConnectors: [sender({ tlsCertificateName: PIN })] })).toEqual([]);
    });
  });

  describe('POP and IMAP', () => {
    test.each([
      ['pop', { popSettings: NAMED }],
      ['imap', { imapSettings: NAMED }],
    ])('%s counts where it presents the certificate', (address, settings) => {
      expect(referencesOn(bare({ certificates: [SELF, CLIENTS], ...settings }))).toEqual([[address]]);
    });

    test('does not count when another certificate is presented, or nobody knows', () => {
      const newer = { ...CLIENTS, thumbprint: PUBX.thumbprint, notBefore: '2026-05-30T00:00:00Z' };
      expect(onRemoval(bare({ certificates: [CLIENTS, newer], popSettings: NAMED }))).toEqual([]);
      const open = without(newer, 'services');
      expect(onRemoval(bare({ certificates: [CLIENTS, open], popSettings: NAMED }))).toEqual([]);
    });
  });

  describe('everything else', () => {
    test.each([
      ['authConfig/currentThumbprint', {}, { authConfig: { currentThumbprint: removed } }],
      ['authConfig/nextThumbprint', { certificates: undefined }, { authConfig: { nextThumbprint: removed } }],
      ['iis:Default Web Site:127.0.0.1:443:', { iisBindings: [web({ ipAddress: '127.0.0.1' })] }, {}],
      [
        'iis:Intranet:*:443:a',
        { iisBindings: [web({ site: 'Intranet', hostName: 'a' })], certificates: undefined },
        {},
      ],
    ])('%s counts', (address, server, around) => {
      expect(referencesOn(bare(server), around)).toEqual([[address]]);
    });

    test.each([
      ['nothing refers to it', {}, {}],
      ['only Exchange Back End holds it', { iisBindings: [web({ site: 'exchange back END', port: 444 })] }, {}],
      ['only a plain binding holds it', { iisBindings: [web({ protocol: 'http' })] }, {}],
      ['what is bound is unknown', { iisBindings: [without(web(), 'thumbprint')] }, {}],
      ['the bindings are unknown', { iisBindings: undefined }, {}],
      ['it is the previous OAuth certificate', {}, { authConfig: { previousThumbprint: removed } }],
      ['the authorization configuration is unset', {}, { authConfig: null }],
      ['its services are unknown', { certificates: [SELF, without(PUB26, 'services')] }, {}],
      ['another one is federated', { certificates: [PUB26, { ...SELF, services: ['Federation'] }] }, {}],
    ] as const)('does not count when %s', (_, server, around) => {
      expect(onRemoval(bare(server), around)).toEqual([]);
    });

    test('nothing is said when nothing was removed', () => {
      expect(onRemoval(bare({ iisBindings: [web()] }), {}, null)).toEqual([]);
    });
  });
});
