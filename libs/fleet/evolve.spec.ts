import { describe, expect, test } from '@jest/globals';
import { certificate, EX01, happened, minute, thumbprint } from '../../test/support/events.js';
import type { IisBinding, Server } from './document.js';
import type { EventData, FleetEvent } from './event.js';
import { evolveOrganization, evolveServer } from './evolve.js';
import { patched } from './patched.js';
import { unknownOrganization, unknownServer, type ServerState } from './state.js';

const A = thumbprint('A');
const B = thumbprint('B');
const C = thumbprint('C');

/** The state after these events, in this order. */
function given(...events: readonly FleetEvent[]): ServerState {
  return events.reduce((state, event) => evolveServer(state, event), unknownServer(EX01));
}

const inventory = (server: Partial<Server>, complete: readonly string[] = []) =>
  happened('inventory.observed', { ...server, complete });
const store = (...certificates: readonly ReturnType<typeof certificate>[]) =>
  inventory({ certificates }, ['certificates']);
const itcIs = (current: string | null) => happened('default-smtp-certificate.overwritten', { current });
const enabled = (
  thumbprint: string,
  services: EventData['certificate.enabled']['services'],
  more: Partial<EventData['certificate.enabled']> = {},
) => happened('certificate.enabled', { thumbprint, services, ...more });

const servicesOf = (state: ServerState, thumbprint: string) =>
  state.server.certificates?.find((one) => one.thumbprint === thumbprint)?.services;
const itcOf = (state: ServerState) => state.server.internalTransportCertificate;

describe('an inventory', () => {
  test('speaks of the keys that it carries and of no others', () => {
    const state = given(inventory({ adSite: 'AMS', build: '15.2.1' }), inventory({ build: '15.2.2' }));
    expect(state.server).toEqual({ fqdn: EX01, adSite: 'AMS', build: '15.2.2' });
  });

  test('replaces the lists that it calls complete', () => {
    const state = given(store(certificate('A'), certificate('B')), store(certificate('B')));
    expect(state.server.certificates?.map(({ thumbprint }) => thumbprint)).toEqual([B]);
    expect(state.partial).toEqual([]);
  });

  test('merges the items of other lists key by key, so that services known before are kept', () => {
    const exported = patched(certificate('A', { friendlyName: 'new' }), { services: undefined });
    const state = given(
      store(certificate('A', { services: ['SMTP', 'IIS'] })),
      inventory({ certificates: [exported] }),
    );
    expect(state.server.certificates).toEqual([certificate('A', { services: ['SMTP', 'IIS'], friendlyName: 'new' })]);
  });

  test('that names a part of an unknown list leaves a mark, which a complete one takes away', () => {
    const plain = { thumbprint: thumbprint('A'), subject: 'CN=a.contoso.com' };
    const part = given(inventory({ certificates: [plain] }));
    expect(part.partial).toEqual(['certificates']);
    expect(given(inventory({ certificates: [certificate('A')] })).partial).toEqual([]); // an export with state lists the store
    expect(evolveServer(part, store(certificate('A'))).partial).toEqual([]);
  });

  test('that names nothing of a list and does not call it complete says nothing of it', () => {
    expect(given(inventory({ certificates: [], iisBindings: [] })).server).toEqual({ fqdn: EX01 });
    expect(given(inventory({ certificates: null })).server.certificates).toEqual([]);
  });

  test('keeps null apart from absent, but a null version says nothing', () => {
    const state = given(inventory({ version: '2019', adSite: 'AMS' }), inventory({ version: null, adSite: null }));
    expect(state.server).toEqual({ fqdn: EX01, version: '2019', adSite: null });
  });

  test('puts lists into canonical order and writes thumbprints in upper case', () => {
    const state = given(
      inventory({
        certificates: [certificate('B'), certificate('A', { thumbprint: A.toLowerCase(), services: ['POP', 'SMTP'] })],
        receiveConnectors: [{ name: 'b' }, { name: 'A' }],
        internalTransportCertificate: ` ${B.toLowerCase()} `,
      }),
    );
    expect(state.server.certificates?.map(({ thumbprint }) => thumbprint)).toEqual([A, B]);
    expect(servicesOf(state, A)).toEqual(['SMTP', 'POP']);
    expect(state.server.receiveConnectors).toEqual([{ name: 'A' }, { name: 'b' }]);
    expect(itcOf(state)).toBe(B);
  });

  test('replaces directories by kind', () => {
    const directory = (kind: string, internalUrl: string) => ({ kind, internalUrl });
    const state = given(
      inventory({ virtualDirectories: [directory('owa', '1'), directory('owa', '2'), directory('ecp', '3')] }),
      inventory({ virtualDirectories: [directory('owa', '4')] }),
    );
    expect(state.server.virtualDirectories).toEqual([directory('ecp', '3'), directory('owa', '4')]);
  });
});

