import { describe, expect, test } from '@jest/globals';
import type { ReceiveConnector, Server } from '#libs/fleet/document.js';
import type { Patch } from '#libs/fleet/patched.js';
import { patched } from '#libs/fleet/patched.js';
import { ex01, frontend, hub, PIN } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { SetReceiveConnectorCommand } from './command.js';

const FRONTEND = 'Default Frontend EX01';

function set(more: Partial<SetReceiveConnectorCommand>): SetReceiveConnectorCommand {
  return { cmdlet: 'Set-ReceiveConnector', server: 'ex01.contoso.com', identity: FRONTEND, ...more };
}

const first = (server: Server | null) => server?.receiveConnectors?.[0];

describe('Set-ReceiveConnector', () => {
  test('replaces the keys that are given, null unsets, the others stay', () => {
    const server = ex01();
    const given = { tlsCertificateName: PIN, fqdn: null, authMechanism: ['Tls'], suppressXAnonymousTls: true };
    const ran = ranOn(set(given), { server });
    expect(ran.server).toEqual({ ...server, receiveConnectors: [{ ...frontend(), ...given }, hub()] });
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: [], undecided: false });
    const unset = ranOn(set({ tlsCertificateName: null }), { server: ran.server });
    expect(first(unset.server)?.tlsCertificateName).toBeNull();
  });

  test.each<[keyof ReceiveConnector, Partial<SetReceiveConnectorCommand>]>([
    ['transportRole', { transportRole: 'HubTransport' }],
    ['enabled', { enabled: false }],
    ['bindings', { bindings: ['10.0.0.5:25'] }],
    ['remoteIpRanges', { remoteIpRanges: ['10.0.0.0/8'] }],
    ['authMechanism', { authMechanism: null }],
    ['fqdn', { fqdn: 'EX01' }],
    ['tlsCertificateName', { tlsCertificateName: PIN }],
    ['requireTls', { requireTls: true }],
    ['domainSecureEnabled', { domainSecureEnabled: true }],
    ['suppressXAnonymousTls', { suppressXAnonymousTls: true }],
    ['tlsDomainCapabilities', { tlsDomainCapabilities: ['a:AcceptCloudServicesMail'] }],
  ])('sets %s', (_, given) => {
    expect(first(ranOn(set(given)).server)).toEqual({ ...frontend(), ...given });
  });

  test('sets what was unknown', () => {
    const server = ex01({ receiveConnectors: [{ name: FRONTEND }] });
    expect(first(ranOn(set({ enabled: null }), { server }).server)).toEqual({ name: FRONTEND, enabled: null });
  });

  test('changes nothing where the values are the same', () => {
    const server = ex01();
    expect(ranOn(set({ fqdn: 'ex01.contoso.com', bindings: ['0.0.0.0:25', '[::]:25'] }), { server }).server).toBe(
      server,
    );
    expect(ranOn(set({}), { server }).server).toBe(server);
    const other = ranOn(set({ bindings: ['[::]:25', '0.0.0.0:25'] }), { server });
    expect(first(other.server)?.bindings).toEqual(['[::]:25', '0.0.0.0:25']);
  });

  test.each([
    ['default frontend ex01'],
    [` ${FRONTEND} `],
    [`EX01\\${FRONTEND}`],
    ['ex01\\default frontend EX01'],
    [`EX01.contoso.com.\\${FRONTEND}`],
  ])('finds "%s"', (identity) => {
    expect(first(ranOn(set({ identity, fqdn: null })).server)?.fqdn).toBeNull();
  });

  test('takes the server from the identity alone', () => {
    const command = patched(set({ identity: `EX01\\${FRONTEND}`, fqdn: null }), { server: undefined });
    expect(first(ranOn(command).server)?.fqdn).toBeNull();
  });

  test('finds a name with a backslash in it, with and without the server', () => {
    const server = ex01({ receiveConnectors: [frontend({ name: 'EX02\\relay' })] });
    for (const identity of ['ex02\\Relay', 'EX01\\EX02\\relay']) {
      expect(first(ranOn(set({ identity, enabled: false }), { server }).server)?.enabled).toBe(false);
    }
  });

  test('of two names that differ in case takes the one that is written so', () => {
    const server = ex01({ receiveConnectors: [frontend({ name: 'CLIENT' }), frontend({ name: 'Client' })] });
    const after = ranOn(set({ identity: 'Client', enabled: false }), { server }).server;
    expect(after?.receiveConnectors?.map(({ enabled }) => enabled)).toEqual([true, false]);
  });

  test('takes no other keys than those of a connector', () => {
    const command = { ...set({ enabled: false }), name: 'Renamed', answer: 'yes', surface: 'eac' };
    expect(first(ranOn(command).server)).toEqual(frontend({ enabled: false }));
  });
});

