import { describe, expect, test } from '@jest/globals';
import { matchPin, parseTlsCertificateName } from './tls-certificate-name.js';
import { isUnreadable } from './unreadable.js';

describe('TlsCertificateName', () => {
  test.each(['<I>CN=CA<S>CN=x', ' <i> cn=ca <s> CN=X '])('%s is a pin', (text) => {
    expect(parseTlsCertificateName(text)).toEqual({ issuer: 'CN=CA', subject: 'CN=X' });
  });

  test('the first <S> divides', () => {
    expect(parseTlsCertificateName('<I>a<S>b<S>c')).toEqual({ issuer: 'A', subject: 'B<S>C' });
  });

  test.each(['CN=x', '<S>CN=x<I>CN=CA', '<I>CN=CA', '<I> <S>CN=x', '<I>CN=CA<S> ', 'x<I>CN=CA<S>CN=x', ''])(
    '"%s" is no pin and matches nothing',
    (text) => {
      const pin = parseTlsCertificateName(text);
      expect(isUnreadable(pin)).toBe(true);
      expect(matchPin(pin, {})).toBe('no-match');
    },
  );

  test('matches on whole names, without case, and knows what it does not know', () => {
    const pin = parseTlsCertificateName('<I>CN=Straße CA<S>CN=x, O=y');
    expect(matchPin(pin, { issuer: ' cn=STRASSE ca', subject: 'CN=X, O=Y ' })).toBe('match');
    expect(matchPin(pin, { issuer: 'CN=Straße CA', subject: 'CN=x,O=y' })).toBe('no-match');
    expect(matchPin(pin, { issuer: 'CN=Straße CA', subject: null })).toBe('no-match');
    expect(matchPin(pin, { issuer: 'CN=Straße CA' })).toBe('unknown');
    expect(matchPin(pin, { issuer: 'CN=other' })).toBe('no-match');
    expect(matchPin(pin, {})).toBe('unknown');
  });
});
