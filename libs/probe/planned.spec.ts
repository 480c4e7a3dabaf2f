import { describe, expect, test } from '@jest/globals';
import type { Server } from '#libs/fleet/document.js';
import { isAllowed, isHostName } from './address.js';
import { MOST_LOOKS, plannedLooks } from './planned.js';
import { PLAIN } from './registration.js';
import { takerOf } from './taker.js';

const EVERYWHERE = ['0.0.0.0-255.255.255.255'];
const SERVER: Server = {
  fqdn: 'ex01.contoso.com',
  receiveConnectors: [
    { name: 'Default Frontend EX01', enabled: true, bindings: ['0.0.0.0:25', '[::]:25'], remoteIpRanges: EVERYWHERE },
    { name: 'Relay', enabled: true, bindings: ['0.0.0.0:25'], remoteIpRanges: ['10.0.0.0/24'] },
    { name: 'Client Proxy EX01', enabled: true, bindings: ['0.0.0.0:465'], remoteIpRanges: EVERYWHERE },
    { name: 'Off', enabled: false, bindings: ['0.0.0.0:26'], remoteIpRanges: EVERYWHERE },
    { name: 'Open', enabled: true },
  ],
  iisBindings: [
    { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '' },
    { site: 'Default Web Site', protocol: 'https', ipAddress: '127.0.0.1', port: 443, hostName: '' },
    { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: 'owa.contoso.com', sni: true },
    { site: 'Default Web Site', protocol: 'http', ipAddress: '*', port: 80, hostName: '' },
    { site: 'Exchange Back End', protocol: 'https', ipAddress: '*', port: 444, hostName: '' },
  ],
  popSettings: null,
  imapSettings: { x509CertificateName: 'mail.contoso.com' },
};

describe('what there is to look at', () => {
  const plan = plannedLooks(SERVER, PLAIN);

  test('each port of the connectors, each port and name of the sites, IMAP on both ports, and no POP that is known to be unset', () => {
    expect(plan.looks.map(({ protocol, port, serverName }) => [protocol, port, serverName])).toEqual([
      ['smtp', 25, null],
      ['smtp', 465, null],
      ['https', 443, null],
      ['https', 443, 'owa.contoso.com'],
      ['https', 444, null],
      ['imap', 143, null],
      ['imaps', 993, null],
    ]);
    expect(plan.looks[0]?.endpoints).toEqual(['receive:Default Frontend EX01:starttls', 'receive:Relay:starttls']);
  });

  test('what is left out, and why', () => {
    expect(plan.left).toEqual([
      { endpoint: 'receive:Off:starttls', why: 'the connector is disabled' },
      { endpoint: 'receive:Open:starttls', why: 'its bindings are unknown' },
    ]);
  });

  test('TLS from the first byte on a port that is registered for it', () => {
    const { looks } = plannedLooks(SERVER, { ...PLAIN, smtps: [465] });
    expect(looks.map(({ protocol }) => protocol).slice(0, 2)).toEqual(['smtp', 'smtps']);
  });

  test('an inventory of a thousand ports makes no port scanner', () => {
    const receiveConnectors = Array.from({ length: 1_000 }, (_, index) => ({
      name: `C${index}`,
      bindings: [`0.0.0.0:${index + 1}`],
    }));
    const { looks, left } = plannedLooks({ fqdn: 'ex01.contoso.com', receiveConnectors }, PLAIN);
    expect([looks.length, left.length]).toEqual([MOST_LOOKS, 1_000 - MOST_LOOKS]);
  });

  test('a server of which nothing is known, and bindings that cannot be read', () => {
    expect(plannedLooks({ fqdn: 'x' }, PLAIN)).toEqual({ looks: [], left: [] });
    const receiveConnectors = [
      { name: 'A', bindings: ['nonsense', '0.0.0.0:99999'] },
      { name: 'B', bindings: [] },
    ];
    expect(plannedLooks({ fqdn: 'x', receiveConnectors }, PLAIN).left.map(({ why }) => why)).toEqual([
      'its bindings are unknown',
      'it has no binding',
    ]);
  });
});

describe('who takes a connection', () => {
  const known = { server: { ...SERVER, receiveConnectors: SERVER.receiveConnectors?.slice(0, 3) ?? [] }, partial: [] };
  const [smtp25, , https, named] = plannedLooks(SERVER, PLAIN).looks;
  const from = (remoteAddress: string | null) => ({ localAddress: '192.168.1.5', remoteAddress });

  test.each([
    ['192.168.1.75', 'receive:Default Frontend EX01:starttls'],
    ['10.0.0.7', 'receive:Relay:starttls'],
  ])('port 25 from %s', (remote, endpoint) => {
    expect(smtp25 && takerOf(known, smtp25, from(remote))).toEqual({ endpoint, notes: [] });
  });

  test('port 25 from an address that the server sees otherwise: unknown, not a guess', () => {
    expect(smtp25 && takerOf(known, smtp25, { localAddress: null, remoteAddress: null })).toEqual({
      unknown: 'whether Default Frontend EX01 takes the connection is unknown',
    });
  });

  test('where only some of the connectors are known another may take it', () => {
    const partial = { ...known, partial: ['receiveConnectors'] };
    expect(smtp25 && takerOf(partial, smtp25, from('10.0.0.7'))).toEqual({
      unknown: 'only some of its receiveConnectors are known',
    });
  });

  test('from outside of every range nobody does', () => {
    const relay = {
      server: { ...SERVER, receiveConnectors: SERVER.receiveConnectors?.slice(1, 2) ?? [] },
      partial: [],
    };
    expect(smtp25 && takerOf(relay, smtp25, from('192.168.1.75'))).toEqual({
      none: 'no Receive connector takes this connection',
    });
  });

  test('a web site by the name that is sent', () => {
    expect(https && takerOf(known, https, from(null))).toMatchObject({ endpoint: 'iis:Default Web Site:*:443:' });
    expect(named && takerOf(known, named, from(null))).toMatchObject({
      endpoint: 'iis:Default Web Site:*:443:owa.contoso.com',
    });
  });
});

describe('names and addresses', () => {
  test.each(['ex01', 'ex01.contoso.com', 'EX-01.contoso.lab', '_x.contoso.com'])('%s is a host name', (name) => {
    expect(isHostName(name)).toBe(true);
  });
  test.each([
    '',
    '10.0.0.5',
    '127.1',
    '0x7f.1',
    '2130706433',
    '::1',
    '[::1]',
    'a b',
    'ex01/',
    'ex01:25',
    'ex01\0',
    '-x',
    'a..b',
    'é.de',
  ])('%j is none', (name) => {
    expect(isHostName(name)).toBe(false);
  });
  test.each(['10.0.0.5', '192.168.1.1', '203.0.113.9', '2001:db8::1', 'fd00::5'])(
    '%s may be connected to',
    (address) => {
      expect(isAllowed(address)).toBe(true);
    },
  );
  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '0.1.2.3',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'x',
  ])('nobody is sent to %s by a name', (address) => {
    expect(isAllowed(address)).toBe(false);
  });
});
