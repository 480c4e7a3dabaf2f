import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { ExchangeVersion, Server } from '#libs/fleet/document.js';
import { patched, type Patch } from '#libs/fleet/patched.js';
import { ex01, PUB26, SELF } from '../../test/support/fixture.js';
import { ranOn, serverAfter, type Different } from '../../test/support/scene.js';
import type { EnableCommand } from './command.js';

function enable(more: Partial<EnableCommand> = {}): EnableCommand {
  const command = { cmdlet: 'Enable-ExchangeCertificate', server: 'EX01', thumbprint: PUB26.thumbprint } as const;
  return { ...command, services: ['SMTP'], answer: 'no', ...more };
}

/** EX01 whose PUB26 is different, and so is whatever else is said. */
function having(certificate: Patch<Certificate>, more: Patch<Server> = {}): Different {
  return { server: patched(ex01({ certificates: [SELF, patched(PUB26, certificate)] }), more) };
}

const refusal = (command: EnableCommand, different: Different) => ranOn(command, different).refused?.rule ?? null;

function servicesIn(server: Server | null, thumbprint = PUB26.thumbprint) {
  return server?.certificates?.find((one) => one.thumbprint === thumbprint)?.services;
}

describe('Enable-ExchangeCertificate is refused', () => {
  const eac = enable({ surface: 'eac' });
  test.each([
    ['EN-P1', 'a certificate that is not in the store', enable({ thumbprint: 'F'.repeat(40) }), having({})],
    ['EN-P1', 'an empty store', enable(), having({}, { certificates: null })],
    ['EN-P2', 'one without private key', enable(), having({ hasPrivateKey: false })],
    ['EN-P2', 'one whose key is known to be unset', enable(), having({ hasPrivateKey: null })],
    ['EN-P3', 'a pending request', enable(), having({ status: 'PendingRequest' })],
    ['EN-P4', 'one that is not valid, in the admin center', eac, having({ status: 'DateInvalid' })],
    ['EN-P6', 'Federation', enable({ services: ['SMTP', 'Federation'] }), having({})],
    ['EN-P5', 'Unified Messaging on 2019', enable({ services: ['UM'] }), having({})],
  ] as const)('%s: %s', (rule, _, command, different) => {
    const ran = ranOn(command, different);
    expect(ran.refused?.rule).toBe(rule);
    expect(ran.refused?.message).toMatch(/^The certificate with thumbprint [0-9A-F]{40} .*\.$/);
    expect(ran).toMatchObject({ prompts: [], notes: [], undecided: false });
    expect(ran.server).toBe(different.server);
    expect(ran.carriedOut).toEqual({ overwritten: null, removed: null });
  });

  test('EN-P2 says what Exchange prints', () => {
    expect(ranOn(enable(), having({ hasPrivateKey: false })).refused?.message).toContain(
      `${PUB26.thumbprint} was found but is not valid for use with Exchange Server (reason: PrivateKeyMissing)`,
    );
  });

  test.each([
    ['EN-P2', { hasPrivateKey: false, status: 'PendingRequest' }],
    ['EN-P3', { status: 'PendingRequest' }],
    ['EN-P4', { status: 'Untrusted' }],
    ['EN-P6', {}],
  ] as const)('%s counts first', (rule, certificate) => {
    const everything = enable({ services: ['UM', 'Federation'], surface: 'eac', thumbprint: PUB26.thumbprint });
    expect(refusal(everything, having(certificate))).toBe(rule);
  });

  test.each([
    ['Untrusted', 'shell', null],
    ['Invalid', 'shell', null],
    ['Valid', 'eac', null],
    ['Revoked', 'eac', 'EN-P4'],
    ['RevocationCheckFailure', 'eac', 'EN-P4'],
    ['Unknown', 'eac', 'EN-P4'],
  ] as const)('status %s in the %s: %s', (status, surface, rule) => {
    expect(refusal(enable({ surface }), having({ status }))).toBe(rule);
  });

  describe('EN-P5, Unified Messaging', () => {
    const TLS = { startupMode: 'TLS' };
    const TCP = { startupMode: 'TCP' };
    test.each<[string, string | null, readonly ('UM' | 'UMCallRouter')[], Patch<Server>]>([
      ['on 2019', 'EN-P5', ['UMCallRouter'], { version: '2019', umSettings: TLS }],
      ['on SE', 'EN-P5', ['UM'], { version: 'SE', umSettings: TLS }],
      ['its call router on 2007', 'EN-P5', ['UMCallRouter'], { version: '2007', umSettings: TLS }],
      ['its call router on 2010', 'EN-P5', ['UM', 'UMCallRouter'], { version: '2010', umSettings: TLS }],
      ['on 2010', null, ['UM'], { version: '2010', umSettings: TLS }],
      ['both on 2013', null, ['UM', 'UMCallRouter'], { version: '2013', umSettings: { startupMode: 'Dual' } }],
      ['started by TCP', 'EN-P5', ['UM'], { version: '2016', umSettings: TCP }],
      ['its call router started by TCP', 'EN-P5', ['UMCallRouter'], { version: '2013', umSettings: TCP }],
      ['with a mode that is unset', null, ['UM'], { version: '2016', umSettings: { startupMode: null } }],
      ['with settings that are unset', null, ['UM'], { version: '2016', umSettings: null }],
    ])('%s: %s', (_, rule, services, server) => {
      const ran = ranOn(enable({ services }), having({}, server));
      expect(ran.refused?.rule ?? null).toBe(rule);
      expect(ran.undecided).toBe(false);
    });

    test('an unknown version leaves it open whatever the mode, an unknown mode unless the version refuses', () => {
      const um = enable({ services: ['UM'] });
      const open = { refused: null, undecided: true, notes: ['FACT_UNKNOWN'] };
      expect(ranOn(um, having({}, { version: undefined, umSettings: TCP }))).toMatchObject(open);
      expect(ranOn(um, having({}, { version: null, umSettings: TLS }))).toMatchObject(open);
      expect(ranOn(um, having({}, { version: '2016' }))).toMatchObject(open);
      expect(ranOn(um, having({}, { version: '2016', umSettings: {} }))).toMatchObject(open);
      expect(refusal(um, having({}, { version: 'SE' }))).toBe('EN-P5');
      expect(refusal(enable({ services: ['UMCallRouter'] }), having({}, { version: '2010' }))).toBe('EN-P5');
    });

    test('nobody asks for version and mode without it', () => {
      expect(ranOn(enable(), having({}, { version: undefined }))).toMatchObject({ refused: null, undecided: false });
    });
  });

  test('by a later test even if an earlier one is unknown', () => {
    expect(refusal(enable(), having({ hasPrivateKey: undefined, status: 'PendingRequest' }))).toBe('EN-P3');
    expect(refusal(enable({ surface: 'eac' }), having({ hasPrivateKey: undefined, status: 'Revoked' }))).toBe('EN-P4');
    const federation = enable({ services: ['Federation'] });
    expect(refusal(federation, having({}, { certificates: undefined }))).toBe('EN-P6');
    expect(refusal(enable({ services: ['UM'] }), having({ hasPrivateKey: undefined }))).toBe('EN-P5');
  });

  test('not for an unknown status, in the Shell', () => {
    const ran = ranOn(enable(), having({ status: undefined }));
    expect(ran).toMatchObject({ refused: null, undecided: false, notes: [] });
  });
});

