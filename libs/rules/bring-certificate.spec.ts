import { describe, expect, test } from '@jest/globals';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { edge01, ex01 } from '../../test/support/fixture.js';
import { bringCertificate } from './bring-certificate.js';

const facts = serverFacts(ex01(), undefined, knobsOf(undefined));

describe('bringing a certificate', () => {
  test('asks for all names, a wildcard quoted', () => {
    expect(bringCertificate(facts, ['*.contoso.com', 'contoso.com'])).toContain(
      "$request = New-ExchangeCertificate -Server EX01 -GenerateRequest -SubjectName 'CN=*.contoso.com' -DomainName '*.contoso.com',contoso.com -PrivateKeyExportable $true",
    );
  });

  test('leaves out what is no host name, and asks for the server where nothing is left', () => {
    const lines = bringCertificate(facts, ["a'; Remove-Item C:\\", 'a,CN=b', 'a b']);
    expect(lines.join('\n')).not.toMatch(/Remove-Item|a,CN=b|a b/);
    expect(lines[0]).toContain('ex01.contoso.com');
  });

  test('is done on an Edge itself', () => {
    const edge = serverFacts(edge01(), undefined, knobsOf(undefined));
    expect(bringCertificate(edge, ['mail.contoso.com']).join('\n')).not.toContain('-Server');
  });
});
