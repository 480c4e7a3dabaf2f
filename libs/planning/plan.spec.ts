import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { FleetDocument, Server } from '#libs/fleet/document.js';
import {
  AT,
  type Changed,
  edge01,
  ESELF,
  ex01,
  ex02,
  fleet,
  frontend,
  PIN,
  PUB25,
  PUB26,
  PUBX,
  SELF,
  SELF2,
  sender,
  SUBSCRIPTION,
} from '../../test/support/fixture.js';
import type { Command } from './command.js';
import { plan, simulate } from './plan.js';

const SERVER = 'ex01.contoso.com';
const [self, renewed, other] = [SELF.thumbprint, PUB26.thumbprint, PUBX.thumbprint];
const FRONT = 'iis:Default Web Site:*:443:';

const enable = (services: readonly ('SMTP' | 'IIS' | 'POP' | 'UM')[], more: Partial<Command> = {}): Command =>
  ({ cmdlet: 'Enable-ExchangeCertificate', server: SERVER, thumbprint: renewed, services, ...more }) as Command;
const remove = (thumbprint: string, server = SERVER): Command => ({
  cmdlet: 'Remove-ExchangeCertificate',
  server,
  thumbprint,
});
const importing = (certificate: Certificate, server = SERVER): Command => ({
  cmdlet: 'Import-ExchangeCertificate',
  server,
  certificate,
});
const setReceive = (more: object): Command =>
  ({ cmdlet: 'Set-ReceiveConnector', server: SERVER, identity: 'Default Frontend EX01', ...more }) as Command;
const setSend = (more: object): Command => ({ cmdlet: 'Set-SendConnector', identity: 'Outbound', ...more }) as Command;

const planned = (document: FleetDocument, ...commands: readonly Command[]) => plan(document, commands, AT);
const on = (server: Changed<Server>, ...commands: readonly Command[]) => planned(fleet([ex01(server)]), ...commands);
const isIncomplete = ({ notes }: ReturnType<typeof plan>) =>
  notes.some(({ command, code }) => command === null && code === 'UNDO_INCOMPLETE');

describe('the sequence', () => {
  test('a server that the document lacks is refused, and the next command still runs', () => {
    const answer = on({}, remove(self, 'nobody.contoso.com'), importing(PUBX));
    expect(answer.outcome).toBe('refused');
    expect(answer.refused).toEqual([
      { command: 0, rule: 'CMD-1', message: 'There is no server "nobody.contoso.com" in the fleet.' },
    ]);
    expect(answer.facts.map(({ path }) => path)).toEqual([`certificates/${other}`]);
  });

  test('a server is named by its FQDN or its NetBIOS name in any case, or in the identity of a Receive connector', () => {
    for (const named of ['EX01', 'ex01', 'EX01.CONTOSO.COM', 'ex01.contoso.com.']) {
      expect(on({}, { cmdlet: 'Set-PopSettings', server: named, x509CertificateName: 'a.b' }).facts).toHaveLength(1);
    }
    const named: Command = {
      cmdlet: 'Set-ReceiveConnector',
      identity: 'EX01\\default frontend ex01',
      fqdn: 'mail.contoso.com',
    };
    expect(on({}, named).facts).toHaveLength(1);
    expect(on({}, { ...named, identity: 'EX09\\Default Frontend EX01' }).refused).toMatchObject([{ rule: 'CMD-1' }]);
    expect(on({}, { ...named, identity: 'Default Frontend EX01' }).refused).toMatchObject([{ rule: 'CMD-1' }]);
  });

  test('a Send connector needs no server', () => {
    const document = fleet([ex01()], { sendConnectors: [sender()] });
    expect(planned(document, setSend({ fqdn: 'mail.contoso.com' })).outcome).toBe('applied');
  });

  test('refused goes before indeterminate, and both before applied', () => {
    const doubtful = enable(['SMTP'], { answer: 'unanswered' });
    expect(on({}, importing(PUBX)).outcome).toBe('applied');
    expect(on({}, importing(PUBX), doubtful).outcome).toBe('indeterminate');
    expect(on({}, doubtful, remove('0'.repeat(40))).outcome).toBe('refused');
  });

  test('prompts and notes tell their command', () => {
    const answer = on({}, importing(PUBX), enable(['SMTP'], { answer: 'unanswered' }));
    expect(answer.prompts).toMatchObject([{ command: 1, shown: true, rule: 'PR-3' }]);
    expect(answer.notes).toContainEqual({ command: 1, code: 'PROMPT_UNANSWERED' });
  });

  test('an instant that is none is a fault of the caller', () => {
    expect(() => plan(fleet(), [], 'yesterday')).toThrow(RangeError);
  });

  test('a document without organization and servers is a plan about nothing', () => {
    const answer = plan({ format: 'certfleet.fleet/1' }, [setSend({ fqdn: 'a.b' })], AT);
    expect(answer).toMatchObject({ outcome: 'indeterminate', facts: [], changes: [], searched: { endpoints: 0 } });
    expect(simulate({ format: 'certfleet.fleet/1' }, [setSend({ fqdn: 'a.b' })], AT)).toEqual({
      format: 'certfleet.fleet/1',
    });
  });
});

