import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { SendConnector, Server } from '#libs/fleet/document.js';
import { patched, type Patch } from '#libs/fleet/patched.js';
import { ex01, frontend, organization, PIN, PUB25, PUB26, SELF, sender } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { RemoveCommand } from './command.js';

const REMOVED = PUB26.thumbprint;
const REMOVE: RemoveCommand = { cmdlet: 'Remove-ExchangeCertificate', server: 'EX01', thumbprint: REMOVED };

/** What Remove does to PUB26, with these pins of Send connectors. */
function removing(
  pins: readonly (string | null | undefined)[] | null | undefined,
  more: Patch<Server> = {},
  certificate: Patch<Certificate> = {},
) {
  const server = patched(ex01({ certificates: [SELF, patched(PUB26, certificate)] }), more);
  const sendConnectors = pins?.map((tlsCertificateName, index) => connector(`C${index}`, { tlsCertificateName }));
  const ran = ranOn(REMOVE, {
    server,
    organization: organization({ sendConnectors: pins === null ? null : sendConnectors }),
  });
  return { ran, server };
}

function connector(name: string, more: Patch<SendConnector>): SendConnector {
  return patched(sender({ name }), more);
}

const outcome = ({ ran }: ReturnType<typeof removing>) =>
  ran.refused?.rule ?? (ran.undecided ? 'undecided' : 'removed');

describe('Remove-ExchangeCertificate', () => {
  test('takes a certificate out of the store; what names it goes on doing so', () => {
    const { ran, server } = removing([]);
    expect(ran.server).toEqual({ ...server, certificates: [SELF] });
    expect(ran.server?.iisBindings?.[0]?.thumbprint).toBe(REMOVED);
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: [], undecided: false });
    expect(ran.carriedOut).toEqual({ overwritten: null, removed: REMOVED });
  });

  test('finds it in any spelling', () => {
    const ran = ranOn({ ...REMOVE, thumbprint: ` ${REMOVED.toLowerCase()}` });
    expect(ran.server?.certificates).toEqual([SELF]);
    expect(ran.carriedOut.removed).toBe(REMOVED);
  });

  test('does not mind a Receive pin, a binding, POP, OAuth and federation (C-08)', () => {
    const server = ex01({
      receiveConnectors: [frontend({ tlsCertificateName: PIN })],
      popSettings: { x509CertificateName: 'mail.contoso.com' },
      certificates: [SELF, { ...PUB26, services: ['Federation', 'SMTP', 'IIS', 'POP'] }],
    });
    const around = organization({ authConfig: { currentThumbprint: REMOVED } });
    expect(ranOn(REMOVE, { server, organization: around }).server?.certificates).toEqual([SELF]);
  });
});