describe('Enable-ExchangeCertificate that nobody can decide', () => {
  test.each<[string, Different, Partial<EnableCommand>]>([
    ['the store is unknown', having({}, { certificates: undefined }), {}],
    ['the key is unknown', having({ hasPrivateKey: undefined }), {}],
    ['the status is unknown in the admin center', having({ status: undefined }), { surface: 'eac' }],
    ['a null status is unknown in the admin center', having({ status: null }), { surface: 'eac' }],
  ])('because %s', (_, different, more) => {
    const ran = ranOn(enable({ answer: 'force', ...more }), different);
    expect(ran).toMatchObject({ refused: null, undecided: true });
    expect(ran.notes).toEqual(['FACT_UNKNOWN']);
    expect(ran.prompts).toHaveLength(1);
    expect(ran.carriedOut.overwritten).toEqual({ before: SELF.thumbprint, after: PUB26.thumbprint });
    expect(ran.server).not.toHaveProperty('internalTransportCertificate');
  });

  const everything = having(
    { hasPrivateKey: undefined, services: ['Federation'] },
    {
      version: '2016',
      umSettings: { startupMode: 'TLS' },
      certificates: [
        { ...SELF, services: ['SMTP', 'IIS', 'UM'] },
        patched(PUB26, { hasPrivateKey: undefined, services: [] }),
      ],
      iisBindings: [
        { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, thumbprint: SELF.thumbprint },
        { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 444, thumbprint: SELF.thumbprint },
      ],
      popSettings: { x509CertificateName: 'old.contoso.com' },
      imapSettings: null,
    },
  );

  test('leaves unknown whatever it would have changed, and nothing else', () => {
    const command = enable({ services: ['SMTP', 'IIS', 'POP', 'IMAP', 'UM'], answer: 'yes' });
    const before = everything.server;
    const { server, prompts, carriedOut } = ranOn(command, everything);
    expect(prompts).toEqual([{ shown: true, current: SELF.thumbprint, replacement: PUB26.thumbprint, rule: 'PR-3' }]);
    expect(carriedOut.overwritten).toEqual({ before: SELF.thumbprint, after: PUB26.thumbprint });
    expect(server).toEqual({
      ...patched(before ?? ex01(), { internalTransportCertificate: undefined }),
      certificates: before?.certificates?.map((one) => patched(one, { services: undefined })),
      iisBindings: before?.iisBindings?.map((one) =>
        one.port === 443 ? patched(one, { thumbprint: undefined }) : one,
      ),
      popSettings: {},
      imapSettings: {},
    });
  });

  test('keeps what it would not have changed', () => {
    const server = ex01({ certificates: [SELF, patched(PUB26, { hasPrivateKey: undefined })] });
    const ran = ranOn(enable({ answer: 'no' }), { server });
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ undecided: true, notes: ['FACT_UNKNOWN'] });
  });

  test('changes nothing where everything that it would have changed was unknown', () => {
    const server = ex01({
      certificates: undefined,
      internalTransportCertificate: undefined,
      iisBindings: [{ site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443 }],
    });
    const ran = ranOn(enable({ services: ['SMTP', 'IIS', 'POP'], answer: 'force' }), { server });
    expect(ran.server).toBe(server);
  });

  test('a binding that it would have added is there, but nobody knows what it holds', () => {
    const different = having({ hasPrivateKey: undefined }, { iisBindings: [] });
    const bindings = serverAfter(enable({ services: ['IIS'] }), different).iisBindings;
    expect(bindings).toHaveLength(1);
    expect(bindings?.[0]).toMatchObject({ site: 'Default Web Site', ipAddress: '*', port: 443, hostName: '' });
    expect(bindings?.[0]).not.toHaveProperty('thumbprint');
  });

  test('keeps the notes of its effects', () => {
    const different = having({ hasPrivateKey: undefined }, { iisBindings: [], roles: ['EdgeTransport'] });
    expect(ranOn(enable({ services: ['IIS', 'None'] }), different).notes).toEqual([
      'NO_DEFAULT_WEB_SITE',
      'SERVICES_NONE_DOES_NOT_CLEAR',
      'FACT_UNKNOWN',
    ]);
  });
});