describe('facts', () => {
  test('an internal transport certificate, with the unknown side left out', () => {
    const path = 'internalTransportCertificate';
    const fact = (server: Changed<Server>, answer: 'yes' | 'force' | 'unanswered') =>
      on(server, enable(['SMTP'], { answer })).facts.find((one) => one.path === path);
    expect(fact({}, 'yes')).toEqual({ server: SERVER, path, before: self, after: renewed });
    expect(fact({}, 'unanswered')).toEqual({ server: SERVER, path, before: self });
    expect(fact({ internalTransportCertificate: undefined }, 'force')).toEqual({
      server: SERVER,
      path,
      after: renewed,
    });
    expect(fact({ internalTransportCertificate: null }, 'yes')).toEqual({
      ...{ server: SERVER, path, before: null, after: renewed },
    });
  });

  test('an added certificate, and its services if it has some', () => {
    const path = `certificates/${other}`;
    expect(on({}, importing(PUBX)).facts).toEqual([{ server: SERVER, path, before: null, after: other }]);
    const both = on({}, importing(PUBX), enable(['SMTP'], { thumbprint: other, answer: 'no' }));
    expect(both.facts).toEqual([
      { server: SERVER, path, before: null, after: other },
      { server: SERVER, path: `${path}/services`, before: null, after: ['SMTP'] },
    ]);
  });

  test('a removed certificate without its services, and thumbprints in upper case', () => {
    const store = [SELF, { ...PUB26, thumbprint: renewed.toLowerCase() }];
    expect(on({ certificates: store, iisBindings: [] }, remove(renewed)).facts).toEqual([
      { server: SERVER, path: `certificates/${renewed}`, before: renewed, after: null },
    ]);
  });

  test('services are sorted, and their order is no difference', () => {
    const store = [SELF, { ...PUB26, services: ['SMTP', 'POP'] as const }];
    const { facts } = on({ certificates: store, iisBindings: [] }, enable(['UM', 'IIS'], {}));
    expect(facts).toEqual([]);
    const older = on({ certificates: store, version: '2013', umSettings: { startupMode: 'TLS' } }, enable(['UM']));
    expect(older.facts).toEqual([
      {
        server: SERVER,
        path: `certificates/${renewed}/services`,
        before: ['POP', 'SMTP'],
        after: ['POP', 'SMTP', 'UM'],
      },
    ]);
  });

  test('a binding that is rebound, one that is added, and one of which nobody knows', () => {
    const bindings = ex01().iisBindings ?? [];
    const loopback = { ...bindings[0], site: 'Default Web Site', port: 443, ipAddress: '127.0.0.1', thumbprint: self };
    const command = enable(['IIS'], { thumbprint: other });
    const store = [SELF, PUB26, PUBX];
    const path = (text: string) => `iisBindings/Default Web Site:${text}`;
    const facts = (iisBindings: Server['iisBindings']) =>
      on({ certificates: store, iisBindings }, command).facts.filter((fact) => fact.path.startsWith('iis'));
    expect(facts([...bindings, loopback])).toEqual([
      { server: SERVER, path: path('*:443:'), before: renewed, after: other },
      { server: SERVER, path: path('127.0.0.1:443:'), before: self },
    ]);
    expect(facts(bindings.slice(1))).toEqual([{ server: SERVER, path: path('*:443:'), before: null, after: other }]);
  });

  test('names of client protocols: settings that are unset or lack a name differ from those that are unknown', () => {
    const set: Command = { cmdlet: 'Set-ImapSettings', server: SERVER, x509CertificateName: 'mail.contoso.com' };
    const fact = { server: SERVER, path: 'imapSettings/x509CertificateName', after: 'mail.contoso.com' };
    expect(on({ imapSettings: null }, set).facts).toEqual([{ ...fact, before: null }]);
    expect(on({ imapSettings: { x509CertificateName: ' ' } }, set).facts).toEqual([{ ...fact, before: null }]);
    expect(on({ imapSettings: {} }, set).facts).toEqual([fact]);
    expect(on({}, set).facts).toEqual([fact]);
    expect(on({ imapSettings: { x509CertificateName: 'mail.contoso.com' } }, set).facts).toEqual([]);
    expect(on({ imapSettings: null }, { ...set, x509CertificateName: null }).facts).toEqual([]);
  });

  test('each key of a connector, under the name that the document gives it', () => {
    const unsaid = frontend({ domainSecureEnabled: undefined });
    const document = fleet([ex01({ receiveConnectors: [unsaid] })], { sendConnectors: [sender()] });
    const answer = planned(
      document,
      setReceive({ identity: 'DEFAULT FRONTEND EX01', fqdn: null, requireTls: true, domainSecureEnabled: true }),
      setSend({ fqdn: 'mail.contoso.com', sourceServers: [] }),
    );
    const path = (property: string) => `receiveConnectors/Default Frontend EX01/${property}`;
    expect(answer.facts).toEqual([
      { server: SERVER, path: path('fqdn'), before: SERVER, after: null },
      { server: SERVER, path: path('requireTls'), before: false, after: true },
      { server: SERVER, path: path('domainSecureEnabled'), after: true },
      { server: null, path: 'sendConnectors/Outbound/sourceServers', before: [SERVER], after: [] },
      { server: null, path: 'sendConnectors/Outbound/fqdn', before: null, after: 'mail.contoso.com' },
    ]);
  });

  test('unset in other words, and what later commands put back, is no difference', () => {
    expect(
      on({}, setReceive({ requireTls: null, tlsCertificateName: ' ', tlsDomainCapabilities: null })).facts,
    ).toEqual([]);
    const there = setReceive({ fqdn: 'mail.contoso.com' });
    const answer = on({}, there, setReceive({ fqdn: SERVER }));
    expect(answer).toMatchObject({ outcome: 'applied', facts: [], changes: [], undo: [] });
  });
});

