import { expect, test } from '@jest/globals';
import type { VirtualDirectory } from '#libs/fleet/document.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { knobsOf } from '#libs/selection/policy.js';
import { ex01, organization } from '../../test/support/fixture.js';
import { webNames } from './client-names.js';
import { fleetOf } from './fleet.js';
import { neighbourOf } from './neighbour.js';

function namesOf(virtualDirectories: readonly VirtualDirectory[], around: Parameters<typeof organization>[0] = {}) {
  const own = organization(around);
  const facts = serverFacts(ex01({ virtualDirectories }), own, knobsOf(undefined));
  return [...webNames({ facts, fleet: fleetOf([neighbourOf(facts)], own) })];
}

test('each name is there once, in the order of directories, Autodiscover and pools', () => {
  const found = namesOf(
    [
      { internalUrl: 'https://ex01.contoso.com/owa', externalUrl: 'https://MAIL.contoso.com/owa' },
      { internalUrl: 'https://ex01.contoso.com/ews', externalUrl: 'https://mail.contoso.com/ews' },
      { externalUrl: ' https://bücher.contoso.com ' },
    ],
    {
      clientNames: { autodiscover: ['mail.contoso.com', 'autodiscover.contoso.com', ' '] },
      pools: [{ name: 'ALL.contoso.com.', members: ['EX01'] }, { members: ['EX01'] }],
    },
  );
  expect(found).toEqual([
    'ex01.contoso.com',
    'mail.contoso.com',
    'xn--bcher-kva.contoso.com',
    'autodiscover.contoso.com',
    'all.contoso.com',
  ]);
});

test('a URL that only begins like the one before it has its own host', () => {
  const urls = [
    'https://mail.contoso.com',
    'https://mail.contoso.com.au/owa',
    'https://mail.contoso.com/owa',
    'https://mail.contoso.com:444/owa',
    'https://user@mail.contoso.com/owa',
    'https://mail.contoso.com@owa.contoso.com/',
    'http://plain.contoso.com/',
    'https://?/x',
    'https://?/y.contoso.com',
    'no url',
  ];
  expect(namesOf(urls.map((internalUrl) => ({ internalUrl })))).toEqual([
    'mail.contoso.com',
    'mail.contoso.com.au',
    'owa.contoso.com',
  ]);
});
