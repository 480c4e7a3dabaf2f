import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columnText, textOfColumn } from './column-text.js';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\u2400', '\ud800', '\udfff', '0', 'f', 'a', '\u{1f600}'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
});

test('ordinary text stands as it is', () => {
  expect(columnText('Default Frontend EX01 – ü 😀')).toBe('Default Frontend EX01 – ü 😀');
});

test('any text can be stored and comes back', () => {
  fc.assert(
    fc.property(text, (original) => {
      const column = columnText(original);
      expect(column).not.toContain('\0');
      expect(Buffer.from(column).toString()).toBe(column);
      expect(textOfColumn(column)).toBe(original);
    }),
  );
});

test('a hostile name never becomes the name of another', () => {
  fc.assert(fc.property(text, text, (one, other) => expect(columnText(one) === columnText(other)).toBe(one === other)));
});