describe('changes', () => {
  test('an endpoint that comes has no side before, one that goes has none after and no rule', () => {
    const document = fleet([ex01(), ex02()], { sendConnectors: [sender()] });
    const { changes } = planned(document, setSend({ sourceServers: ['EX02'] }));
    expect(changes).toEqual([
      {
        server: SERVER,
        endpoint: 'send:Outbound:starttls',
        before: { outcome: 'PRESENTED', thumbprint: self },
        after: null,
        rule: null,
      },
      {
        server: 'ex02.contoso.com',
        endpoint: 'send:Outbound:starttls',
        before: null,
        after: { outcome: 'PRESENTED', thumbprint: SELF2.thumbprint },
        rule: 'OUT-4',
      },
    ]);
  });

  test('the endpoints of both sides are counted once', () => {
    const document = fleet([ex01(), ex02()], { sendConnectors: [sender()] });
    const before = planned(document).searched;
    expect(planned(document, setSend({ sourceServers: ['EX02'] }))).toMatchObject({
      searched: { servers: 2, endpoints: before.endpoints + 1 },
      unchanged: before.endpoints - 1,
    });
  });

  test('connections are endpoints too, named by the server of the document', () => {
    const connections = [
      { server: 'ex02', protocol: 'https' as const, localPort: 443, localAddress: '10.0.0.5', serverName: null },
      { server: 'EX01', protocol: 'https' as const, localPort: 443, localAddress: '10.0.0.5', serverName: null },
      { server: 'nobody', protocol: 'https' as const, localPort: 443 },
    ];
    const document = fleet([ex01({ certificates: [SELF, PUB26, PUBX] }), ex02()], {}, { connections });
    const { changes, searched } = planned(document, enable(['IIS'], { thumbprint: other }));
    const sides = {
      before: { outcome: 'PRESENTED', thumbprint: renewed },
      after: { outcome: 'PRESENTED', thumbprint: other },
    };
    expect(changes).toEqual([
      { server: SERVER, endpoint: FRONT, ...sides, rule: 'IIS-1' },
      { server: SERVER, endpoint: 'connection:1', ...sides, rule: 'HTTP-3' },
    ]);
    expect(searched.endpoints).toBe(planned({ ...document, connections: [] }).searched.endpoints + 3);
  });

  test('both sides are looked at at the same instant', () => {
    const later = '2027-07-01T00:00:00Z';
    const { changes } = plan(fleet([ex01({ certificates: [SELF, PUB26, PUBX] })]), [importing(PUB25)], later);
    expect(changes).toEqual([]);
  });
});

