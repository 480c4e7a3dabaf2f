import { describe, expect, test } from '@jest/globals';
import { promptText } from './prompt-text.js';

const CURRENT = 'B0F49B77E744FAEA88C0FF266FECB71A431C700F';
const REPLACEMENT = '6C79C12E6801C7673D3EBBD07DC31DEF8F0AEA30';

describe('The overwrite question', () => {
  test('reads as in the Shell', () => {
    const dates = { current: '2029-01-01T00:00:00Z', replacement: '2027-06-20T13:05:09Z' };
    expect(promptText(CURRENT, REPLACEMENT, dates)).toEqual([
      'Confirm',
      'Overwrite the existing default SMTP certificate?',
      '',
      `Current certificate: '${CURRENT}' (expires 1/1/2029 12:00:00 AM)`,
      `Replace it with certificate: '${REPLACEMENT}' (expires 6/20/2027 1:05:09 PM)`,
      '[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [?] Help (default is "Y"):',
    ]);
  });

  test.each([
    ['2027-06-20T00:59:59Z', '6/20/2027 12:59:59 AM'],
    ['2027-12-31T11:59:59Z', '12/31/2027 11:59:59 AM'],
    ['2027-12-31T12:00:00Z', '12/31/2027 12:00:00 PM'],
    ['2027-12-31T23:00:00-02:00', '1/1/2028 1:00:00 AM'],
  ])('writes %s as %s', (replacement, written) => {
    expect(promptText(CURRENT, REPLACEMENT, { replacement })[4]).toBe(
      `Replace it with certificate: '${REPLACEMENT}' (expires ${written})`,
    );
  });

  test('leaves out what is unknown', () => {
    const lines = promptText(undefined, REPLACEMENT, { current: '2029-01-01T00:00:00Z', replacement: null });
    expect(lines[3]).toBe('Current certificate: unknown');
    expect(lines[4]).toBe(`Replace it with certificate: '${REPLACEMENT}'`);
    expect(promptText(CURRENT, REPLACEMENT)[3]).toBe(`Current certificate: '${CURRENT}'`);
    expect(promptText(null, REPLACEMENT, { replacement: 'soon' })[4]).toBe(
      `Replace it with certificate: '${REPLACEMENT}'`,
    );
  });
});
