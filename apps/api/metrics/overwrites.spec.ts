import { describe, expect, test } from '@jest/globals';
import type { OverwriteEvent } from '#libs/store/queries/metrics/log-counts.js';
import { overwriteOf } from './overwrites.js';

const THUMBPRINT = 'AB'.repeat(20);
type Enabling = Extract<OverwriteEvent, { type: 'enabled' }>['data'];
const enabling = (more: Partial<Enabling>): Enabling => ({ thumbprint: THUMBPRINT, services: ['SMTP'], ...more });

describe('what enabling a certificate tells of the default SMTP certificate', () => {
  test.each([
    ['forced', { answer: 'force' }, { forced: 'true', risk: 'RO-11' }],
    ['answered with yes in the Shell', { answer: 'yes' }, { forced: 'false', risk: 'not-judged' }],
    ['with yes in the admin center', { answer: 'yes', surface: 'eac' }, { forced: 'true', risk: 'RO-11' }],
    ['answered with no', { answer: 'no' }, null],
    ['not answered', {}, null],
    ['answered by nobody knows what', { answer: 'unknown' }, null],
    ['forced for other services', { answer: 'force', services: ['IIS'] }, null],
  ] as const)('%s', (_, data, told) => {
    expect(overwriteOf({ type: 'enabled', data: enabling(data) })).toEqual(told);
  });
});

describe('what is told of the overwriting itself', () => {
  const overwritten = (current: string | null, enabled: readonly Enabling[] = []) =>
    overwriteOf({ type: 'overwritten', data: { current }, enabled });

  test('counts where nothing tells how it came about', () => {
    expect(overwritten(THUMBPRINT)).toEqual({ forced: 'unknown', risk: 'not-judged' });
    expect(overwritten(THUMBPRINT, [enabling({ answer: 'no' })])).not.toBeNull();
    expect(overwritten(THUMBPRINT, [enabling({ answer: 'force', thumbprint: 'CD'.repeat(20) })])).not.toBeNull();
  });
  test('does not count again what enabling the certificate told', () => {
    expect(overwritten(THUMBPRINT, [enabling({ answer: 'force' })])).toBeNull();
    expect(overwritten(THUMBPRINT.toLowerCase(), [enabling({ answer: 'yes' })])).toBeNull();
  });
  test('unsetting is no overwriting', () => expect(overwritten(null)).toBeNull());
});