describe('risks', () => {
  const subscribed = (servers: readonly Server[]) => fleet(servers, { edgeSubscriptions: [SUBSCRIPTION] });

  test('those of the way come first and once for a server, even if the end puts things back', () => {
    const yes = enable(['SMTP'], { answer: 'yes' });
    const back = enable(['SMTP'], { thumbprint: self, answer: 'yes' });
    const { risks, changes } = planned(subscribed([ex01(), edge01()]), yes, back, yes, back);
    expect(changes).toEqual([]);
    expect(risks.filter(({ introduced }) => introduced).map(({ id, server }) => [id, server])).toEqual([
      ['RO-01', SERVER],
    ]);
    expect(risks[0]?.id).toBe('RO-01');
  });

  test('a standing one is introduced if the first state lacks it', () => {
    const keyless = { ...PUBX, hasPrivateKey: false };
    const server = ex01({ internalTransportCertificate: other, certificates: [SELF, PUB26, keyless] });
    const has = (document: FleetDocument, ...commands: readonly Command[]) =>
      planned(document, ...commands)
        .risks.filter(({ id }) => id === 'RO-07' || id === 'RO-14')
        .map(({ id, introduced }) => [id, introduced]);
    expect(has(fleet([server]))).toEqual([['RO-07', false]]);
    expect(has(fleet([server]), remove(self))).toEqual([
      ['RO-07', false],
      ['RO-14', true],
    ]);
  });

  test('a command on one server introduces a risk on another', () => {
    const shared = ex02({ internalTransportCertificate: renewed });
    const introduced = planned(fleet([ex01(), shared]), enable(['SMTP'], { answer: 'yes' })).risks.filter(
      ({ id, introduced: fresh }) => id === 'RO-06' && fresh,
    );
    expect(introduced.map(({ server }) => server)).toEqual([SERVER, 'ex02.contoso.com']);
  });

  test('an undecidable command still tells what it would do on the way', () => {
    const server = ex01({ certificates: [SELF, { thumbprint: renewed }] });
    const answer = planned(subscribed([server, edge01()]), enable(['SMTP'], { answer: 'yes' }));
    expect(answer.outcome).toBe('indeterminate');
    expect(answer.risks.map(({ id }) => id)).toContain('RO-01');
  });
});

