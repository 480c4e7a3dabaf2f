import { describe, expect, test } from '@jest/globals';
import type { ClientProtocolSettings } from '#libs/fleet/document.js';
import { ex01 } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';

describe.each([
  ['Set-PopSettings', 'popSettings'],
  ['Set-ImapSettings', 'imapSettings'],
] as const)('%s', (cmdlet, key) => {
  const set = (x509CertificateName: string | null, settings: ClientProtocolSettings | null | undefined) => {
    const server = ex01({ [key]: settings });
    return { server, ran: ranOn({ cmdlet, server: 'EX01', x509CertificateName }, { server }) };
  };

  test.each<[ClientProtocolSettings | null | undefined]>([[{ x509CertificateName: 'old' }], [{}], [null], [undefined]])(
    'sets the name where the settings were %j',
    (settings) => {
      const { server, ran } = set('pop.contoso.com', settings);
      expect(ran.server).toEqual({ ...server, [key]: { x509CertificateName: 'pop.contoso.com' } });
      expect(ran).toMatchObject({ refused: null, prompts: [], notes: [], undecided: false });
    },
  );

  test('unsets it', () => {
    expect(set(null, { x509CertificateName: 'old' }).ran.server?.[key]).toEqual({ x509CertificateName: null });
    expect(set(null, undefined).ran.server?.[key]).toEqual({ x509CertificateName: null });
    expect(set(null, {}).ran.server?.[key]).toEqual({ x509CertificateName: null });
  });

  test.each<[string | null, ClientProtocolSettings | null]>([
    ['old', { x509CertificateName: 'old' }],
    [null, { x509CertificateName: null }],
    [null, { x509CertificateName: ' ' }],
    [null, null],
    [' ', null],
  ])('changes nothing for %j where it was %j', (name, settings) => {
    const { server, ran } = set(name, settings);
    expect(ran.server).toBe(server);
  });
});
