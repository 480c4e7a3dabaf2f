import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { eventUuid } from './event-uuid.js';

test('is the id that the pure code derives, for any source and id', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800', '\u2400', '"', '😀'));
  fc.assert(
    fc.property(texts, texts, (source, id) => {
      expect(eventUuid({ source, id })).toBe(eventIdOf({ source, id }).replaceAll('-', ''));
    }),
    { numRuns: 2000 },
  );
});

test('at every length around that of the room for short ones, whatever its characters take', () => {
  for (const character of ['a', 'é', '\u20ac', '\0'])
    for (let length = 1300; length < 1400; length += 1) {
      const event = { source: '/organizations/contoso', id: character.repeat(length) };
      expect(eventUuid(event)).toBe(eventIdOf(event).replaceAll('-', ''));
    }
});
