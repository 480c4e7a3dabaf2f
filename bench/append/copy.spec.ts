import { expect, test } from '@jest/globals';
import { copyLine } from './copy.js';

test('a line of COPY keeps what would end a value or a line', () => {
  expect(copyLine(['a\tb', 'c\\d', 'e\nf\r', '\\x00'])).toBe('a\\tb\tc\\\\d\te\\nf\\r\t\\\\x00\n');
});
