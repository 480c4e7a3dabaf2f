import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinServers, streamsOfServers, type NamedStream } from './join-servers.js';

const joined = (streams: readonly NamedStream[], name: string) => joinServers(streams).get(name);

describe('a NetBIOS name', () => {
  test('joins the server whose netbiosName it is', () => {
    const streams = [{ name: 'ex01' }, { name: 'mail.contoso.com', netbiosName: 'EX01' }, { name: 'ex02.contoso.com' }];
    expect(joined(streams, 'ex01')).toEqual({ server: 'mail.contoso.com' });
    expect(streamsOfServers(joinServers(streams))).toEqual(
      new Map([
        ['mail.contoso.com', ['ex01', 'mail.contoso.com']],
        ['ex02.contoso.com', ['ex02.contoso.com']],
      ]),
    );
  });

  test('joins the server whose first label it is, where the netbiosName is unknown', () => {
    expect(joined([{ name: 'ex01' }, { name: 'ex01.contoso.com' }], 'ex01')).toEqual({ server: 'ex01.contoso.com' });
    const other = [{ name: 'ex01' }, { name: 'ex01.contoso.com', netbiosName: 'OTHER' }];
    expect(joined(other, 'ex01')).toEqual({ server: 'ex01', alone: 'no-server-of-that-name' });
    const unset = [{ name: 'ex01' }, { name: 'ex01.contoso.com', netbiosName: null }];
    expect(joined(unset, 'ex01')).toEqual({ server: 'ex01', alone: 'no-server-of-that-name' });
  });

  test('stays alone when several servers would do', () => {
    const streams = [{ name: 'ex01' }, { name: 'ex01.contoso.com' }, { name: 'ex01.fabrikam.com' }];
    expect(joined(streams, 'ex01')).toEqual({ server: 'ex01', alone: 'several-servers-of-that-name' });
    const mixed = [{ name: 'ex01' }, { name: 'ex01.contoso.com' }, { name: 'm.fabrikam.com', netbiosName: 'ex01' }];
    expect(joined(mixed, 'ex01')).toEqual({ server: 'ex01', alone: 'several-servers-of-that-name' });
  });

  test('joins the same server whatever the order of the streams', () => {
    const name = fc.constantFrom('ex01', 'ex02', 'ex01.contoso.com', 'ex01.fabrikam.com', 'mail.contoso.com');
    const stream = fc.record({ name, netbiosName: fc.constantFrom('EX01', 'EX02', null) }, { requiredKeys: ['name'] });
    const streams = fc.uniqueArray(stream, { selector: ({ name }) => name });
    fc.assert(
      fc.property(
        streams.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => expect([...joinServers(shuffled)]).toEqual([...joinServers(all)]),
      ),
    );
  });
});