describe('undo', () => {
  test('certificates, web site, protocols, connectors, and last what was added, over all servers', () => {
    const store = [SELF, PUB26];
    const document = fleet(
      [ex01({ certificates: store, popSettings: { x509CertificateName: 'ex01.contoso.com' } }), ex02()],
      { sendConnectors: [sender()] },
    );
    const answer = planned(
      document,
      importing(PUBX),
      importing(PUBX, 'ex02.contoso.com'),
      enable(['SMTP', 'IIS'], { thumbprint: other, answer: 'yes' }),
      enable(['SMTP'], { thumbprint: other, answer: 'force', server: 'EX02' }),
      { cmdlet: 'Set-PopSettings', server: SERVER, x509CertificateName: 'mail.contoso.com' },
      setReceive({ fqdn: 'mail.contoso.com', requireTls: true }),
      setSend({ fqdn: 'mail.contoso.com' }),
    );
    const overwritten = { cmdlet: 'Enable-ExchangeCertificate', services: ['SMTP'], answer: 'force' };
    expect(answer.undo).toEqual([
      { ...overwritten, server: SERVER, thumbprint: self },
      { ...overwritten, server: 'ex02.contoso.com', thumbprint: SELF2.thumbprint },
      { cmdlet: 'Enable-ExchangeCertificate', server: SERVER, thumbprint: renewed, services: ['IIS'] },
      { cmdlet: 'Set-PopSettings', server: SERVER, x509CertificateName: 'ex01.contoso.com' },
      {
        ...{ cmdlet: 'Set-ReceiveConnector', server: SERVER, identity: 'Default Frontend EX01' },
        ...{ fqdn: SERVER, requireTls: false },
      },
      { cmdlet: 'Set-SendConnector', identity: 'Outbound', fqdn: null },
      { cmdlet: 'Remove-ExchangeCertificate', server: SERVER, thumbprint: other },
      { cmdlet: 'Remove-ExchangeCertificate', server: 'ex02.contoso.com', thumbprint: other },
    ]);
    expect(isIncomplete(answer)).toBe(false);
  });

  test('services that were merely gained stay and need no note', () => {
    const answer = on({ certificates: [SELF, { ...PUB26, services: [] }] }, enable(['SMTP'], { answer: 'no' }));
    expect(answer).toMatchObject({ undo: [], notes: [] });
  });

  test('an internal transport certificate that became unknown can be had back', () => {
    const answer = on({}, enable(['SMTP'], { answer: 'unanswered' }));
    expect(answer.undo).toMatchObject([{ thumbprint: self, services: ['SMTP'], answer: 'force' }]);
    expect(isIncomplete(answer)).toBe(false);
  });

  test.each<[string, Changed<Server>, readonly Command[]]>([
    ['a certificate that is gone', { iisBindings: [] }, [remove(renewed)]],
    ['an internal transport certificate that was unset', { internalTransportCertificate: null }, [enable(['SMTP'])]],
    [
      'an internal transport certificate that was unknown',
      { internalTransportCertificate: undefined },
      [enable(['SMTP'], { answer: 'force' })],
    ],
    [
      'an internal transport certificate that is not in the store',
      { certificates: [PUB26] },
      [enable(['SMTP'], { answer: 'yes' })],
    ],
    [
      'a name that was unknown',
      { popSettings: {} },
      [{ cmdlet: 'Set-PopSettings', server: SERVER, x509CertificateName: 'mail.contoso.com' }],
    ],
    ['a binding that was added', { iisBindings: [] }, [enable(['IIS'])]],
    [
      'a loopback binding of which nobody knows any more',
      {
        certificates: [SELF, PUB26, PUBX],
        iisBindings: ['*', '127.0.0.1'].map((ipAddress) => ({
          ...{ site: 'Default Web Site', protocol: 'https', port: 443, ipAddress, thumbprint: renewed },
        })),
      },
      [enable(['IIS'], { thumbprint: other })],
    ],
    [
      'a service that was taken from another certificate',
      {
        version: '2013',
        umSettings: { startupMode: 'TLS' },
        certificates: [{ ...SELF, services: ['SMTP', 'UM'] }, PUB26],
      },
      [enable(['UM'])],
    ],
    [
      'a new certificate that became the internal one where none was',
      { internalTransportCertificate: null },
      [importing(PUBX), enable(['SMTP'], { thumbprint: other })],
    ],
  ])('says that it does not bring back %s', (_, server, commands) => {
    const answer = on(server, ...commands);
    expect(answer.refused).toEqual([]);
    expect(isIncomplete(answer)).toBe(true);
  });

  test('is incomplete where a Send connector keeps an added certificate', () => {
    const document = fleet([ex01({ certificates: [SELF], iisBindings: [] })], {
      sendConnectors: [sender({ tlsCertificateName: PIN, enabled: false })],
    });
    const answer = planned(document, importing(PUB26));
    expect(answer.undo).toEqual([{ cmdlet: 'Remove-ExchangeCertificate', server: SERVER, thumbprint: renewed }]);
    expect(isIncomplete(answer)).toBe(true);
  });

  test('a connector whose name has a backslash is named with its server', () => {
    const odd = frontend({ name: 'A\\B' });
    const answer = on({ receiveConnectors: [odd] }, setReceive({ identity: 'EX01\\A\\B', fqdn: 'mail.contoso.com' }));
    expect(answer.undo).toMatchObject([{ server: SERVER, identity: `${SERVER}\\A\\B`, fqdn: SERVER }]);
    expect(isIncomplete(answer)).toBe(false);
  });
});

