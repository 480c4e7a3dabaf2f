import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import { ex01, PUB26, SELF } from '../../test/support/fixture.js';
import { ranOn, type Different } from '../../test/support/scene.js';
import type { NewCommand } from './command.js';
import type { Ran } from './ran.js';

function make(more: Partial<NewCommand> = {}): NewCommand {
  return { cmdlet: 'New-ExchangeCertificate', server: 'EX01', answer: 'no', ...more };
}

/** The certificate that stands last in the store. */
const made = ({ server }: Ran): Certificate | undefined => server?.certificates?.at(-1);

function sha1Of(text: string): string {
  return createHash('sha1').update(text).digest('hex').toUpperCase();
}

describe('New-ExchangeCertificate', () => {
  test('makes a self-signed certificate with the names of the server', () => {
    const server = ex01();
    const ran = ranOn(make({ services: [] }), { server, at: '2026-06-01T10:20:30Z', index: 7 });
    expect(ran.refused).toBeNull();
    expect(ran.server).toEqual({ ...server, certificates: [SELF, PUB26, made(ran)] });
    expect(made(ran)).toEqual({
      thumbprint: sha1Of('certfleet:new:7:ex01.contoso.com'),
      subject: 'CN=EX01',
      issuer: 'CN=EX01',
      subjectAlternativeNames: ['EX01', 'ex01.contoso.com'],
      version: 3,
      notBefore: '2026-06-01T10:20:30Z',
      notAfter: '2031-06-01T10:20:30Z',
      hasPrivateKey: true,
      keyProvider: 'CAPI',
      keyAlgorithm: 'RSA',
      keySize: 2048,
      signatureAlgorithm: 'sha256RSA',
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
      isSelfSigned: true,
      status: 'Valid',
      rootCaType: 'None',
      services: [],
      friendlyName: 'Microsoft Exchange',
    });
  });

  test('keeps what is said of it, and fills in the rest', () => {
    const certificate = {
      thumbprint: 'ab cd'.padEnd(41, '0'),
      subject: 'CN=mail.contoso.com',
      friendlyName: null,
      extendedKeyUsages: null,
      keySize: 4096,
      services: ['IIS'],
    } as const;
    expect(made(ranOn(make({ services: [], certificate })))).toMatchObject({
      thumbprint: 'ABCD'.padEnd(40, '0'),
      subject: 'CN=mail.contoso.com',
      issuer: 'CN=mail.contoso.com',
      subjectAlternativeNames: ['EX01', 'ex01.contoso.com'],
      friendlyName: null,
      extendedKeyUsages: null,
      keySize: 4096,
      services: [],
    });
    const signed = { subject: 'CN=a', issuer: 'CN=b', subjectAlternativeNames: [] };
    expect(made(ranOn(make({ services: [], certificate: signed })))).toMatchObject(signed);
  });

  test('fills in where null counts as unknown', () => {
    const certificate = { version: null, status: null, notBefore: null, notAfter: null };
    expect(made(ranOn(make({ services: [], certificate })))).toMatchObject({
      version: 3,
      status: 'Valid',
      notBefore: '2026-06-01T00:00:00Z',
      notAfter: '2031-06-01T00:00:00Z',
    });
  });

  test.each<[Partial<Server>, string, readonly string[]]>([
    [{ fqdn: 'Ex01.contoso.com', netbiosName: 'MAIL' }, 'CN=MAIL', ['MAIL', 'Ex01.contoso.com']],
    [
      { fqdn: 'a-very-long-server-name.contoso.com' },
      'CN=A-VERY-LONG-SER',
      ['A-VERY-LONG-SER', 'a-very-long-server-name.contoso.com'],
    ],
  ])('calls the server %j by its NetBIOS name', (named, subject, subjectAlternativeNames) => {
    const server = { ...ex01({ netbiosName: undefined }), ...named };
    expect(made(ranOn(make({ services: [] }), { server }))).toMatchObject({ subject, subjectAlternativeNames });
  });

  test('tells each new certificate apart by command and server', () => {
    const server = ex01({ fqdn: 'EX01.Contoso.com' });
    expect(made(ranOn(make({ services: [] }), { server, index: 12 }))?.thumbprint).toBe(
      sha1Of('certfleet:new:12:ex01.contoso.com'),
    );
  });

  test.each<[Server['version'], string, string]>([
    ['2007', '2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z'],
    ['2010', '2026-06-01T00:00:00Z', '2031-06-01T00:00:00Z'],
    ['SE', '2024-02-29T12:00:00Z', '2029-02-28T12:00:00Z'],
    ['2007', '2024-02-29T12:00:00Z', '2025-02-28T12:00:00Z'],
    ['2007', '2023-02-28T12:00:00Z', '2024-02-28T12:00:00Z'],
    ['2019', '2026-01-01T01:00:00+02:00', '2030-12-31T23:00:00Z'],
  ])('on %s from %s is valid until %s', (version, notBefore, notAfter) => {
    const server = ex01({ version });
    expect(made(ranOn(make({ services: [], certificate: { notBefore } }), { server }))?.notAfter).toBe(notAfter);
  });

  test('on an unknown version lasts five years', () => {
    const server = ex01({ version: undefined });
    expect(made(ranOn(make({ services: [] }), { server }))?.notAfter).toBe('2031-06-01T00:00:00Z');
  });

  test('an end that is given stays', () => {
    const certificate = { notBefore: '2020-01-01T00:00:00Z', notAfter: '2020-02-01T00:00:00Z' };
    expect(made(ranOn(make({ services: [], certificate })))).toMatchObject(certificate);
  });

  test('stands in a store that was empty', () => {
    expect(ranOn(make({ services: [] }), { server: ex01({ certificates: null }) }).server?.certificates).toHaveLength(
      1,
    );
  });
});

