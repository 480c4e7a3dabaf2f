import { expect, test } from '@jest/globals';
import { presentationHints, type Surprise, type Whereabouts } from './presentation-hints.js';

const SURPRISE: Surprise = {
  server: 'EX01.contoso.com',
  endpoint: 'pop',
  thumbprint: 'A'.repeat(40),
  seenAt: '2026-06-08T00:00:00.000Z',
  lastSeenAt: '2026-06-07T00:00:00.000Z',
};
const HERE = 'ex01.contoso.com';
const THERE = 'ex02.contoso.com';

test.each<[string, Partial<Surprise>, Whereabouts, readonly string[]]>([
  ['nobody has it', {}, { installedOn: [], presentedAt: [] }, ['NOT_IN_THE_INVENTORY']],
  ['it is here, and shown nowhere', {}, { installedOn: [HERE], presentedAt: [] }, ['IN_THIS_STORE']],
  [
    'another endpoint here shows it',
    {},
    { installedOn: [HERE], presentedAt: [{ server: HERE, endpoint: 'imap' }] },
    ['ANOTHER_ENDPOINT_HERE'],
  ],
  [
    'only this endpoint shows it',
    {},
    { installedOn: [HERE], presentedAt: [{ server: HERE, endpoint: 'pop' }] },
    ['IN_THIS_STORE'],
  ],
  ['another server has it', {}, { installedOn: [THERE], presentedAt: [] }, ['ON_ANOTHER_SERVER']],
  ['both have it', {}, { installedOn: [HERE, THERE], presentedAt: [] }, ['IN_THIS_STORE', 'ON_ANOTHER_SERVER']],
  [
    'nothing was heard for long',
    { lastSeenAt: '2026-05-01T00:00:00Z' },
    { installedOn: [HERE], presentedAt: [] },
    ['IN_THIS_STORE', 'INVENTORY_IS_OLD'],
  ],
  [
    'nothing was ever heard',
    { lastSeenAt: null, thumbprint: null },
    { installedOn: [], presentedAt: [] },
    ['INVENTORY_IS_OLD'],
  ],
  ['no certificate was seen', { thumbprint: null }, { installedOn: [], presentedAt: [] }, []],
])('%s', (_what, more, whereabouts, hints) => {
  expect(presentationHints({ ...SURPRISE, ...more }, whereabouts)).toEqual(hints);
});
