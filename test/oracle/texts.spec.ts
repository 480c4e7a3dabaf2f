import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coverage, isWildcardCertificate, namesOfCertificate } from '#libs/certificates/certificate-names.js';
import { commonNames } from '#libs/certificates/distinguished-name.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { parseIpAddress } from '#libs/certificates/ip-address.js';
import { parseRemoteRange, sizeOfRange } from '#libs/certificates/remote-range.js';
import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { readAddress, readRange, sizeOf } from './section-3-addresses.js';
import { commonNames as oracleCommonNames } from './section-3-distinguished-names.js';
import {
  isWildcardCertificate as oracleIsWildcard,
  nameMatch as oracleNameMatch,
  normalName,
} from './section-3-names.js';
import { readPin } from './section-3-pins.js';
import { share } from '../support/share.js';

const RUNS = {
  numRuns: Number(process.env['ORACLE_RUNS'] ?? share(2000)),
  seed: Number(process.env['ORACLE_SEED'] ?? 20_260_601),
};

const joined = (tokens: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...tokens), { maxLength }).map((parts) => parts.join(''));

const names = joined(
  [
    'mail',
    'MAIL',
    '.',
    '.',
    '.',
    'contoso',
    'com',
    '*',
    '*.',
    ' ',
    '_',
    'bücher',
    'BÜCHER',
    'bu\u0308cher',
    'xn--bcher-kva',
    'ß',
    'İ',
    'ς',
    '日本',
    '𝒶',
    'ﬁ',
  ],
  7,
);
const distinguishedNames = joined(
  [
    'CN=',
    'cn = ',
    'O=',
    'OU=',
    '2.5.4.3=',
    'OID.2.5.4.3=',
    'oid.1.2=',
    'a',
    'mail.x',
    ', ',
    ',',
    ';',
    '+',
    ' + ',
    '"',
    '""',
    '\\"',
    '\\',
    '\\\\',
    '\\,',
    '\\C3\\BC',
    '\\2C',
    ' ',
    '\\ ',
    '=',
    '#',
    'é',
    '<',
    '-',
  ],
  10,
);
const pins = joined(['<I>', '<i>', '<S>', '<s>', 'CN=a', ' ', 'CN=b', '<', 'I>'], 6);
const octet = fc.constantFrom(0, 1, 9, 10, 127, 128, 192, 255);
const ipv4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const group = fc.constantFrom('0', '1', 'ffff', 'FFFF', '2001', 'db8', '00a0', 'fe80');
const ipv6 = fc.oneof(
  fc.array(group, { minLength: 8, maxLength: 8 }).map((parts) => parts.join(':')),
  fc
    .tuple(fc.array(group, { maxLength: 3 }), fc.array(group, { maxLength: 3 }))
    .map(([head, tail]) => `${head.join(':')}::${tail.join(':')}`),
  ipv4.map((text) => `::ffff:${text}`),
  ipv4.map((text) => `2001:db8::${text}`),
);
const address = fc.oneof(
  ipv4,
  ipv6,
  ipv6.map((text) => `[${text}]`),
  ipv6.map((text) => `${text}%eth0`),
);
const ranges = fc.oneof(
  address,
  fc.tuple(ipv4, fc.nat({ max: 32 })).map(([text, prefix]) => `${text}/${prefix}`),
  fc.tuple(ipv6, fc.nat({ max: 128 })).map(([text, prefix]) => `${text}/${prefix}`),
  fc.tuple(ipv4, fc.nat({ max: 32 })).map(([text, prefix]) => `${text}(${masks[prefix] ?? ''})`),
  fc.tuple(ipv4, ipv4).map(([first, last]) => `${first}-${last}`),
  fc.tuple(ipv6, ipv6).map(([first, last]) => `${first} - ${last}`),
);
const masks = Array.from({ length: 33 }, (_, bits) => {
  const mask = 2 ** 32 - 2 ** (32 - bits);
  return [24, 16, 8, 0].map((shift) => Math.floor(mask / 2 ** shift) % 256).join('.');
});

describe('two readings of section 3', () => {
  test('host names', () => {
    fc.assert(
      fc.property(names, (text) => {
        expect(normalizeHostName(text)).toBe(normalName(text));
      }),
      RUNS,
    );
  });

  test('names of a certificate', () => {
    const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
      fc.option(fc.oneof(value, fc.constant(undefined)), { nil: null });
    fc.assert(
      fc.property(
        optional(fc.array(names, { maxLength: 3 })),
        optional(distinguishedNames),
        names,
        (sans, subject, wanted) => {
          const certificate = {
            thumbprint: '',
            ...(sans === undefined ? {} : { subjectAlternativeNames: sans }),
            ...(subject === undefined ? {} : { subject }),
          };
          const read = namesOfCertificate(certificate);
          const match = oracleNameMatch(certificate, wanted);
          expect(coverage(read, normalizeHostName(wanted))).toBe(
            match.matches === undefined
              ? 'unknown'
              : match.matches
                ? { true: 'exact', false: 'wildcard', undefined: 'some' }[String(match.exact)]
                : 'none',
          );
          expect(isWildcardCertificate(read)).toBe(oracleIsWildcard(certificate));
        },
      ),
      RUNS,
    );
  });

  test('distinguished names', () => {
    fc.assert(
      fc.property(distinguishedNames, (text) => {
        expect(commonNames(text)).toEqual(oracleCommonNames(text));
      }),
      RUNS,
    );
  });

  test('TlsCertificateName', () => {
    fc.assert(
      fc.property(pins, (text) => {
        const read = parseTlsCertificateName(text);
        const pin = readPin(text);
        const folded = pin && { issuer: pin.issuer.toUpperCase(), subject: pin.subject.toUpperCase() };
        expect(isUnreadable(read) ? null : read).toEqual(folded);
      }),
      RUNS,
    );
  });

  test('addresses', () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(parseIpAddress(text)).toEqual(readAddress(text));
      }),
      RUNS,
    );
  });

  test('remote ranges', () => {
    fc.assert(
      fc.property(ranges, (text) => {
        const read = parseRemoteRange(text);
        if (isUnreadable(read)) return;
        const { family, first, last } = readRange(text);
        expect({ family: read.family, first: read.first, last: read.last, size: sizeOfRange(read) }).toEqual({
          ...{ family, first, last },
          size: sizeOf(readRange(text)),
        });
      }),
      RUNS,
    );
  });
});