describe('Services', () => {
  const bare = having({ services: [] });

  test('are added, existing ones stay (C-07)', () => {
    expect(servicesIn(serverAfter(enable(), having({ services: ['IIS'] })))).toEqual(['IIS', 'SMTP']);
    expect(servicesIn(serverAfter(enable(), having({ services: null })))).toEqual(['SMTP']);
  });

  test('that are there already change nothing', () => {
    const server = ex01();
    expect(ranOn(enable(), { server }).server).toBe(server);
    const everything = enable({ services: ['SMTP', 'IIS'] });
    const enabled = serverAfter(everything, { server });
    expect(ranOn(everything, { server: enabled }).server).toBe(enabled);
  });

  test('that are unknown stay so', () => {
    const server = having({ services: undefined }).server ?? ex01();
    expect(ranOn(enable(), { server }).server).toBe(server);
  });

  test('None does nothing but say so; others in the list still apply', () => {
    const ran = ranOn(enable({ services: ['None'] }), bare);
    expect(ran.server).toBe(bare.server);
    expect(ran.notes).toEqual(['SERVICES_NONE_DOES_NOT_CLEAR']);
    expect(ran.prompts).toEqual([{ shown: false, rule: 'PR-1' }]);
    const more = ranOn(enable({ services: ['None', 'SMTP', 'None'] }), bare);
    expect(servicesIn(more.server)).toEqual(['SMTP']);
    expect(more.notes).toEqual(['SERVICES_NONE_DOES_NOT_CLEAR']);
    expect(more.prompts).toHaveLength(1);
  });

  test('without SMTP nothing is asked (PR-1)', () => {
    expect(ranOn(enable({ services: ['IIS'] }), bare).prompts).toEqual([{ shown: false, rule: 'PR-1' }]);
    expect(ranOn(enable({ services: [] }), bare).prompts).toEqual([{ shown: false, rule: 'PR-1' }]);
  });

  test.each(['UM', 'UMCallRouter'] as const)('%s is taken from the other certificates', (service) => {
    const server = ex01({
      version: '2013',
      umSettings: { startupMode: 'Dual' },
      certificates: [
        { ...SELF, services: ['UM', 'SMTP', 'UMCallRouter'] },
        patched(SELF, { thumbprint: 'F'.repeat(40), services: undefined }),
        { ...PUB26, services: [] },
      ],
    });
    const ran = ranOn(enable({ services: [service] }), { server });
    expect(servicesIn(ran.server)).toEqual([service]);
    expect(servicesIn(ran.server, SELF.thumbprint)).toEqual(
      ['UM', 'SMTP', 'UMCallRouter'].filter((one) => one !== service),
    );
    expect(servicesIn(ran.server, 'F'.repeat(40))).toBeUndefined();
    expect(ranOn(enable({ services: [service] }), { server: ran.server }).server).toBe(ran.server);
  });

  test('the switches for SSL and the network service change nothing', () => {
    const plainly = ranOn(enable({ services: ['SMTP', 'IIS'] }), bare);
    const switched = ranOn(
      enable({ services: ['SMTP', 'IIS'], doNotRequireSsl: true, networkServiceAllowed: true }),
      bare,
    );
    expect(switched).toEqual(plainly);
  });

  test('a certificate of the store is found in any spelling of its thumbprint', () => {
    const spelled = PUB26.thumbprint.toLowerCase();
    const server = ex01({ certificates: [SELF, { ...PUB26, thumbprint: spelled, services: [] }] });
    expect(servicesIn(serverAfter(enable({ thumbprint: ` ${PUB26.thumbprint}` }), { server }), spelled)).toEqual([
      'SMTP',
    ]);
  });
});

