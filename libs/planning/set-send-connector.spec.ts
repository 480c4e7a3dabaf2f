import { describe, expect, test } from '@jest/globals';
import type { Organization, SendConnector } from '#libs/fleet/document.js';
import { organization, PIN, sender } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { SetSendConnectorCommand } from './command.js';

function set(more: Partial<SetSendConnectorCommand>): SetSendConnectorCommand {
  return { cmdlet: 'Set-SendConnector', identity: 'Outbound', ...more };
}

const AROUND = organization({ sendConnectors: [sender({ name: 'Other' }), sender()] });

/** It is about no server. */
const run = (command: SetSendConnectorCommand, around: Organization = AROUND) =>
  ranOn(command, { server: null, organization: around });

describe('Set-SendConnector', () => {
  test('replaces the keys that are given, null unsets, the others stay', () => {
    const given = { tlsCertificateName: PIN, enabled: null, smartHosts: ['[10.0.0.1]'] };
    const ran = run(set({ identity: ' outBOUND ', ...given }));
    expect(ran.organization).toEqual({
      ...AROUND,
      sendConnectors: [sender({ name: 'Other' }), { ...sender(), ...given }],
    });
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: [], undecided: false, server: null });
  });

  test.each<[keyof SendConnector, Partial<SetSendConnectorCommand>]>([
    ['enabled', { enabled: false }],
    ['sourceServers', { sourceServers: ['EX02'] }],
    ['fqdn', { fqdn: 'mail.contoso.com' }],
    ['tlsCertificateName', { tlsCertificateName: PIN }],
    ['requireTls', { requireTls: true }],
    ['tlsAuthLevel', { tlsAuthLevel: 'DomainValidation' }],
    ['tlsDomain', { tlsDomain: 'mail.protection.outlook.com' }],
    ['domainSecureEnabled', { domainSecureEnabled: true }],
    ['ignoreStartTls', { ignoreStartTls: true }],
    ['dnsRoutingEnabled', { dnsRoutingEnabled: false }],
    ['smartHosts', { smartHosts: ['--'] }],
    ['smartHostAuthMechanism', { smartHostAuthMechanism: 'ExchangeServer' }],
    ['frontendProxyEnabled', { frontendProxyEnabled: true }],
    ['cloudServicesMailEnabled', { cloudServicesMailEnabled: true }],
    ['addressSpaces', { addressSpaces: ['smtp:contoso.com;1'] }],
  ])('sets %s, and has no note about it', (_, given) => {
    const ran = run(set(given));
    expect(ran.organization.sendConnectors?.[1]).toEqual({ ...sender(), ...given });
    expect(ran.notes).toEqual([]);
  });

  test('changes nothing where the values are the same', () => {
    expect(run(set({ tlsCertificateName: null, addressSpaces: ['smtp:*;1'] })).organization).toBe(AROUND);
  });

  test.each<[string, Partial<SetSendConnectorCommand>, Organization]>([
    ['SC-1', { identity: 'Nowhere' }, AROUND],
    ['SC-1', { identity: 'EX01\\Outbound' }, AROUND],
    ['SC-1', {}, organization({ sendConnectors: null })],
    ['SC-1', { identity: 'Nowhere', tlsCertificateName: 'x' }, AROUND],
    ['SC-3', { tlsCertificateName: 'CN=mail.contoso.com' }, AROUND],
    ['SC-3', { tlsCertificateName: '<I><S>CN=x' }, organization({ sendConnectors: undefined })],
  ])('is refused by %s: %j', (rule, given, around) => {
    const ran = run(set(given), around);
    expect(ran.refused?.rule).toBe(rule);
    expect(ran.refused?.message).toMatch(/^\S.*\.$/);
    expect(ran).toMatchObject({ prompts: [], notes: [], undecided: false });
    expect(ran.organization).toBe(around);
  });

  test('stays undecided where the connectors are unknown', () => {
    const around = organization({ sendConnectors: undefined });
    const ran = run(set({ tlsCertificateName: PIN }), around);
    expect(ran.organization).toBe(around);
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: ['FACT_UNKNOWN'], undecided: true });
  });
});
