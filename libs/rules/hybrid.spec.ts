import { describe, expect, test } from '@jest/globals';
import type { Hybrid } from '#libs/fleet/document.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { ex01, PIN } from '../../test/support/fixture.js';
import { fleetOf } from './fleet.js';
import { hybridCertificate, isHybridServer } from './hybrid.js';
import { neighbourOf } from './neighbour.js';

const factsOf = (hybrid: Hybrid | null) => serverFacts(ex01(), { hybrid }, knobsOf(undefined));

describe('the hybrid configuration', () => {
  test('that names the server in any of its lists makes it a hybrid server', () => {
    const fleet = fleetOf([neighbourOf(factsOf(null))], undefined);
    const named = (hybrid: Hybrid | null) => isHybridServer({ facts: factsOf(hybrid), fleet });
    expect(named({ sendingServers: ['EX01'] })).toBe(true);
    expect(named({ receivingServers: ['ex01.CONTOSO.com'], sendingServers: null })).toBe(true);
    expect(named({ edgeServers: ['EX01'] })).toBe(true);
    expect(named({ sendingServers: ['EX02'], receivingServers: [' '] })).toBe(false);
    expect(named({})).toBe(false);
    expect(named(null)).toBe(false);
  });

  test('names a certificate only if its text is well-formed', () => {
    expect(hybridCertificate(factsOf({ tlsCertificateName: ` ${PIN} ` }))).toEqual({
      text: PIN,
      pin: { issuer: 'CN=TRUST CA1', subject: 'CN=MAIL.CONTOSO.COM' },
    });
    for (const tlsCertificateName of ['CN=mail.contoso.com', '<I>CN=a<S>', '', null]) {
      expect(hybridCertificate(factsOf({ tlsCertificateName }))).toBeNull();
    }
    expect(hybridCertificate(factsOf({}))).toBeNull();
    expect(hybridCertificate(factsOf(null))).toBeNull();
  });
});
