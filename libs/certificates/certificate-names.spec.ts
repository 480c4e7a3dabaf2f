import { describe, expect, test } from '@jest/globals';
import { coverage, isWildcardCertificate, namesOfCertificate } from './certificate-names.js';

const names = (certificate: object) => namesOfCertificate({ thumbprint: 'A', ...certificate });

describe('the names of a certificate', () => {
  test('common names count beside alternative names, each once', () => {
    expect(
      names({ subject: 'CN=EX01, CN=Mail.contoso.com', subjectAlternativeNames: ['mail.contoso.com', ' '] }),
    ).toEqual({
      names: ['mail.contoso.com', 'ex01'],
      complete: true,
    });
  });

  test('an absent key leaves the set open, null closes it', () => {
    expect(names({ subject: 'CN=a' }).complete).toBe(false);
    expect(names({ subjectAlternativeNames: ['a'] }).complete).toBe(false);
    expect(names({ subject: null, subjectAlternativeNames: null })).toEqual({ names: [], complete: true });
  });

  test('coverage tells a known match from a possible one', () => {
    const open = names({ subject: 'CN=*.contoso.com' });
    const closed = names({ subject: 'CN=*.contoso.com', subjectAlternativeNames: ['ex01'] });
    expect(coverage(open, 'mail.contoso.com')).toBe('some');
    expect(coverage(open, 'mail.fabrikam.com')).toBe('unknown');
    expect(coverage(open, '*.contoso.com')).toBe('exact');
    expect(coverage(closed, 'mail.contoso.com')).toBe('wildcard');
    expect(coverage(closed, 'ex01')).toBe('exact');
    expect(coverage(closed, 'mail.fabrikam.com')).toBe('none');
  });

  test('a wildcard certificate', () => {
    expect(isWildcardCertificate(names({ subject: 'CN=*.contoso.com' }))).toBe(true);
    expect(isWildcardCertificate(names({ subject: 'CN=mail*.contoso.com' }))).toBeUndefined();
    expect(isWildcardCertificate(names({ subject: 'CN=a', subjectAlternativeNames: [] }))).toBe(false);
  });
});
