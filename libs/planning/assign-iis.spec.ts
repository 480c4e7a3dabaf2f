import { describe, expect, test } from '@jest/globals';
import type { IisBinding, Server } from '#libs/fleet/document.js';
import { patched, type Patch } from '#libs/fleet/patched.js';
import { ex01, LONG, PUB26, SELF } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { EnableCommand } from './command.js';
import type { Ran } from './ran.js';

const NEW = PUB26.thumbprint;
const OLD = LONG.thumbprint;

const ENABLE_IIS: EnableCommand = {
  cmdlet: 'Enable-ExchangeCertificate',
  server: 'EX01',
  thumbprint: NEW,
  services: ['IIS'],
};

function binding(more: Patch<IisBinding> = {}): IisBinding {
  const site: IisBinding = { site: 'Default Web Site', port: 443, protocol: 'https', ipAddress: '*', hostName: '' };
  return patched({ ...site, thumbprint: OLD }, more);
}

const BACK_END = binding({ site: 'Exchange Back End', port: 444, thumbprint: SELF.thumbprint });

/** EX01 with these bindings; LONG has IIS, PUB26 nothing. */
function bound(iisBindings: readonly IisBinding[] | null | undefined, more: Patch<Server> = {}): Server {
  const certificates = [SELF, { ...LONG, services: ['SMTP', 'IIS'] as const }, { ...PUB26, services: [] }];
  return patched(ex01({ certificates, iisBindings }), more);
}

const held = ({ server }: Ran) => server?.iisBindings?.map(({ thumbprint }) => thumbprint);
const servicesOf = ({ server }: Ran, thumbprint: string) =>
  server?.certificates?.find((one) => one.thumbprint === thumbprint)?.services;

describe('Enabling a certificate for IIS', () => {
  test('rebinds Default Web Site, and the certificate that it held loses IIS; nobody is asked', () => {
    const ran = ranOn(ENABLE_IIS, { server: bound([binding(), BACK_END]) });
    expect(ran.server?.iisBindings).toEqual([binding({ thumbprint: NEW }), BACK_END]);
    expect(servicesOf(ran, NEW)).toEqual(['IIS']);
    expect(servicesOf(ran, OLD)).toEqual(['SMTP']);
    expect(ran).toMatchObject({
      refused: null,
      undecided: false,
      notes: [],
      prompts: [{ shown: false, rule: 'PR-1' }],
    });
  });

  test.each<[string, Patch<IisBinding>]>([
    ['a specific address', { ipAddress: '10.0.0.5' }],
    ['an IPv6 address', { ipAddress: '[fe80::1%4]' }],
    ['an empty address', { ipAddress: '' }],
    ['the site in another case', { site: ' DEFAULT WEB SITE' }],
    ['the protocol in another case', { protocol: 'HTTPS' }],
    ['no host name at all', { hostName: undefined }],
    ['a host name that is null', { hostName: null }],
    ['nothing bound', { thumbprint: null }],
    ['an unknown certificate bound', { thumbprint: undefined }],
  ])('rebinds a binding with %s', (_, more) => {
    expect(held(ranOn(ENABLE_IIS, { server: bound([binding(more)]) }))).toEqual([NEW]);
  });

  test.each<[string, Patch<IisBinding>]>([
    ['a host name', { hostName: 'mail.contoso.com' }],
    ['another port', { port: 444 }],
    ['another site', { site: 'Exchange Back End' }],
    ['another protocol', { protocol: 'http' }],
  ])('does not touch a binding with %s', (_, more) => {
    expect(held(ranOn(ENABLE_IIS, { server: bound([binding(), binding(more)]) }))).toEqual([NEW, OLD]);
  });

  test('rebinds all of them', () => {
    const server = bound([binding(), binding({ ipAddress: '10.0.0.5', thumbprint: SELF.thumbprint })]);
    const ran = ranOn(ENABLE_IIS, { server });
    expect(held(ran)).toEqual([NEW, NEW]);
    expect(servicesOf(ran, SELF.thumbprint)).toEqual(SELF.services?.filter((service) => service !== 'IIS'));
  });

  test('changes nothing where it is bound already, however the thumbprint is written', () => {
    const server = ex01({ iisBindings: [binding({ thumbprint: NEW.toLowerCase() })] });
    const enabled = ranOn(ENABLE_IIS, { server }).server;
    expect(enabled?.iisBindings).toBe(server.iisBindings);
    expect(ranOn(ENABLE_IIS, { server: enabled }).server).toBe(enabled);
  });

  describe('a replaced certificate keeps IIS', () => {
    test.each<[string, Patch<IisBinding>]>([
      ['through a host-name binding of Default Web Site', { hostName: 'mail.contoso.com' }],
      ['through another port of Default Web Site', { port: 8443 }],
      ['through Exchange Back End', { site: 'exchange back end', port: 444 }],
      ['through a thumbprint in another case', { port: 8443, thumbprint: OLD.toLowerCase() }],
    ])('%s', (_, more) => {
      const ran = ranOn(ENABLE_IIS, { server: bound([binding(), binding(more)]) });
      expect(servicesOf(ran, OLD)).toEqual(['SMTP', 'IIS']);
    });

    test.each<[string, Patch<IisBinding>]>([
      ['another site', { site: 'Intranet', port: 444 }],
      ['a loopback binding', { ipAddress: '127.0.0.1', port: 8443 }],
      ['a binding of another protocol', { protocol: 'net.tcp', port: 808 }],
      ['a binding of unknown protocol', { protocol: undefined, port: 8443 }],
      ['a binding of unknown address', { ipAddress: undefined, port: 8443 }],
      ['a binding that holds an unknown one', { thumbprint: undefined, port: 8443 }],
    ])('but not through %s', (_, more) => {
      const ran = ranOn(ENABLE_IIS, { server: bound([binding(), binding(more)]) });
      expect(servicesOf(ran, OLD)).toEqual(['SMTP']);
    });
  });

  describe('a loopback binding', () => {
    test.each(['127.0.0.1', '127.1.2.3', '[::1]', '::1'])('%s becomes unknown', (ipAddress) => {
      const ran = ranOn(ENABLE_IIS, { server: bound([binding(), binding({ ipAddress })]) });
      expect(held(ran)).toEqual([NEW, undefined]);
      expect(ran.server?.iisBindings?.[1]).not.toHaveProperty('thumbprint');
      expect(ran).toMatchObject({ undecided: false, notes: ['LOOPBACK_BINDING_UNKNOWN'] });
    });

    test('that holds nothing becomes unknown too', () => {
      const ran = ranOn(ENABLE_IIS, { server: bound([binding(), binding({ ipAddress: '::1', thumbprint: null })]) });
      expect(held(ran)).toEqual([NEW, undefined]);
      expect(ran.notes).toEqual(['LOOPBACK_BINDING_UNKNOWN']);
    });

    test.each<[string, Patch<IisBinding>]>([
      ['holds the certificate already', { thumbprint: NEW }],
      ['has a host name', { hostName: 'localhost' }],
      ['has another port', { port: 444 }],
      ['belongs to another site', { site: 'Exchange Back End' }],
      ['was unknown', { thumbprint: undefined }],
    ])('that %s stays as it is', (_, more) => {
      const loopback = binding({ ipAddress: '127.0.0.1', ...more });
      const ran = ranOn(ENABLE_IIS, { server: bound([binding(), loopback]) });
      expect(ran.server?.iisBindings?.[1]).toEqual(loopback);
      expect(ran.notes).toEqual([]);
    });

    test('alone counts as none: a binding is added', () => {
      const ran = ranOn(ENABLE_IIS, { server: bound([binding({ ipAddress: '127.0.0.1' })]) });
      expect(held(ran)).toEqual([undefined, NEW]);
      expect(ran.notes).toEqual(['LOOPBACK_BINDING_UNKNOWN']);
    });
  });

  test('a binding of which the address is unknown holds an unknown one; that decides nothing else', () => {
    const ran = ranOn(ENABLE_IIS, { server: bound([binding({ ipAddress: undefined }), BACK_END]) });
    expect(held(ran)).toEqual([undefined, SELF.thumbprint]);
    expect(servicesOf(ran, NEW)).toEqual(['IIS']);
    expect(ran).toMatchObject({ undecided: false, notes: ['FACT_UNKNOWN'] });
  });

  test('bindings that are unknown stay so: only the service is added, and that is decided', () => {
    const ran = ranOn(ENABLE_IIS, { server: bound(undefined) });
    expect(ran.server).not.toHaveProperty('iisBindings');
    expect(servicesOf(ran, NEW)).toEqual(['IIS']);
    expect(servicesOf(ran, OLD)).toEqual(['SMTP', 'IIS']);
    expect(ran).toMatchObject({ undecided: false, notes: ['FACT_UNKNOWN'] });
  });
});