describe('the policy enableAdditive: false', () => {
  const policy = { enableAdditive: false };

  test('first takes away what is not in the list', () => {
    const different = { ...having({ services: ['POP', 'SMTP', 'UM', 'Federation'] }), policy };
    expect(servicesIn(serverAfter(enable(), different))).toEqual(['SMTP']);
    expect(servicesIn(serverAfter(enable({ services: ['None', 'SMTP'] }), different))).toEqual(['SMTP']);
    expect(servicesIn(serverAfter(enable({ services: ['IIS', 'SMTP'] }), different))).toEqual(['SMTP', 'IIS']);
  });

  test('takes nothing away for a list of only None', () => {
    const different = { ...having({ services: ['POP', 'SMTP'] }), policy };
    expect(ranOn(enable({ services: ['None'] }), different).server).toBe(different.server);
  });

  test('leaves other certificates, bindings and settings alone', () => {
    const different = {
      ...having({ services: ['IIS', 'POP'] }, { popSettings: { x509CertificateName: 'x' } }),
      policy,
    };
    const after = serverAfter(enable(), different);
    expect(servicesIn(after, SELF.thumbprint)).toEqual(SELF.services);
    expect(after.iisBindings).toBe(different.server?.iisBindings);
    expect(after.popSettings).toBe(different.server?.popSettings);
  });

  test('a refused command takes nothing away', () => {
    const different = { ...having({ services: ['IIS'], hasPrivateKey: false }), policy };
    expect(ranOn(enable(), different).server).toBe(different.server);
  });

  const versions: readonly ExchangeVersion[] = ['2010', 'SE'];
  test.each(versions)('is the same on %s', (version) => {
    const different = { ...having({ services: ['IIS', 'SMTP'] }, { version }), policy };
    expect(servicesIn(serverAfter(enable(), different))).toEqual(['SMTP']);
  });
});
