import { expect, test } from '@jest/globals';
import { judgedOrganization } from './judged-server.js';

const SUBSCRIPTION = { edgeServer: 'edge01.contoso.com', adSite: 'AMS' };

test('an organization of whose subscriptions only some were told, and none is left, is not known to have none', () => {
  const read = (edgeSubscriptions: readonly (typeof SUBSCRIPTION)[], partial: readonly string[]) =>
    judgedOrganization({ organization: { name: 'contoso', edgeSubscriptions }, partial });
  expect(read([], ['edgeSubscriptions'])).toEqual({ name: 'contoso' });
  expect(read([], [])).toEqual({ name: 'contoso', edgeSubscriptions: [] });
  expect(read([SUBSCRIPTION], ['edgeSubscriptions'])).toEqual({ name: 'contoso', edgeSubscriptions: [SUBSCRIPTION] });
});
