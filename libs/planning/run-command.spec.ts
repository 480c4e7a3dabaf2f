import { describe, expect, test } from '@jest/globals';
import type { Server } from '#libs/fleet/document.js';
import { patched, type Patch } from '#libs/fleet/patched.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverNames } from '#libs/selection/server-names.js';
import { ex01, organization, PIN, PUB26, PUBX, SELF, sender } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { Command, EnableCommand, ImportCommand, NewCommand, RemoveCommand } from './command.js';
import { runCommand } from './run-command.js';

const thumbprint = PUB26.thumbprint;
const EAC = { server: 'EX01', surface: 'eac' } as const;
const ENABLE: EnableCommand = {
  cmdlet: 'Enable-ExchangeCertificate',
  thumbprint,
  services: ['SMTP'],
  answer: 'yes',
  ...EAC,
};

describe('The admin center', () => {
  const noted = (more: Patch<Server>, command: Command = ENABLE) =>
    ranOn(command, { server: patched(ex01(), more) }).notes.includes('EAC_TASKS_REMOVED');

  test.each<[Server['version'], string | null | undefined, boolean]>([
    ['2016', '15.1.2507.6', true],
    ['2016', '15.1.2507', true],
    ['2016', '15.1.2506.99', false],
    ['2016', '15.1.10000.1', true],
    ['2016', '15.1.225.42', false],
    ['2019', '15.2.1118.7', true],
    ['2019', '15.02.1118.007', true],
    ['2019', ' 15.2.1544.4 ', true],
    ['2019', '15.2.1117.99', false],
    ['2019', '15.2.986.5', false],
    ['2019', '15.2.2507.0', true],
    ['SE', '15.2.2562.17', true],
    ['SE', undefined, true],
    ['2019', undefined, false],
    ['2019', null, false],
    ['2019', 'CU12', false],
    ['2019', '15.2', false],
    ['2013', '15.0.1497.48', false],
    ['2010', '14.3.9999.0', false],
    [undefined, '15.2.1544.4', true],
  ])('of %s build %s has no certificate tasks: %s', (version, build, removed) => {
    expect(noted({ version, build })).toBe(removed);
  });

  const SE = { version: 'SE' } as const;
  type CertificateCmdlet = ImportCommand | NewCommand | RemoveCommand;
  test.each<[CertificateCmdlet]>([
    [{ cmdlet: 'Import-ExchangeCertificate', certificate: PUBX, ...EAC }],
    [{ cmdlet: 'New-ExchangeCertificate', ...EAC }],
    [{ cmdlet: 'New-ExchangeCertificate', generateRequest: true, ...EAC }],
    [{ cmdlet: 'Remove-ExchangeCertificate', thumbprint, ...EAC }],
  ])('is noted for every certificate cmdlet', (command) => {
    expect(noted(SE, command)).toBe(true);
    expect(noted(SE, { ...command, surface: 'shell' })).toBe(false);
    expect(noted({ version: '2016', build: undefined }, command)).toBe(false);
  });

  test('is noted for refused and undecided commands too, and the simulation goes on', () => {
    const refused = ranOn({ ...ENABLE, thumbprint: 'F'.repeat(40) }, { server: ex01(SE) });
    expect(refused).toMatchObject({ refused: { rule: 'EN-P1' }, notes: ['EAC_TASKS_REMOVED'] });
    const undecided = ranOn(ENABLE, { server: ex01({ ...SE, certificates: undefined }) });
    expect(undecided).toMatchObject({ undecided: true, notes: ['EAC_TASKS_REMOVED', 'FACT_UNKNOWN'] });
    expect(ranOn(ENABLE, { server: ex01(SE) }).server?.internalTransportCertificate).toBe(thumbprint);
  });

  test('is not noted for the Set- cmdlets', () => {
    const set = { cmdlet: 'Set-PopSettings', server: 'EX01', x509CertificateName: 'x', surface: 'eac' } as const;
    expect(noted(SE, set)).toBe(false);
  });
});

describe('A command', () => {
  test('about a server that is not there is refused by CMD-1', () => {
    expect(ranOn(ENABLE, { server: null }).refused).toEqual({
      rule: 'CMD-1',
      message: 'There is no server "EX01" in the fleet.',
    });
  });

  test('leaves what it is not about as the very same object', () => {
    const around = organization({ sendConnectors: [sender()] });
    const server = ex01();
    expect(ranOn(ENABLE, { server, organization: around }).organization).toBe(around);
    const set: Command = { cmdlet: 'Set-SendConnector', identity: 'Outbound', tlsCertificateName: PIN };
    expect(ranOn(set, { server, organization: around }).server).toBe(server);
  });

  test('runs after another on what that one left', () => {
    const first = ranOn(ENABLE);
    const remove: Command = { cmdlet: 'Remove-ExchangeCertificate', server: 'EX01', thumbprint: SELF.thumbprint };
    expect(ranOn(remove).refused?.rule).toBe('RM-1');
    expect(ranOn(remove, { server: first.server }).server?.certificates?.map((one) => one.thumbprint)).toEqual([
      thumbprint,
    ]);
  });

  test('takes no longer in a large fleet', () => {
    const servers = Array.from({ length: 10_000 }, (_, index) =>
      ex01({ fqdn: `ex${index}.contoso.com`, netbiosName: `EX${index}` }),
    );
    const connectors = servers.map((_, index) => sender({ name: `C${index}`, tlsCertificateName: '<I>CN=x<S>CN=y' }));
    const around = {
      organization: organization({ sendConnectors: connectors }),
      names: serverNames(servers),
      knobs: knobsOf({}),
      at: 0,
    };
    const commands: readonly Command[] = [
      { ...ENABLE, services: ['SMTP', 'IIS', 'POP', 'IMAP'] },
      { cmdlet: 'Remove-ExchangeCertificate', server: 'x', thumbprint },
    ];
    for (const command of commands) {
      const start = performance.now();
      const left = servers.map((server, index) => runCommand(command, { ...around, server, index }).server);
      expect(performance.now() - start).toBeLessThan(2000);
      expect(left.every((server, index) => server !== servers[index])).toBe(true);
    }
  });
});