describe('the safer plan', () => {
  const subscribed = fleet([ex01(), edge01()], { edgeSubscriptions: [SUBSCRIPTION] });

  test('answers No in the shell, and lacks the risks that Yes introduces', () => {
    const yes = enable(['SMTP'], { answer: 'yes', surface: 'eac' });
    const { safer } = planned(subscribed, importing(PUBX), yes);
    expect(safer?.commands).toEqual([importing(PUBX), { ...yes, answer: 'no', surface: 'shell' }]);
    expect(safer?.risks.map(({ id }) => id)).not.toContain('RO-01');
    expect(safer?.risks.every(({ introduced }) => introduced)).toBe(true);
  });

  test('is given on an Edge too, for force, and for a new certificate', () => {
    const document = fleet([ex01(), edge01({ certificates: [ESELF, PUB26] })], { edgeSubscriptions: [SUBSCRIPTION] });
    expect(planned(document, enable(['SMTP'], { server: 'edge01', answer: 'force' })).safer).not.toBeNull();
    const made: Command = { cmdlet: 'New-ExchangeCertificate', server: SERVER, services: ['SMTP'], answer: 'yes' };
    expect(planned(subscribed, made).safer).not.toBeNull();
  });

  test.each<[string, FleetDocument, readonly Command[]]>([
    ['the answer is No already', subscribed, [enable(['SMTP'], { answer: 'no' })]],
    ['nothing grave is introduced', fleet([ex01()]), [enable(['SMTP'], { answer: 'yes' })]],
    ['nothing is overwritten by Yes', subscribed, [enable(['IIS'], { answer: 'yes' })]],
    [
      'there was none to overwrite',
      fleet([ex01({ internalTransportCertificate: null })]),
      [enable(['SMTP'], { answer: 'yes' })],
    ],
    [
      'the outcome is another one',
      fleet([ex01({ certificates: [SELF, PUB26], internalTransportCertificate: self })], {
        edgeSubscriptions: [SUBSCRIPTION],
      }),
      // After Yes the former certificate can go, after No it cannot.
      [enable(['SMTP'], { answer: 'yes' }), remove(self)],
    ],
  ])('is none where %s', (_, document, commands) => {
    expect(planned(document, ...commands).safer).toBeNull();
  });

  test('is none where No introduces a grave risk of its own', () => {
    const edge = edge01({ internalTransportCertificate: null, certificates: [SELF] });
    const document = fleet([ex01(), edge], { edgeSubscriptions: [SUBSCRIPTION] });
    // The Edge has no such certificate yet and takes the one that EX01 gives up, or, with No, does not give up.
    const taking = enable(['SMTP'], { server: 'edge01', thumbprint: self, answer: 'no' });
    const answer = planned(document, enable(['SMTP'], { answer: 'yes' }), taking);
    expect(answer.risks.filter(({ introduced }) => introduced).map(({ id }) => id)).toContain('RO-01');
    expect(answer.safer).toBeNull();
    const careful = planned(document, enable(['SMTP'], { answer: 'no' }), taking);
    expect(careful.outcome).toBe(answer.outcome);
    expect(careful.risks).toContainEqual(expect.objectContaining({ id: 'RO-06', severity: 'high', introduced: true }));
  });
});