describe('a certificate enabled for SMTP', () => {
  const twoCertificates = store(certificate('A', { services: ['SMTP'] }), certificate('B', { services: ['IIS'] }));

  test.each([
    ['yes', A, B],
    ['force', A, B],
    ['no', A, A],
    ['unknown', A, undefined],
    [undefined, A, undefined],
    ['yes', undefined, B],
    ['no', undefined, undefined],
    ['no', null, B],
    [undefined, null, B],
    [undefined, B, B],
    ['no', B, B],
  ] as const)('with the answer %s, where the default was %s, leaves %s', (answer, before, after) => {
    const known = before === undefined ? [] : [itcIs(before)];
    const state = given(twoCertificates, ...known, enabled(B, ['SMTP'], answer === undefined ? {} : { answer }));
    expect(itcOf(state)).toBe(after);
    expect(servicesOf(state, B)).toEqual(['SMTP', 'IIS']);
    expect(servicesOf(state, A)).toEqual(['SMTP']);
  });

  test('in the admin center with the answer no has unknown services, unless it had SMTP already', () => {
    const no = { answer: 'no', surface: 'eac' } as const;
    const state = given(twoCertificates, itcIs(A), enabled(B, ['SMTP'], no));
    expect(itcOf(state)).toBe(A);
    expect(servicesOf(state, B)).toBeUndefined();
    expect(
      servicesOf(given(store(certificate('B', { services: ['SMTP'] })), itcIs(A), enabled(B, ['SMTP'], no)), B),
    ).toEqual(['SMTP']);
  });

  test('that was never seen stands with its thumbprint and services, the rest unknown', () => {
    const state = given(enabled(C.toLowerCase(), ['SMTP', 'IIS'], { answer: 'yes' }));
    expect(state.server).toEqual({
      fqdn: EX01,
      certificates: [{ thumbprint: C, services: ['SMTP', 'IIS'] }],
      internalTransportCertificate: C,
    });
    expect(state.partial).toEqual(['certificates', `certificates/${C}/services`]);
  });

  test('that a complete store lacked has these services and no others', () => {
    const state = given(twoCertificates, enabled(C, ['SMTP'], { answer: 'no' }));
    expect(servicesOf(state, C)).toEqual(['SMTP']);
    expect(state.partial).toEqual([]);
  });

  test('on 2007 becomes the default only if a name covers the server', () => {
    const names = (...subjectAlternativeNames: readonly string[]) =>
      certificate('B', { subject: 'CN=x', subjectAlternativeNames });
    const force = enabled(B, ['SMTP'], { answer: 'force' });
    const old = inventory({ version: '2007', internalTransportCertificate: A });
    expect(itcOf(given(old, store(names('mail.contoso.com')), force))).toBe(A);
    expect(itcOf(given(old, store(names('*.contoso.com')), force))).toBe(B);
    expect(itcOf(given(old, force))).toBeUndefined();
  });
});