describe('Set-ReceiveConnector is refused', () => {
  test.each<[string, string, Partial<SetReceiveConnectorCommand>, Patch<Server>]>([
    ['SC-1', 'there is no such connector', { identity: 'Client Frontend' }, {}],
    ['SC-1', 'there are no connectors', {}, { receiveConnectors: null }],
    ['SC-1', 'the identity names another server', { identity: `EX02\\${FRONTEND}` }, {}],
    ['SC-1', 'the identity names nobody', { identity: `EX09\\${FRONTEND}` }, {}],
    [
      'SC-1',
      'the identity names another server, connectors unknown',
      { identity: 'EX02\\x' },
      { receiveConnectors: undefined },
    ],
    ['SC-2', 'a pin on 2010', { tlsCertificateName: PIN }, { version: '2010' }],
    ['SC-2', 'a pin on 2007', { tlsCertificateName: PIN }, { version: '2007' }],
    ['SC-2', 'unsetting a pin on 2010', { tlsCertificateName: null }, { version: '2010' }],
    [
      'SC-2',
      'a pin on 2010, connectors unknown',
      { tlsCertificateName: PIN },
      { version: '2010', receiveConnectors: undefined },
    ],
    ['SC-2', 'a wrong pin on 2010', { tlsCertificateName: 'CN=x' }, { version: '2010' }],
    ['SC-3', 'a pin without tags', { tlsCertificateName: 'CN=mail.contoso.com' }, {}],
    ['SC-3', 'a pin without subject', { tlsCertificateName: '<I>CN=Trust CA1<S> ' }, {}],
    ['SC-3', 'a pin that begins with the subject', { tlsCertificateName: '<S>CN=x<I>CN=y' }, {}],
    ['SC-3', 'a wrong pin, connectors unknown', { tlsCertificateName: 'x' }, { receiveConnectors: undefined }],
    ['SC-3', 'a wrong pin, version unknown', { tlsCertificateName: 'x' }, { version: undefined }],
    ['SC-1', 'no connector and a wrong pin', { identity: 'x', tlsCertificateName: 'x' }, { version: '2010' }],
  ])('%s: %s', (rule, _, given, more) => {
    const server = patched(ex01(), more);
    const ran = ranOn(set(given), { server });
    expect(ran.refused?.rule).toBe(rule);
    expect(ran.refused?.message).toMatch(/^\S.*\.$/);
    expect(ran).toMatchObject({ prompts: [], notes: [], undecided: false });
    expect(ran.server).toBe(server);
  });

  test.each<[string, Partial<SetReceiveConnectorCommand>, Patch<Server>]>([
    ['a pin that is unset', { tlsCertificateName: '  ' }, {}],
    ['a pin of an unknown version', { tlsCertificateName: PIN }, { version: undefined }],
    ['a pin on 2013', { tlsCertificateName: PIN }, { version: '2013' }],
    ['a long pin', { tlsCertificateName: `<I>CN=x<S>CN=${'y'.repeat(300)}` }, {}],
    ['other keys on 2010', { fqdn: 'ex01.contoso.com' }, { version: '2010' }],
  ])('not for %s', (_, given, more) => {
    expect(ranOn(set(given), { server: patched(ex01(), more) })).toMatchObject({ refused: null, undecided: false });
  });
});

describe('Set-ReceiveConnector on unknown connectors', () => {
  test('stays undecided and changes nothing', () => {
    const server = ex01({ receiveConnectors: undefined });
    const ran = ranOn(set({ enabled: false }), { server });
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: ['FACT_UNKNOWN'], undecided: true });
  });

  test('notes what the given keys alone show', () => {
    const server = ex01({ receiveConnectors: undefined });
    const given = { fqdn: 'mail.contoso.com', authMechanism: ['Tls', 'ExchangeServer'] };
    expect(ranOn(set(given), { server }).notes).toEqual(['FACT_UNKNOWN', 'FQDN_WITH_EXCHANGESERVER_AUTH']);
  });
});

describe('A name for a connector with Exchange Server authentication', () => {
  test.each<[string, Partial<SetReceiveConnectorCommand>, Patch<Server>]>([
    ['that is not one of the server', { fqdn: 'mail.contoso.com' }, {}],
    ['of another server', { fqdn: 'ex02.contoso.com' }, {}],
    ['while it is given', { fqdn: 'mail.contoso.com', authMechanism: [' exchangeSERVER '] }, {}],
    ['whose NetBIOS name is unset', { fqdn: 'EX01' }, { netbiosName: null }],
  ])('%s is carried out with a note', (_, given, more) => {
    const ran = ranOn(set(given), { server: patched(ex01(), more) });
    expect(ran).toMatchObject({ refused: null, undecided: false, notes: ['FQDN_WITH_EXCHANGESERVER_AUTH'] });
    expect(first(ran.server)?.fqdn).toBe(given.fqdn);
  });

  test.each<[string, Partial<SetReceiveConnectorCommand>, Patch<Server>]>([
    ['the name of the server', { fqdn: 'EX01.contoso.com.' }, {}],
    ['its NetBIOS name', { fqdn: 'ex01' }, {}],
    ['its first label where the NetBIOS name is unknown', { fqdn: 'ex01' }, { netbiosName: undefined }],
    ['no name', { fqdn: null }, {}],
    ['a name of blanks', { fqdn: ' ' }, {}],
    ['another name without that authentication', { fqdn: 'mail.contoso.com', authMechanism: ['Tls'] }, {}],
    [
      'another name where the authentication is unknown',
      { fqdn: 'mail.contoso.com' },
      { receiveConnectors: [patched(frontend(), { authMechanism: undefined })] },
    ],
    [
      'a name that is not given',
      { authMechanism: ['ExchangeServer'] },
      { receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })] },
    ],
  ])('has no note for %s', (_, given, more) => {
    expect(ranOn(set(given), { server: patched(ex01(), more) }).notes).toEqual([]);
  });
});
