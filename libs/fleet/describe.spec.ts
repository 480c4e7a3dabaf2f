import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyEvent } from '../../test/support/arbitrary-events.js';
import { CONTOSO_SOURCE, happened, thumbprint } from '../../test/support/events.js';
import { describe as sentenceOf, shortThumbprint } from './describe.js';
import { anyCharacter } from '../../test/support/any-character.js';

const enabled = (answer?: 'yes' | 'no') =>
  happened('certificate.enabled', {
    thumbprint: thumbprint('A'),
    services: ['SMTP', 'IIS'],
    ...(answer === undefined ? {} : { answer }),
  });

describe('the sentence of an event', () => {
  test('says who did what, with which answer and by which tool', () => {
    expect(sentenceOf({ ...enabled('yes'), actor: 'CONTOSO\\anna', tool: 'the Shell' })).toBe(
      'CONTOSO\\anna enabled AAAA…AA for SMTP, IIS, answering Yes to the overwrite question (the Shell)',
    );
    expect(sentenceOf(enabled())).toBe('Somebody enabled AAAA…AA for SMTP, IIS');
  });

  test('says what is unset', () => {
    expect(sentenceOf(happened('default-smtp-certificate.overwritten', { current: null }))).toBe(
      'Somebody overwrote the default SMTP certificate with none',
    );
    expect(sentenceOf(happened('hybrid.configured', null))).toBe('Somebody removed the hybrid configuration');
    expect(sentenceOf(happened('client-protocol.configured', { protocol: 'imap', settings: null }))).toBe(
      'Somebody configured IMAP: no settings',
    );
  });

  test('says what was seen on the wire, also where there was no certificate', () => {
    const seen = (data: object) =>
      sentenceOf(happened('presentation.observed', { endpoint: 'pop', chain: [], ...data }));
    expect(seen({ chain: [thumbprint('A')], observedFrom: 'ams' })).toBe('pop presented AAAA…AA, seen from ams');
    expect(seen({ chain: [thumbprint('A')], outcome: 'PRESENTED' })).toBe('pop presented AAAA…AA');
    expect(seen({})).toBe('pop presented no certificate');
    expect(seen({ outcome: 'NOT_ADVERTISED' })).toBe('pop offered no TLS');
    expect(seen({ outcome: 'HANDSHAKE_FAILS', reason: 'alert' })).toBe('pop let the handshake fail (alert)');
  });

  test('is one line of bounded length, whatever is in the event', () => {
    fc.assert(
      fc.property(anyEvent, fc.string({ unit: anyCharacter, maxLength: 2000 }), (event, text) => {
        const sentence = sentenceOf({ ...event, actor: text, tool: text });
        expect([...sentence].length).toBeLessThanOrEqual(600);
        expect(sentence).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
    const note = happened('note.added', { text: 'line\n'.repeat(100_000) });
    expect([...sentenceOf(note)].length).toBeLessThan(600);
  });

  test('counts the keys of a large inventory', () => {
    const data = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key${index}`, null]));
    expect(sentenceOf(happened('inventory.observed', data))).toMatch(/, key7, 12 more$/);
  });

  test('names the server of an inventory by its source where the data do not, and the organization by its own', () => {
    const data = { certificates: [] };
    expect(sentenceOf(happened('inventory.observed', data))).toBe('ex01.contoso.com was observed: certificates');
    expect(sentenceOf(happened('inventory.observed', data, { source: CONTOSO_SOURCE }))).toMatch(
      /^The organization was/,
    );
  });

  test('survives a type that this version does not know', () => {
    expect(sentenceOf(JSON.parse('{"type":"later.invented","data":{}}'))).toBe('An event of the type later.invented');
  });
});

test('a thumbprint is shortened to its ends', () => {
  expect(shortThumbprint('9f2a6c0e4b8d1357a9bc0f2e4d6c8a1b3c5d7ec1')).toBe('9F2A…C1');
  expect(shortThumbprint('short')).toBe('SHORT');
});
