import { describe, expect, test } from '@jest/globals';
import type { IisBinding } from '#libs/fleet/document.js';
import { without } from '../../test/support/without.js';
import {
  allHttps,
  backEnd,
  bindingOfHost,
  clientFront,
  defaultWebSite,
  hasBackEnd,
  isReachable,
  mayHaveMoreBackEnd,
} from './web-sites.js';

function at(ipAddress: string, more: Partial<IisBinding> = {}): IisBinding {
  return { site: 'Default Web Site', protocol: 'https', ipAddress, port: 443, hostName: '', thumbprint: null, ...more };
}

function on(...iisBindings: readonly IisBinding[]) {
  return { iisBindings };
}

describe('the client front', () => {
  const frontOf = (...iisBindings: readonly IisBinding[]) => clientFront(on(...iisBindings));

  test.each(['', '*', '0.0.0.0', '::', '[::]', ' * '])('listens at every address: "%s"', (ipAddress) => {
    expect(frontOf(at(ipAddress))?.binding.ipAddress).toBe(ipAddress);
  });

  test('is the first of several', () => {
    expect(frontOf(at('10.0.0.5'), at('*', { hostName: 'a' }), at('::'), at('*'))?.endpoint).toBe(
      'iis:Default Web Site::::443:',
    );
  });

  test('belongs to Default Web Site on 443 by https, in any case', () => {
    expect(frontOf(at('*', { site: ' DEFAULT Web site', protocol: 'HTTPS' }))).not.toBeNull();
    const others = [{ site: 'Exchange Back End' }, { port: 444 }, { protocol: 'http' }, { protocol: null }];
    for (const more of others) expect(frontOf(at('*', more))).toBeNull();
  });

  test('has no host name: an absent one and one of blanks are none', () => {
    expect(frontOf(without(at('*'), 'hostName'))).not.toBeNull();
    expect(frontOf(at('*', { hostName: ' ' }))).not.toBeNull();
    expect(frontOf(at('*', { hostName: 'mail' }))).toBeNull();
  });

  test('is unknown where the bindings are, and none where they are unset', () => {
    expect(clientFront({})).toBeUndefined();
    expect(clientFront({ iisBindings: null })).toBeNull();
  });

  test('is unknown where one that may be it stands before, and known where it stands behind', () => {
    for (const doubtful of [without(at('*'), 'ipAddress'), at('no address'), without(at('0.0.0.0'), 'protocol')]) {
      expect(frontOf(doubtful, at('*'))).toBeUndefined();
      expect(frontOf(doubtful)).toBeUndefined();
      expect(frontOf(at('*'), doubtful)).not.toBeUndefined();
    }
    expect(frontOf(without(at('10.0.0.5'), 'protocol'), at('*'))).not.toBeUndefined();
  });
});

describe('the binding of a host name', () => {
  const endpointFor = (name: string, ...iisBindings: readonly IisBinding[]) =>
    bindingOfHost(on(...iisBindings), name)?.endpoint;

  test('is the first that has it and that others can reach', () => {
    const host = { hostName: 'Mail.contoso.com' };
    const bindings = [at('127.0.0.1', host), at('[::1]', host), at('10.0.0.5', host), at('*', host)];
    expect(endpointFor('mail.contoso.com', ...bindings)).toBe('iis:Default Web Site:10.0.0.5:443:Mail.contoso.com');
  });

  test('is none where no host equals the name', () => {
    expect(bindingOfHost(on(at('*'), at('*', { hostName: '*.contoso.com' })), 'mail.contoso.com')).toBeNull();
  });

  test('is unknown where the address or the protocol of one is', () => {
    const host = { hostName: 'a' };
    expect(bindingOfHost(on(without(at('*', host), 'ipAddress'), at('*', host)), 'a')).toBeUndefined();
    expect(bindingOfHost(on(without(at('*', host), 'protocol')), 'a')).toBeUndefined();
    expect(bindingOfHost(on(without(at('127.0.0.1', host), 'protocol')), 'a')).toBeNull();
    expect(bindingOfHost({}, 'a')).toBeUndefined();
  });
});

describe('the bindings of a server', () => {
  const server = on(
    at('*'),
    at('127.0.0.1'),
    at('*', { site: 'Exchange Back End', port: 444 }),
    at('*', { site: 'EXCHANGE back end', port: 445 }),
    at('*', { port: 80, protocol: 'http' }),
    at('*', { port: 8443 }),
  );

  test('are told apart by site and port', () => {
    expect(defaultWebSite(server)?.map(({ endpoint }) => endpoint)).toEqual([
      'iis:Default Web Site:*:443:',
      'iis:Default Web Site:127.0.0.1:443:',
    ]);
    expect(backEnd(server)?.map(({ endpoint }) => endpoint)).toEqual(['iis:Exchange Back End:*:444:']);
    expect(allHttps(server)).toHaveLength(5);
  });

  test('are unknown together', () => {
    expect([defaultWebSite({}), backEnd({}), allHttps({}), mayHaveMoreBackEnd({})]).toEqual([
      undefined,
      undefined,
      undefined,
      true,
    ]);
  });

  test('may hold one more of the back end where a protocol is unknown', () => {
    expect(mayHaveMoreBackEnd(server)).toBe(false);
    const unread = without(at('*', { site: 'Exchange Back End', port: 444 }), 'protocol');
    expect(mayHaveMoreBackEnd(on(unread))).toBe(true);
    expect(mayHaveMoreBackEnd(on({ ...unread, port: 445 }))).toBe(false);
    expect(mayHaveMoreBackEnd(on({ ...unread, protocol: null }))).toBe(false);
  });

  test.each([
    ['*', true],
    ['10.0.0.5', true],
    ['127.0.0.1', false],
    ['127.8.9.10', false],
    ['::1', false],
    ['::ffff:127.0.0.1', false],
    ['what', undefined],
  ])('at %s can be reached: %s', (ipAddress, reachable) => {
    expect(defaultWebSite(on(at(ipAddress)))?.map(isReachable)).toEqual([reachable]);
  });
});

test.each([
  ['2019', ['Mailbox'], true],
  ['2013', ['ClientAccess', 'Mailbox'], true],
  ['2013', ['ClientAccess'], false],
  ['2010', ['Mailbox'], false],
  ['2007', ['Mailbox'], false],
  ['2019', ['EdgeTransport'], false],
  ['2019', undefined, false],
  [undefined, ['Mailbox'], false],
])('version %s with roles %j has a back end: %s', (version, roles, has) => {
  expect(hasBackEnd({ version, roles })).toBe(has);
});