describe('a certificate enabled for other services', () => {
  const binding = (keys: Partial<IisBinding> = {}): IisBinding => ({
    site: 'Default Web Site',
    protocol: 'https',
    ipAddress: '*',
    port: 443,
    hostName: '',
    thumbprint: A,
    ...keys,
  });
  const bindingsAre = (...iisBindings: readonly IisBinding[]) => inventory({ iisBindings }, ['iisBindings']);
  const twoCertificates = store(certificate('A', { services: ['IIS', 'UM'] }), certificate('B'));
  const thumbprints = (state: ServerState) => state.server.iisBindings?.map(({ thumbprint }) => thumbprint);

  test('None does nothing', () => {
    expect(given(enabled(A, ['None'])).server).toEqual({ fqdn: EX01 });
  });

  test('IIS takes the bindings of Default Web Site and the service of the certificate that they held', () => {
    const backEnd = binding({ site: 'Exchange Back End', port: 444, thumbprint: C });
    const host = binding({ hostName: 'mail.contoso.com' });
    const state = given(twoCertificates, bindingsAre(binding(), backEnd, host), enabled(B, ['IIS']));
    expect(state.server.iisBindings).toEqual([binding({ thumbprint: B }), host, backEnd]);
    // The host-name binding still holds A.
    expect(servicesOf(state, A)).toEqual(['IIS', 'UM']);
    const alone = given(twoCertificates, bindingsAre(binding()), enabled(B, ['IIS']));
    expect(servicesOf(alone, A)).toEqual(['UM']);
    expect(servicesOf(alone, B)).toEqual(['IIS']);
  });

  test('IIS leaves unknown what a loopback binding or one without a known address holds', () => {
    const loopback = binding({ ipAddress: '127.0.0.1' });
    const anywhere = patched(binding(), { ipAddress: undefined });
    expect(thumbprints(given(twoCertificates, bindingsAre(binding(), loopback), enabled(B, ['IIS'])))).toEqual([
      B,
      undefined,
    ]);
    const doubtful = given(twoCertificates, bindingsAre(anywhere), enabled(B, ['IIS']));
    expect(thumbprints(doubtful)).toEqual([undefined]);
    expect(doubtful.partial).toEqual(['iisBindings']);
  });

  test('IIS adds a binding on a server with client access, and does nothing on one without', () => {
    const server = (roles: Server['roles']) => inventory({ version: '2019', roles: roles ?? null });
    const none = bindingsAre(binding({ port: 444 }));
    expect(given(twoCertificates, none, server(['Mailbox']), enabled(B, ['IIS'])).server.iisBindings).toHaveLength(2);
    const edge = given(twoCertificates, none, server(['EdgeTransport']), enabled(B, ['IIS']));
    expect(edge.server.iisBindings).toHaveLength(1);
    expect(servicesOf(edge, B)).toEqual([]);
    const unknown = given(twoCertificates, none, enabled(B, ['IIS']));
    expect(unknown.partial).toEqual(['iisBindings']);
    expect(servicesOf(unknown, B)).toEqual(['IIS']);
  });

  test('IIS only adds the service where the bindings are unknown', () => {
    const state = given(twoCertificates, enabled(B, ['IIS']));
    expect(servicesOf(state, B)).toEqual(['IIS']);
    expect(state.server.iisBindings).toBeUndefined();
  });

  test('POP and IMAP write the first usable name', () => {
    const named = certificate('B', { subject: 'CN=B', subjectAlternativeNames: ['pop.contoso.com'] });
    const state = given(store(named), enabled(B, ['POP', 'IMAP']));
    expect(state.server.popSettings).toEqual({ x509CertificateName: 'pop.contoso.com' });
    expect(state.server.imapSettings).toEqual({ x509CertificateName: 'pop.contoso.com' });
    expect(servicesOf(state, B)).toEqual(['POP', 'IMAP']);
  });

  test('POP does nothing for a wildcard certificate', () => {
    const wildcard = certificate('B', { subject: 'CN=*.contoso.com' });
    const state = given(
      store(wildcard),
      inventory({ popSettings: { x509CertificateName: 'old' } }),
      enabled(B, ['POP']),
    );
    expect(state.server.popSettings).toEqual({ x509CertificateName: 'old' });
    expect(servicesOf(state, B)).toEqual([]);
  });

  test('POP makes settings and services unknown where the names are', () => {
    const state = given(inventory({ popSettings: { x509CertificateName: 'old' } }), enabled(B, ['SMTP', 'POP']));
    expect(state.server.popSettings).toBeUndefined();
    expect(state.server.certificates).toEqual([{ thumbprint: B }]);
  });

  test('UM is taken from the other certificates', () => {
    const state = given(twoCertificates, enabled(B, ['UM']));
    expect(servicesOf(state, A)).toEqual(['IIS']);
    expect(servicesOf(state, B)).toEqual(['UM']);
  });
});