describe('Where Default Web Site has no such binding', () => {
  const none = [BACK_END, binding({ hostName: 'mail.contoso.com' })];

  test.each<[Patch<Server>]>([
    [{ version: '2016', roles: ['Mailbox'] }],
    [{ version: '2019', roles: ['Mailbox'] }],
    [{ version: 'SE', roles: ['Mailbox'] }],
    [{ version: '2013', roles: ['ClientAccess'] }],
    [{ version: '2007', roles: ['HubTransport', 'ClientAccess'] }],
    [{ version: '2010', roles: ['Mailbox', 'ClientAccess'] }],
  ])('%j: one is added at the end', (more) => {
    const ran = ranOn(ENABLE_IIS, { server: bound(none, more) });
    expect(ran.server?.iisBindings).toEqual([
      ...none,
      {
        site: 'Default Web Site',
        protocol: 'https',
        ipAddress: '*',
        port: 443,
        hostName: '',
        sni: false,
        thumbprint: NEW,
      },
    ]);
    expect(servicesOf(ran, NEW)).toEqual(['IIS']);
    expect(servicesOf(ran, OLD)).toEqual(['SMTP', 'IIS']);
    expect(ran.notes).toEqual([]);
  });

  test('null bindings are none', () => {
    expect(held(ranOn(ENABLE_IIS, { server: bound(null) }))).toEqual([NEW]);
  });

  test.each<[Patch<Server>]>([
    [{ version: '2013', roles: ['Mailbox'] }],
    [{ version: '2010', roles: ['Mailbox', 'HubTransport'] }],
    [{ version: '2019', roles: ['EdgeTransport'] }],
    [{ version: '2019', roles: null }],
    [{ version: '2019', roles: undefined }],
    [{ version: undefined, roles: ['Mailbox'] }],
    [{ version: undefined, roles: ['ClientAccess'] }],
    [{ version: null, roles: ['Mailbox'] }],
  ])('%j: the service has no effect at all', (more) => {
    const server = bound([...none, binding({ ipAddress: '127.0.0.1' })], more);
    const ran = ranOn(ENABLE_IIS, { server });
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ undecided: false, notes: ['NO_DEFAULT_WEB_SITE'] });
  });
});