describe('The services of a new certificate', () => {
  const settings = { popSettings: { x509CertificateName: 'old' }, imapSettings: null };

  test('unless told are IMAP, POP and SMTP, and POP and IMAP only mark it', () => {
    const server = ex01(settings);
    const ran = ranOn(make(), { server });
    expect(made(ran)?.services).toEqual(['IMAP', 'POP', 'SMTP']);
    expect(ran.server).toMatchObject(settings);
    expect(ran.prompts).toEqual([
      { shown: true, current: SELF.thumbprint, replacement: made(ran)?.thumbprint, rule: 'PR-3' },
    ]);
  });

  test('that are told set POP and IMAP up', () => {
    const ran = ranOn(make({ services: ['POP', 'IMAP'] }), { server: ex01(settings) });
    expect(ran.server).toMatchObject({
      popSettings: { x509CertificateName: 'ex01.contoso.com' },
      imapSettings: { x509CertificateName: 'ex01.contoso.com' },
    });
    expect(ran.prompts).toEqual([{ shown: false, rule: 'PR-1' }]);
  });

  test('null is the empty list', () => {
    const ran = ranOn(make({ services: null }));
    expect(made(ran)?.services).toEqual([]);
    expect(ran.prompts).toEqual([{ shown: false, rule: 'PR-1' }]);
  });

  test('a wildcard certificate is not marked for POP and IMAP', () => {
    const ran = ranOn(make({ certificate: { subject: 'CN=*.contoso.com' } }));
    expect(made(ran)?.services).toEqual(['SMTP']);
    expect(ran.notes).toEqual(['WILDCARD_POP_IMAP_NOT_SET']);
  });

  test('are assigned as by Enable: the question, IIS, None', () => {
    const ran = ranOn(make({ services: ['SMTP', 'IIS', 'None'], answer: 'yes' }));
    const thumbprint = made(ran)?.thumbprint;
    expect(ran.server?.internalTransportCertificate).toBe(thumbprint);
    expect(ran.server?.iisBindings?.[0]?.thumbprint).toBe(thumbprint);
    expect(ran.carriedOut.overwritten).toEqual({ before: SELF.thumbprint, after: thumbprint });
    expect(ran.notes).toEqual(['SERVICES_NONE_DOES_NOT_CLEAR']);
    expect(ranOn(make()).server?.internalTransportCertificate).toBe(SELF.thumbprint);
    expect(ranOn(make({ answer: 'unanswered' }))).toMatchObject({ undecided: true, notes: ['PROMPT_UNANSWERED'] });
    expect(ranOn(make({ answer: 'force' })).prompts).toEqual([{ shown: false, rule: 'PR-2' }]);
  });

  test.each<[string, Partial<NewCommand>, Different]>([
    ['EN-P2', { certificate: { hasPrivateKey: false } }, {}],
    ['EN-P3', { certificate: { status: 'PendingRequest' } }, {}],
    ['EN-P4', { certificate: { status: 'Untrusted' }, surface: 'eac' }, {}],
    ['EN-P6', { services: ['Federation'] }, {}],
    ['EN-P5', { services: ['UM'] }, { server: ex01({ version: undefined }) }],
  ])('do not ask for %s (PR-7)', (_, more, different) => {
    const ran = ranOn(make({ answer: 'yes', ...more }), different);
    expect(ran).toMatchObject({ refused: null, undecided: false });
    expect(made(ran)?.services).toEqual(more.services ?? ['IMAP', 'POP', 'SMTP']);
  });

  test('on 2007 the new certificate is published if it has the name of the server (PR-6)', () => {
    const server = ex01({ version: '2007' });
    const named = ranOn(make({ answer: 'yes' }), { server });
    expect(named.server?.internalTransportCertificate).toBe(made(named)?.thumbprint);
    const certificate = { subject: 'CN=x', subjectAlternativeNames: ['mail.contoso.com'] };
    const unnamed = ranOn(make({ answer: 'yes', certificate }), { server });
    expect(unnamed.server?.internalTransportCertificate).toBe(SELF.thumbprint);
    expect(unnamed.notes).toEqual(['ITC_NOT_PUBLISHED_2007']);
  });
});