describe('certificates that come and go', () => {
  const removed = happened('certificate.removed', { thumbprint: A });

  test('an import has no services, whatever the file says, and keeps those of one that is there', () => {
    const imported = (services: readonly 'SMTP'[]) =>
      happened('certificate.imported', {
        certificate: 'MIIB',
        facts: certificate('A', { services }),
        hasPrivateKey: true,
      });
    expect(servicesOf(given(imported(['SMTP'])), A)).toEqual([]);
    expect(servicesOf(given(store(certificate('A', { services: ['IIS'] })), imported([])), A)).toEqual(['IIS']);
    expect(given(happened('certificate.imported', { certificate: 'MIIB' })).server).toEqual({ fqdn: EX01 });
  });

  test('a removal keeps bindings, settings and the default that name it', () => {
    const iisBindings = [{ site: 'Default Web Site', port: 443, thumbprint: A }];
    const state = given(store(certificate('A')), inventory({ iisBindings }), itcIs(A), removed);
    expect(state.server.certificates).toEqual([]);
    expect(state.server.iisBindings).toEqual(iisBindings);
    expect(itcOf(state)).toBe(A);
  });

  test('what is written in a certificate is known again when it comes back', () => {
    const state = given(store(certificate('A')), removed, enabled(A, ['POP']));
    expect(state.server.popSettings).toEqual({ x509CertificateName: 'a.contoso.com' });
    expect(state.former).toEqual([]);
    const written = patched(certificate('A', { services: ['POP'] }), { hasPrivateKey: undefined });
    expect(state.server.certificates).toEqual([written]);
  });

  test('a removal from an unknown store leaves it unknown', () => {
    expect(given(removed).server).toEqual({ fqdn: EX01 });
  });
});

describe('other changes of a server', () => {
  test('configuring a connector sets the keys given, whatever the case of its name', () => {
    const state = given(
      happened('receive-connector.configured', { name: 'Default', enabled: true, fqdn: 'a' }),
      happened('receive-connector.configured', { name: 'DEFAULT', fqdn: null }),
    );
    expect(state.server.receiveConnectors).toEqual([{ name: 'DEFAULT', enabled: true, fqdn: null }]);
    expect(state.partial).toEqual(['receiveConnectors']);
    const after = evolveServer(state, happened('receive-connector.removed', { name: 'default' }));
    expect(after.server.receiveConnectors).toEqual([]);
  });

  test('a binding is told by site, address, port and host', () => {
    const address = { site: 'Default Web Site', ipAddress: '*', port: 443 };
    const state = given(
      happened('iis-binding.configured', { ...address, thumbprint: A }),
      happened('iis-binding.configured', { ...address, hostName: '', thumbprint: B.toLowerCase() }),
      happened('iis-binding.configured', { ...address, port: 444 }),
    );
    expect(state.server.iisBindings).toEqual([
      { ...address, hostName: '', thumbprint: B },
      { ...address, port: 444 },
    ]);
    const after = evolveServer(state, happened('iis-binding.removed', { ...address, hostName: null }));
    expect(after.server.iisBindings).toEqual([{ ...address, port: 444 }]);
  });

  test('client protocols have settings of their own', () => {
    const pop = (settings: { x509CertificateName?: string } | null) =>
      happened('client-protocol.configured', { protocol: 'pop', settings });
    const um = happened('client-protocol.configured', { protocol: 'um', settings: { startupMode: 'TLS' } });
    expect(given(pop({ x509CertificateName: 'a' }), pop({}), um).server).toEqual({
      fqdn: EX01,
      popSettings: { x509CertificateName: 'a' },
      umSettings: { startupMode: 'TLS' },
    });
    expect(given(pop({ x509CertificateName: 'a' }), pop(null)).server.popSettings).toBeNull();
  });

  test('what a probe saw and what somebody noted is no word of the server', () => {
    const state = given(
      happened('server.observed', { fqdn: EX01.toUpperCase(), version: '2019' }),
      happened('note.added', { text: 'x' }, { occurredAt: minute(9) }),
      happened('presentation.observed', { endpoint: 'pop', chain: [A] }, { occurredAt: minute(9) }),
    );
    expect(state.lastSeenAt).toBe(minute(0));
    expect(state.server).toEqual({ fqdn: EX01.toUpperCase(), version: '2019' });
    expect(state.saidAt).toEqual({ version: minute(0) });
  });

  test('a type that this version does not know changes nothing', () => {
    const event = JSON.parse('{"type":"constructor","occurredAt":"2026-06-01T00:00:00Z","data":{}}');
    expect(evolveServer(unknownServer(EX01), event)).toEqual(unknownServer(EX01));
    expect(evolveOrganization(unknownOrganization(), event)).toEqual(unknownOrganization());
  });
});

