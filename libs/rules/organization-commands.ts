import { knownThumbprint, type ServerFacts } from '#libs/selection/server-facts.js';
import { BROUGHT } from './bring-certificate.js';
import { onServer, signIn } from './commands.js';
import { ANSWER_NO } from './connector-commands.js';
import { cmdletLine, SWITCH, type Parameters } from './powershell.js';

const OAUTH_NAME = 'Microsoft Exchange Server Auth Certificate';
const PUBLISH: readonly string[] = [
  cmdletLine('Set-AuthConfig', { PublishCertificate: SWITCH }),
  cmdletLine('Set-AuthConfig', { ClearPreviousCertificate: SWITCH }),
];

/**
 * Gives the organization another certificate for OAuth in the place of the current or the next one. The next one becomes the current one
 * if there is another; else a new one is made, which asks the overwrite question.
 * @cite L-AUTHROLL (A)
 */
export function rePointOAuth(facts: ServerFacts, which: 'current' | 'next', thumbprint: string): readonly string[] {
  const next = knownThumbprint(facts.organization.authConfig?.nextThumbprint);
  if (which === 'current' && next != null && next !== thumbprint) return PUBLISH;
  const made = newCertificate(facts, {
    SubjectName: `CN=${OAUTH_NAME}`,
    FriendlyName: OAUTH_NAME,
    Services: ['SMTP'],
  });
  const set = `${cmdletLine('Set-AuthConfig', { NewCertificateThumbprint: BROUGHT })} -NewCertificateEffectiveDate (Get-Date).AddDays(2)`;
  return [...signIn(facts), ANSWER_NO, `$cert = ${made} -DomainName @()`, set, ...(which === 'current' ? PUBLISH : [])];
}

/** Gives the federation trust another certificate. @cite L-FEDRENEW, PS-FED (A) */
export function rePointFederation(facts: ServerFacts): readonly string[] {
  const made = newCertificate(facts, {
    FriendlyName: 'Exchange Delegation Federation',
    DomainName: 'Federation',
    Services: ['Federation'],
  });
  return [
    ...signIn(facts),
    `$cert = ${made} -SubjectKeyIdentifier ([System.Guid]::NewGuid().ToString('N'))`,
    `Get-FederationTrust | ${cmdletLine('Set-FederationTrust', { Thumbprint: BROUGHT })}`,
    'When the new certificate has reached every Exchange server (Test-FederationTrustCertificate), and its TXT records are in DNS:',
    `Get-FederationTrust | ${cmdletLine('Set-FederationTrust', { PublishFederationCertificate: SWITCH })}`,
  ];
}

function newCertificate(facts: ServerFacts, parameters: Parameters): string {
  return cmdletLine('New-ExchangeCertificate', {
    ...onServer(facts),
    KeySize: '2048',
    PrivateKeyExportable: true,
    ...parameters,
  });
}