describe('New-ExchangeCertificate makes none', () => {
  test('for a request: nothing changes, nothing is asked', () => {
    const server = ex01();
    const request = make({ generateRequest: true, services: ['SMTP'], certificate: { thumbprint: SELF.thumbprint } });
    for (const different of [{ server }, { server: ex01({ certificates: undefined }) }]) {
      const ran = ranOn(request, different);
      expect(ran).toMatchObject({ refused: null, prompts: [], notes: [], undecided: false });
      expect(ran.server).toBe(different.server);
    }
  });

  test('with the thumbprint of one that is in the store (IM-1)', () => {
    const server = ex01();
    const ran = ranOn(make({ certificate: { thumbprint: SELF.thumbprint.toLowerCase() } }), { server });
    expect(ran.refused?.rule).toBe('IM-1');
    expect(ran.refused?.message).toContain(SELF.thumbprint);
    expect(ran).toMatchObject({ prompts: [], notes: [], undecided: false });
    expect(ran.server).toBe(server);
  });

  test('where the store is unknown nobody knows what it does', () => {
    const server = ex01({ certificates: undefined, popSettings: { x509CertificateName: 'old' } });
    const ran = ranOn(make({ services: ['SMTP', 'POP', 'IIS'], answer: 'yes' }), { server });
    expect(ran).toMatchObject({ refused: null, undecided: true, notes: ['FACT_UNKNOWN'] });
    expect(ran.prompts).toMatchObject([{ shown: true, rule: 'PR-3' }]);
    expect(ran.carriedOut.overwritten).toMatchObject({ before: SELF.thumbprint });
    expect(ran.server).not.toHaveProperty('internalTransportCertificate');
    expect(ran.server).not.toHaveProperty('certificates');
    expect(ran.server?.popSettings).toEqual({});
    expect(ran.server?.iisBindings?.[0]).not.toHaveProperty('thumbprint');
  });
});
