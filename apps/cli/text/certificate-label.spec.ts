import { describe, expect, test } from '@jest/globals';
import { certificateWords, commonName, shortener } from './certificate-label.js';

describe('short thumbprints', () => {
  const first = '9F2A000000000000000000000000000000000BC1';
  test('show the beginning and the end', () => expect(shortener([first])(first)).toBe('9F2A\u2026C1'));

  test('grow until no two look alike', () => {
    const second = '9F2AFFFF000000000000000000000000000000C1';
    const short = shortener([first, second]);
    expect(short(first)).toBe('9F2A0000\u20260BC1');
    expect(short(second)).toBe('9F2AFFFF\u202600C1');
  });

  test('stay whole where nothing shorter tells them apart', () => {
    const twin = '9F2A000000000000000100000000000000000BC1';
    expect(shortener([first, twin])(first)).toBe(first);
  });
});

describe('a certificate in words', () => {
  test('an absent fact is unknown, in that word', () => {
    expect(certificateWords({ thumbprint: 'A' })).toBe('subject unknown (issuer unknown, end unknown)');
  });

  test('escapes what a subject brings', () => {
    const certificate = {
      thumbprint: 'A',
      subject: 'CN=\u001b[2Jx',
      issuer: 'CN=CA',
      notAfter: '2027-06-20T00:00:00Z',
    };
    expect(certificateWords(certificate)).toBe('\\u{1b}[2Jx (CA, to 2027-06-20)');
  });

  test('has the whole subject where there is no common name', () =>
    expect(commonName('O="A, CN=b"')).toBe('O="A, CN=b"'));
});