describe('Remove-ExchangeCertificate is refused', () => {
  test('RM-0: it is not in the store', () => {
    for (const certificates of [[SELF], [], null]) {
      const server = ex01({ certificates });
      const ran = ranOn(REMOVE, { server });
      expect(ran.refused?.rule).toBe('RM-0');
      expect(ran.server).toBe(server);
      expect(ran.carriedOut.removed).toBeNull();
    }
  });

  test('RM-1: it is the internal transport certificate, even if the rest is unknown', () => {
    const internalTransportCertificate = REMOVED.toLowerCase();
    const { ran, server } = removing([], { internalTransportCertificate });
    expect(ran.refused?.rule).toBe('RM-1');
    expect(ran.refused?.message).toContain(REMOVED);
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ prompts: [], notes: [], undecided: false });
    expect(ran.carriedOut.removed).toBeNull();
    expect(outcome(removing(undefined, { internalTransportCertificate, certificates: undefined }))).toBe('RM-1');
    expect(outcome(removing([PIN], { internalTransportCertificate }))).toBe('RM-1');
  });

  test('RM-2: a Send connector pins it, and the message names the connector', () => {
    const { ran } = removing([null, ' <i>cn=TRUST ca1 <s> CN=MAIL.contoso.com ']);
    expect(ran.refused?.rule).toBe('RM-2');
    expect(ran.refused?.message).toContain('"C1"');
    expect(ran.refused?.message).toContain('Set-SendConnector -Identity C1 -TlsCertificateName $null');
  });

  test.each<[string, Patch<SendConnector>]>([
    ['that is disabled', { enabled: false }],
    ['of other source servers', { sourceServers: ['ex02.contoso.com'] }],
    ['of unknown source servers', { sourceServers: undefined }],
  ])('RM-2: also by a connector %s', (_, more) => {
    const pinned = connector('Elsewhere', { tlsCertificateName: PIN, ...more });
    const ran = ranOn(REMOVE, { organization: organization({ sendConnectors: [pinned] }) });
    expect(ran.refused?.rule).toBe('RM-2');
  });

  test('RM-2: the old one and the new one alike where their names are equal', () => {
    const around = organization({ sendConnectors: [sender({ tlsCertificateName: PIN })] });
    const server = ex01({ certificates: [SELF, PUB25, PUB26] });
    for (const { thumbprint } of [PUB25, PUB26]) {
      expect(ranOn({ ...REMOVE, thumbprint }, { server, organization: around }).refused?.rule).toBe('RM-2');
    }
  });

  test('RM-2: even if other facts are unknown', () => {
    expect(outcome(removing([undefined, PIN]))).toBe('RM-2');
    expect(outcome(removing([PIN], { internalTransportCertificate: undefined }))).toBe('RM-2');
  });
});

describe('Remove-ExchangeCertificate goes through or stays open', () => {
  const VERSIONLESS = { version: undefined };
  test.each<[string, Parameters<typeof removing>]>([
    ['removed', [null]],
    ['removed', [[null, '  ', 'CN=mail.contoso.com', '<I>CN=Trust CA2<S>CN=mail.contoso.com']]],
    ['undecided', [[], { certificates: undefined }]],
    ['undecided', [undefined]],
    ['undecided', [[undefined]]],
    ['undecided', [[null, undefined]]],
    ['removed', [undefined, { version: '2007' }]],
    ['removed', [[undefined, PIN], { version: '2010' }]],
    ['RM-2', [[PIN], { version: '2013' }]],
    ['undecided', [[PIN], VERSIONLESS]],
    ['undecided', [[PIN], { version: null }]],
    ['undecided', [undefined, VERSIONLESS]],
    ['removed', [[], VERSIONLESS]],
    ['removed', [['<I>CN=x<S>CN=mail.contoso.com'], VERSIONLESS]],
    ['undecided', [[], { internalTransportCertificate: undefined }]],
    ['undecided', [[], { internalTransportCertificate: undefined, roles: undefined }]],
    ['removed', [[], { internalTransportCertificate: undefined, roles: ['UnifiedMessaging'] }]],
    ['removed', [[], { internalTransportCertificate: undefined, version: '2010', roles: ['ClientAccess'] }]],
    ['removed', [[], { internalTransportCertificate: null }]],
    ['undecided', [[PIN], {}, { issuer: undefined }]],
    ['removed', [[PIN], {}, { issuer: undefined, subject: 'CN=x' }]],
    ['removed', [[], {}, { issuer: undefined, subject: undefined }]],
    ['removed', [[PIN], {}, { issuer: null }]],
  ])('%s: %j', (expected, args) => {
    expect(outcome(removing(...args))).toBe(expected);
  });

  test('undecided it leaves the state, and is judged as if it had succeeded', () => {
    const { ran, server } = removing(undefined);
    expect(ran.server).toBe(server);
    expect(ran.notes).toEqual(['FACT_UNKNOWN']);
    expect(ran.carriedOut).toEqual({ overwritten: null, removed: REMOVED });
    expect(removing([], { certificates: undefined }).ran.carriedOut.removed).toBe(REMOVED);
  });
});