describe('the organization', () => {
  const after = (...events: readonly FleetEvent[]) =>
    events.reduce((state, event) => evolveOrganization(state, event), unknownOrganization());

  test('send connectors are merged, configured and removed by name', () => {
    const state = after(
      happened('inventory.observed', {
        sendConnectors: [{ name: 'Out', enabled: true }],
        complete: ['sendConnectors'],
      }),
      happened('send-connector.configured', { name: 'out', tlsCertificateName: null }),
      happened('send-connector.configured', { name: 'Other' }),
      happened('send-connector.removed', { name: 'OTHER' }),
    );
    expect(state.organization.sendConnectors).toEqual([{ name: 'out', enabled: true, tlsCertificateName: null }]);
    expect(state.partial).toEqual([]);
  });

  test('an Edge server is subscribed to one site', () => {
    const edge = (adSite: string) => happened('edge-subscription.added', { edgeServer: 'edge01.contoso.com', adSite });
    const state = after(edge('AMS'), edge('LON'));
    expect(state.organization.edgeSubscriptions).toEqual([{ edgeServer: 'edge01.contoso.com', adSite: 'LON' }]);
    expect(state.partial).toEqual(['edgeSubscriptions']);
    const gone = happened('edge-subscription.removed', { edgeServer: 'EDGE01.contoso.com' });
    expect(evolveOrganization(state, gone).organization.edgeSubscriptions).toEqual([]);
    const byShortName = happened('edge-subscription.removed', { edgeServer: 'EDGE01' });
    expect(evolveOrganization(state, byShortName).organization.edgeSubscriptions).toEqual([]);
    expect(after(edge('AMS'), happened('edge-subscription.added', { edgeServer: 'EDGE01', adSite: 'LON' }))).toEqual(
      state,
    );
    const twins = after(edge('AMS'), happened('edge-subscription.added', { edgeServer: 'edge01.fabrikam.com' }));
    expect(evolveOrganization(twins, byShortName).organization.edgeSubscriptions).toHaveLength(2);
  });

  test('hybrid and Auth settings are set key by key and unset by null', () => {
    const state = after(
      happened('hybrid.configured', { tlsCertificateName: 'a', edgeServers: [] }),
      happened('hybrid.configured', { tlsCertificateName: 'b' }),
      happened('auth-config.changed', { currentThumbprint: A.toLowerCase() }),
      happened('auth-config.changed', { nextThumbprint: null }),
    );
    expect(state.organization.hybrid).toEqual({ tlsCertificateName: 'b', edgeServers: [] });
    expect(state.organization.authConfig).toEqual({ currentThumbprint: A, nextThumbprint: null });
    expect(evolveOrganization(state, happened('hybrid.configured', null)).organization.hybrid).toBeNull();
  });

  test('pools and names come from inventories', () => {
    const state = after(
      happened('inventory.observed', {
        name: 'contoso',
        pools: [{ name: 'mail', members: [] }],
        clientNames: { pop: ['a'] },
        complete: ['pools'],
      }),
      happened('inventory.observed', { pools: null, clientNames: { imap: [] } }),
    );
    expect(state.organization).toEqual({ name: 'contoso', pools: [], clientNames: { pop: ['a'], imap: [] } });
  });

  test('what concerns one server says nothing of the organization, and the reverse', () => {
    expect(after(enabled(A, ['SMTP'])).organization).toEqual({});
    expect(given(happened('hybrid.configured', null)).server).toEqual({ fqdn: EX01 });
  });
});
